"""The staff's desk: what staff see of publications and of the queue, and the deeds that staff have. Importing it registers its pages."""

from publisher.admin import accounts, histories, publications, queue, removals, sweeps, tokens

__all__ = ["accounts", "histories", "publications", "queue", "removals", "sweeps", "tokens"]
