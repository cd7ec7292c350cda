"""The stand-in's lasting switches: how slow, how strict, how honest it is until somebody changes it."""

from dataclasses import dataclass

from platforms.sandbox.bodies import Form

DAY_SECONDS = 86_400.0
OUTCOMES = ("published", "transcoding_failed", "moving", "stuck")
"""What becomes of the next uploads once they are here."""


@dataclass(frozen=True, kw_only=True)
class Switches:
    """Each with the default of a well instance; times in seconds, sizes in bytes."""

    transcoding_seconds: float = 4.0
    outcome: str = "published"
    finishing_seconds: float = 0.0
    """How long the last bytes are looked into; meanwhile whoever asks is told 503."""
    unreadable: bool = False
    session_seconds: float = DAY_SECONDS
    access_token_seconds: float = 86_399.0
    refresh_token_seconds: float = 1_209_599.0
    wrong_client: bool = False
    requires_two_factor: bool = False
    quota_bytes: int = 0
    max_file_bytes: int = 0
    delay_seconds: float = 0.0
    bytes_per_second: int = 0
    error_form: str = Form.JSON.value
    mixed_header_case: bool = False
    chunked_answers: bool = False


CHOICES: dict[str, tuple[str, ...]] = {"outcome": OUTCOMES, "error_form": tuple(Form)}
