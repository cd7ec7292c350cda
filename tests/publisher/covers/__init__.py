"""What platforms get of a video's picture, and its page."""
