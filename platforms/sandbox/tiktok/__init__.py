"""A stand-in for TikTok: Login Kit and the Content Posting API, as strict as the real one is documented to be.

Rules that no careful client breaks:
T1 a refresh token is used once
T2 bytes are sent without the bearer token: whoever has the upload address may write to it
T3 a piece names its length, and is not sent in HTTP chunks
T4 the pieces follow the rules for their number and size, whether a megabyte is 10^6 bytes or 2^20
T5 a piece is the one that was announced, and follows the one before
T6 the pace is kept: 6 uploads opened, 30 states and 20 creators asked for in a minute
T7 what the creator may choose from is read before a post, and no other audience is chosen
T8 branded content is not for "Only me"
T9 a caption has 2200 UTF-16 units at the most
T10 OAuth: a state, codes that are used once, the redirect address letter for letter, PKCE for an app on one's own machine
"""

from platforms.sandbox.tiktok.faults import Fault
from platforms.sandbox.tiktok.stand_in import TikTokStandIn

__all__ = ["Fault", "TikTokStandIn"]
