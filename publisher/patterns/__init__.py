"""Patterns: words with places to be filled in, and the words with which a publish form starts."""
