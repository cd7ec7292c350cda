"""The stand-in's lasting switches: how slow, how strict, how honest it is until somebody changes it."""

from dataclasses import dataclass

from platforms.sandbox.bodies import Form
from platforms.sandbox.tiktok.answers import FAIL_REASONS

OUTCOMES = ("published", "stuck", *FAIL_REASONS)
"""What becomes of the next uploads once all their bytes are here."""


@dataclass(frozen=True, kw_only=True)
class Switches:
    """Each with the default of a well TikTok; times in seconds, sizes in bytes."""

    processing_seconds: float = 4.0
    public_id_seconds: float = 8.0
    """How long after the last byte the id of a public post is told."""
    outcome: str = "published"
    audited: bool = True
    keeps_pace: bool = True
    daily_posts: int = 15
    active_users: int = 5
    """How many people may post in a day while the app is not audited."""
    pending_drafts: int = 5
    address_seconds: float = 3600.0
    access_token_seconds: float = 7200.0
    refresh_token_seconds: float = 15_552_000.0
    refresh_ends_access: bool = False
    grant_errors_with_200: bool = False
    wrong_client: bool = False
    megabyte: int = 1_000_000
    tells_last_byte: bool = False
    """Progress is the number of the last byte, rather than how many there are."""
    keeps_parts: bool = False
    """Bytes of a piece that broke off count."""
    takes_last_piece_again: bool = False
    delay_seconds: float = 0.0
    bytes_per_second: int = 0
    error_form: str = Form.JSON.value
    mixed_header_case: bool = False
    chunked_answers: bool = False


CHOICES: dict[str, tuple[str, ...]] = {"outcome": OUTCOMES, "error_form": tuple(Form)}
