"""Making a file fit: what would have to be done to it for a platform's profile, and which file goes to whom."""
