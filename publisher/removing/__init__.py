"""Removing: a post from its platform, a file from the store, a video from the library; step by step, whatever dies on the way."""
