"""TikTok: the adapter, and what it knows of the Content Posting API v2."""

from platforms.tiktok.adapter import TikTok

__all__ = ["TikTok"]
