"""What is set at a stand-in until somebody changes it: its switches, and how far its clock is ahead. Kept over a restart."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Generic, TypeVar

from platforms.sandbox.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (platform TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (platform, name));
"""
Clock = Callable[[], datetime]
Sleep = Callable[[float], None]


class Settings:
    """Names and values of one platform."""

    def __init__(self, store: Store, platform: str) -> None:
        store.create(SCHEMA)
        self._store = store
        self._platform = platform

    def read(self, name: str, default: str) -> str:
        row = self._store.row("SELECT value FROM settings WHERE platform = ? AND name = ?", self._platform, name)
        return str(row["value"]) if row else default

    def write(self, name: str, value: str) -> None:
        self._store.run("INSERT OR REPLACE INTO settings VALUES (?, ?, ?)", self._platform, name, value)

    def forget(self) -> None:
        self._store.run("DELETE FROM settings WHERE platform = ?", self._platform)


class Timepiece:
    """The time that a stand-in goes by: a clock of aware times, and what was added to it."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._ahead = float(settings.read("seconds_ahead", "0"))

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock().timestamp() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._ahead += seconds
        self._settings.write("seconds_ahead", str(self._ahead))

    def reset(self) -> None:
        self._ahead = 0.0


Switches = TypeVar("Switches")
"""A frozen dataclass of booleans, numbers and texts."""


class Switchboard(Generic[Switches]):
    """The lasting switches as they stand. `usual` are those of a well stand-in; `choices` the values that a text may take."""

    def __init__(self, settings: Settings, usual: Switches, choices: Mapping[str, tuple[str, ...]]) -> None:
        self._settings = settings
        self._usual = usual
        self._choices = choices
        self._text, self._read = "{}", usual

    @property
    def now(self) -> Switches:
        """As they stand, whichever process over the same store turned them."""
        text = self._settings.read("switches", "{}")
        if text != self._text:
            self._text, self._read = text, self._changed(self._usual, json.loads(text))
        return self._read

    def set(self, **changes: Any) -> None:
        """Change some. Raises ValueError for an unknown name or a value that it does not take."""
        self._settings.write("switches", json.dumps(_plain(self._changed(self.now, changes))))

    def heal(self) -> None:
        self.set(**_plain(self._usual))

    def _changed(self, switches: Switches, changes: Mapping[str, Any]) -> Switches:
        taken = _plain(switches)
        for name, value in changes.items():
            if name not in taken:
                raise ValueError(f"There is no switch {name!r}.")
            taken[name] = self._checked(name, value, like=getattr(switches, name))
        return type(switches)(**taken)

    def _checked(self, name: str, value: Any, *, like: Any) -> Any:
        if isinstance(like, bool) != isinstance(value, bool) or isinstance(like, str) != isinstance(value, str):
            raise ValueError(f"{name} does not take {value!r}.")
        if name in self._choices and value not in self._choices[name]:
            raise ValueError(f"{name} is one of: {', '.join(self._choices[name])}.")
        converted = type(like)(value)
        if not isinstance(converted, str) and not 0 <= converted < float("inf"):
            raise ValueError(f"{name} must not be negative or endless.")
        return converted


def _plain(switches: Any) -> dict[str, Any]:
    return asdict(switches)
