"""The stand-in's lasting switches: how slow, how late, how strict, how honest it is until somebody changes it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from platforms.sandbox.store import Store
from platforms.sandbox.youtube.processing import OUTCOMES

DAY_SECONDS = 86_400.0


class Form(StrEnum):
    """How a body comes; seen in the wild from proxies and front ends, whatever the documents promise."""

    JSON = "json"
    HTML = "html"
    EMPTY = "empty"
    LIST = "list"
    TRUNCATED = "truncated"
    GZIP = "gzip"
    CUT = "cut"


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
    daily_uploads: int = 100
    daily_searches: int = 100
    daily_units: int = 10_000
    minute_calls: int = 0


_CHOICES: dict[str, tuple[str, ...]] = {
    "outcome": OUTCOMES,
    "privacy_forced": ("", "private", "unlisted", "public"),
    "keeping": tuple(Keeping),
    "error_form": tuple(Form),
}


def changed(switches: Switches, changes: Mapping[str, Any]) -> Switches:
    """Give the switches with these changes. Raises ValueError for an unknown name or a value that it does not take."""
    taken = {}
    for name, value in changes.items():
        if name not in {field.name for field in fields(Switches)}:
            raise ValueError(f"There is no switch {name!r}.")
        taken[name] = _checked(name, value, like=getattr(switches, name))
    return replace(switches, **taken)


def _checked(name: str, value: Any, *, like: Any) -> Any:
    if isinstance(like, bool) != isinstance(value, bool) or isinstance(like, str) != isinstance(value, str):
        raise ValueError(f"{name} does not take {value!r}.")
    if name in _CHOICES and value not in _CHOICES[name]:
        raise ValueError(f"{name} is one of: {', '.join(_CHOICES[name])}.")
    converted = type(like)(value)
    if not isinstance(converted, str) and not 0 <= converted < float("inf"):
        raise ValueError(f"{name} must not be negative or endless.")
    return converted


class Switchboard:
    """The switches as they stand, kept over a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        kept = store.row("SELECT value FROM youtube_settings WHERE name = 'switches'")
        self.now = changed(Switches(), json.loads(kept["value"])) if kept else Switches()

    def set(self, **changes: Any) -> None:
        """Change some. Raises ValueError for an unknown name or a value that it does not take."""
        self.now = changed(self.now, changes)
        self._store.run("INSERT OR REPLACE INTO youtube_settings VALUES ('switches', ?)", json.dumps(asdict(self.now)))

    def heal(self) -> None:
        self.set(**asdict(Switches()))
