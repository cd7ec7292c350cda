"""Twins: videos of one owner with the very same file, recognised by its SHA-256, and what was published of them."""
