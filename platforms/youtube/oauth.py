"""Connecting a YouTube channel through Google's OAuth: one scope, and the channel as the account."""

from platforms.errors import Unauthorized
from platforms.oauth import SETUP_IS_WRONG, STANDARD_REFUSALS, Identity, PlatformOAuth, Refusal
from platforms.youtube import channel

FORCE_SSL = "https://www.googleapis.com/auth/youtube.force-ssl"
"""Insert, list, update and delete; `youtube.upload` alone cannot read, so that nothing could be looked for.

Source: the `scopes` of each method, and of the whole, in Google's discovery document youtube v3.
"""

_BLOCKED = Refusal(
    kind=Unauthorized,
    code="organisation_forbids",
    message="The organisation that this Google account belongs to does not let Retake use it.",
    fix="Ask the administrator of the Google Workspace to allow Retake, then reconnect the account.",
)


class YouTubeOAuth(PlatformOAuth):
    """Google's OAuth for web servers. Source: developers.google.com/identity/protocols/oauth2/web-server."""

    name = "youtube"
    DEFAULT_SCOPE = [FORCE_SSL]
    SCOPE_WORDS = {FORCE_SSL: "“See, edit, and permanently delete your YouTube videos, ratings, comments and captions”"}
    API_URL_SETTING = "YOUTUBE_API_URL"
    REFUSALS = {
        **STANDARD_REFUSALS,
        "deleted_client": SETUP_IS_WRONG,
        "disabled_client": SETUP_IS_WRONG,
        "org_internal": SETUP_IS_WRONG,
        "redirect_uri_mismatch": SETUP_IS_WRONG,
        "admin_policy_enforced": _BLOCKED,
    }

    def identify(self, access_token: str) -> Identity:
        """Give the channel that the user chose: one token is one channel. Raises `errors.Refused` when there is none."""
        found = channel.identify(self.door(), self.api_url, access_token)
        return Identity(id=found.id, name=found.title, picture_url=found.picture_url, details=found.details)
