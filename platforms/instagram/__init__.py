"""Instagram: Reels."""
