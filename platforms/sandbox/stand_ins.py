"""The one list of stand-ins to extend: the prefix of each, and what answers there."""

from platforms.sandbox.instagram import InstagramStandIn
from platforms.sandbox.peertube import PeerTubeStandIn
from platforms.sandbox.plumbing import StandIn
from platforms.sandbox.rumble import RumbleStandIn
from platforms.sandbox.store import Store
from platforms.sandbox.tiktok import TikTokStandIn
from platforms.sandbox.youtube import YouTubeStandIn


def stand_ins(store: Store) -> dict[str, StandIn]:
    """Every stand-in by its prefix; they share the file, each with tables of its own."""
    return {
        "youtube": YouTubeStandIn(store),
        "tiktok": TikTokStandIn(store),
        "instagram": InstagramStandIn(store),
        "rumble": RumbleStandIn(store),
        "peertube": PeerTubeStandIn(store),
    }
