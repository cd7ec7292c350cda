"""Connecting a YouTube channel through Google's OAuth: one scope, and the channel as the account."""

from platforms.errors import Misconfigured, Refused, Unauthorized
from platforms.grants import Identity
from platforms.oauth import SETUP_IS_WRONG, STANDARD_REFUSALS, PlatformOAuth, Refusal
from platforms.youtube import channel
from platforms.youtube.guide import GUIDE

_BLOCKED = Refusal(
    kind=Unauthorized,
    code="organisation_forbids",
    message="The organisation that this Google account belongs to does not let Retake use it.",
    fix="Ask the administrator of the Google Workspace to allow Retake, then reconnect the account.",
)
_OTHER_ORGANISATION = Refusal(
    kind=Misconfigured,
    code="own_organisation_only",
    message="At Google, Retake is registered for the people of one organisation alone, and this login is of another.",
    fix="Connect with a login of that organisation, or have whoever runs Retake set the user type of the app to External.",
)
_REDIRECT_UNKNOWN = Refusal(
    kind=Misconfigured,
    code="redirect_unknown",
    message="Google does not know the address that Retake sends people back to.",
    fix="Whoever runs Retake has to paste the redirect address into the OAuth client at Google, letter for letter.",
)
_REAUTHENTICATE = Refusal(
    kind=Refused,
    code="login_needed",
    message="Google wants you to log in there again before it gives any leave.",
    fix="Try again, and log in at Google when it asks.",
)


class YouTubeOAuth(PlatformOAuth):
    """Google's OAuth for web servers. Source: developers.google.com/identity/protocols/oauth2/web-server."""

    name = "youtube"
    DEFAULT_SCOPE = list(GUIDE.scopes)
    GUIDE = GUIDE
    LEAVE_LIFETIME = "refresh_token_expires_in"
    API_URL_SETTING = "YOUTUBE_API_URL"
    REFUSALS = {
        **STANDARD_REFUSALS,
        "deleted_client": SETUP_IS_WRONG,
        "disabled_client": SETUP_IS_WRONG,
        "org_internal": _OTHER_ORGANISATION,
        "redirect_uri_mismatch": _REDIRECT_UNKNOWN,
        "admin_policy_enforced": _BLOCKED,
        "interaction_required": _REAUTHENTICATE,
        "login_required": _REAUTHENTICATE,
    }

    def identify(self, access_token: str, *, account_id: str = "") -> Identity:
        """Give the channel that the user chose: one token is one channel. Raises `errors.Refused` when there is none."""
        found = channel.identify(self.door(), self.api_url, access_token)
        return Identity(id=found.id, name=found.title, picture_url=found.picture_url, details=found.details)
