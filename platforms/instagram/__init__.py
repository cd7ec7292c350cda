"""Instagram: the adapter for Reels, and what it knows of the content publishing API behind both of Meta's logins."""

from platforms.instagram.adapter import Instagram

__all__ = ["Instagram"]
