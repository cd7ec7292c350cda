"""Changing what is published: which wishes there are, how they are made, and how they are shown."""
