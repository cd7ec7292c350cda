"""Why an account was not connected, in plain words: what happened, and what to do; never a code to look up."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from social_core.exceptions import SocialAuthBaseException

from platforms.errors import Misconfigured, PlatformError, Refused, Unauthorized


class Way(Enum):
    """The one button of the page: to try again, to see how Retake is registered (where one may), or to go back."""

    AGAIN = auto()
    SETUP = auto()
    BACK = auto()


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What the page says: one sentence of cause, one of remedy, the HTTP status, and the platform's own words if any."""

    code: str
    cause: str
    remedy: str
    status: int
    detail: str = ""
    way_on: Way = Way.AGAIN


_AGAIN = "Start again from here; it takes half a minute."
_STAFF = "Whoever runs Retake has to mend this: its registration with the platform is missing or wrong."
_LATER = "Wait a minute, then try again."
_STALE = "This answer belongs to an attempt that is over: it was used before, or another one was started since."
_UNREADABLE = "The platform's answer could not be read."

# The codes of social-core 7 (social_core.exceptions.REASONS) that a round trip can end in.
_SAID: Mapping[str, tuple[str, str, int]] = {
    "authorization_declined": (
        "You did not give Retake leave, so nothing was connected.",
        "If that was a slip, try again and allow it.",
        403,
    ),
    "missing_parameter": ("The way back from the platform was incomplete.", _AGAIN, 400),
    "state_mismatch": (_STALE, _AGAIN, 403),
    "session_context_missing": (_STALE, _AGAIN, 403),
    "user_mismatch": ("This was started by somebody else than you are logged in as.", _AGAIN, 403),
    "response_expired": ("More than ten minutes went by on the platform's pages.", _AGAIN, 403),
    "authorization_code_rejected": ("The platform did not accept the answer any more.", _AGAIN, 403),
    "identity_in_use": (
        "This account is connected to Retake by somebody else already.",
        "Choose another account, or ask the other person to publish from it. A connection belongs to one person.",
        409,
    ),
    "malformed_response": (_UNREADABLE, _LATER, 502),
    "missing_claim": (_UNREADABLE, _LATER, 502),
    "unavailable": ("The platform is not available just now.", _LATER, 503),
    "rate_limited": ("The platform asks to wait.", _LATER, 503),
    "invalid_setting": ("The platform does not accept Retake's own registration.", _STAFF, 502),
    "missing_setting": ("The platform is not set up here.", _STAFF, 503),
}
_OURS_TO_MEND = ("invalid_setting", "missing_setting")
_UNKNOWN = ("The platform said no, without a reason that Retake knows.", _AGAIN, 502)

NOT_SET_UP = Explanation(code="not_set_up", cause=_SAID["missing_setting"][0], remedy=_STAFF, status=503, way_on=Way.SETUP)


def another_address(site_url: str) -> Explanation:
    """For those who came by another host name than the platform will send them back to."""
    cause = f"Retake's address is {site_url}, and you came by another one. The platform would send you back to where you are not logged in."
    remedy = f"Open {site_url}, log in there and connect the account."
    return Explanation(code="another_address", cause=cause, remedy=remedy, status=400, way_on=Way.BACK)


def explain(refusal: SocialAuthBaseException | PlatformError) -> Explanation:
    """Turn what ended a round trip into words. The platform's own go into the details, redacted where they were met."""
    if isinstance(refusal, PlatformError):
        remedy, way_on = refusal.fix or _LATER, Way.SETUP if isinstance(refusal, Misconfigured) else Way.AGAIN
        said = {"cause": refusal.message, "remedy": remedy, "detail": refusal.detail}
        return Explanation(code=refusal.code, **said, status=_status(refusal), way_on=way_on)
    cause, remedy, status = _SAID.get(refusal.code, _UNKNOWN)
    way_on = Way.SETUP if refusal.code in _OURS_TO_MEND else Way.AGAIN
    return Explanation(code=refusal.code, cause=cause, remedy=remedy, status=status, way_on=way_on)


def _status(refusal: PlatformError) -> int:
    if isinstance(refusal, Refused | Unauthorized):
        return 403
    return 502 if isinstance(refusal, Misconfigured) else 503
