"""A cast for each platform: its stand-in, and all that a proof has to know to play with it. The one list to extend."""

from collections.abc import Mapping

from tests.casts.cast import Cast
from tests.casts.instagram import InstagramCast
from tests.casts.peertube import PeerTubeCast
from tests.casts.rumble import RumbleCast
from tests.casts.tiktok import TikTokCast
from tests.casts.youtube import YouTubeCast

CASTS: Mapping[str, type[Cast]] = {cast.slug: cast for cast in (YouTubeCast, TikTokCast, InstagramCast, RumbleCast, PeerTubeCast)}

__all__ = ["CASTS", "Cast"]
