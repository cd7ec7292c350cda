"""The stand-in's lasting switches: how slow, how late, how strict, how honest it is until somebody changes it."""

from dataclasses import dataclass
from enum import StrEnum

from platforms.sandbox.bodies import Form
from platforms.sandbox.youtube.processing import OUTCOMES

DAY_SECONDS = 86_400.0
TESTING_SECONDS = 7 * DAY_SECONDS
"""How long a leave lasts while the app's consent screen is in Testing. Source: developers.google.com/identity/protocols/oauth2."""


class Keeping(StrEnum):
    """How much of a chunk is kept."""

    STRICT = "strict"
    """All of it; one that is no multiple of 256 KiB is refused, as YouTube does."""
    GRANULAR = "granular"
    """Whole multiples of 256 KiB, the rest is dropped in silence, as Drive does."""
    LESS = "less"
    """All but its last 256 KiB, where there are more: the next offset has to come from the answer."""


@dataclass(frozen=True, kw_only=True)
class Switches:
    """Each with the default of a well stand-in; times in seconds. An `outcome` is one of `processing.OUTCOMES`, for the next uploads."""

    processing_seconds: float = 4.0
    outcome: str = "processed"
    shorts: bool = False
    file_details_shown: bool = True
    privacy_forced: str = ""
    listing_lag_seconds: float = 0.0
    session_seconds: float = 7 * DAY_SECONDS
    sessions_vanish: bool = False
    keeping: str = Keeping.STRICT.value
    delay_seconds: float = 0.0
    bytes_per_second: int = 0
    error_form: str = Form.JSON.value
    mixed_header_case: bool = False
    chunked_answers: bool = False
    wrong_client: bool = False
    rotate_refresh_tokens: bool = False
    access_token_seconds: float = 3599.0
    refresh_token_seconds: float = 0.0
    in_testing: bool = False
    consent_error: str = ""
    scope_withheld: bool = False
    daily_uploads: int = 100
    daily_searches: int = 100
    daily_units: int = 10_000
    minute_calls: int = 0

    @property
    def leave_seconds(self) -> float:
        """How long a leave lasts that is given now; 0: for ever."""
        return self.refresh_token_seconds or (TESTING_SECONDS if self.in_testing else 0.0)


CONSENT_ERRORS = ("", "access_denied", "admin_policy_enforced", "org_internal", "server_error", "temporarily_unavailable")
"""With what the consent page sends a person back who pressed Allow; "": with a code."""

CHOICES: dict[str, tuple[str, ...]] = {
    "outcome": OUTCOMES,
    "privacy_forced": ("", "private", "unlisted", "public"),
    "keeping": tuple(Keeping),
    "error_form": tuple(Form),
    "consent_error": CONSENT_ERRORS,
}
