"""The stand-in's lasting switches: how slow, how strict, how honest it is until somebody changes it."""

from dataclasses import dataclass

from platforms.sandbox.bodies import Form
from platforms.sandbox.instagram.answers import FAILURES

OUTCOMES = ("finished", "stuck", *FAILURES)
"""What becomes of the next containers once their bytes are here."""


@dataclass(frozen=True, kw_only=True)
class Switches:
    """Each with the default of a well Instagram; times in seconds, sizes in bytes."""

    # Processing
    outcome: str = "finished"
    processing_seconds: float = 4.0
    processing_polls: int = 0
    """How often a container whose bytes are here is still IN_PROGRESS when it is asked for."""
    status_is_code_alone: bool = False
    container_seconds: float = 86_400.0
    most_bytes: int = 300_000_000
    checks_file: bool = True
    """Refuses an MP4 whose moov comes last, or which is neither H.264 nor HEVC; what is no MP4 at all passes."""
    # Publishing
    second_publish: str = "same_id"
    effect_delay_seconds: float = 0.0
    """How long after media_publish was answered the container is PUBLISHED and its media exists."""
    publish_seconds: float = 0.0
    """How long the answer of media_publish takes, once everything is done."""
    quota_total: int = 50
    quota_lag_seconds: float = 0.0
    containers_a_day: int = 400
    too_many_containers: str = "4"
    expired_publish: str = "2207008"
    # Reading
    listing_delay_seconds: float = 0.0
    read_outage: str = "none"
    forgets_published: bool = False
    """A container that was published "does not exist" when it is asked for."""
    permalink_misses: int = 0
    """How often a media is not found when it is asked for by its id."""
    delete_fails: bool = False
    # Bytes
    keeps_parts: bool = True
    """Bytes of a request that broke off count."""
    tells_offset: bool = False
    """GET of an upload address answers the offset, and not 404."""
    upload_errors_with_200: bool = False
    bytes_per_second: int = 0
    # Fetching
    fetches: str = "afterwards"
    """When a video_url is fetched: within the call that makes the container, or afterwards."""
    fetch_delay_seconds: float = 0.0
    fetch_asks_head: bool = False
    fetch_follows_redirects: bool = False
    fetch_by_ranges: bool = True
    # Tokens
    code_answer: str = "flat"
    permissions_as: str = "list"
    short_token_seconds: float = 3600.0
    long_token_seconds: float = 5_184_000.0
    refresh_after_seconds: float = 86_400.0
    refresh_ends_old: bool = False
    unauthorized_http: str = "400"
    wrong_client: bool = False
    takes_local_redirects: bool = True
    pages_an_answer: int = 0
    """How many Pages me/accounts gives at a time, whatever was asked for; 0: as many as asked for."""
    # Limits and answers
    calls_an_hour: int = 4800
    rate_code: str = "80002"
    usage_headers: str = "both"
    usage_percent: int = 3
    usage_at_instagram: bool = True
    hasty_polls: int = 5
    oldest_version: int = 21
    delay_seconds: float = 0.0
    error_form: str = Form.JSON.value
    mixed_header_case: bool = False
    chunked_answers: bool = False


CHOICES: dict[str, tuple[str, ...]] = {
    "outcome": OUTCOMES,
    "second_publish": ("same_id", "2207008", "2207027", "second_media"),
    "too_many_containers": ("4", "2207042"),
    "expired_publish": ("2207008", "2207020"),
    "read_outage": ("none", "page_tokens", "all_tokens", "lists_too"),
    "fetches": ("afterwards", "at_once"),
    "code_answer": ("flat", "in_data"),
    "permissions_as": ("list", "text"),
    "unauthorized_http": ("400", "401"),
    "rate_code": ("4", "17", "80002"),
    "usage_headers": ("both", "app", "business", "none", "now_and_then"),
    "error_form": tuple(Form),
}
