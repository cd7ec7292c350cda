"""Faults that were armed at a stand-in: what goes wrong, at which moment, how often or for how long."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from platforms.sandbox.bodies import Form
from platforms.sandbox.store import Row, Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, platform TEXT NOT NULL, fault TEXT NOT NULL, left_over INTEGER, until REAL
);
"""


class Kind(StrEnum):
    """What goes wrong."""

    REFUSE = "refuse"
    """It answers the error `reason` and does nothing."""
    DROP = "drop"
    """It ends the connection and does nothing."""
    CUT = "cut"
    """It takes part of the body, then ends the connection."""
    LOSE = "lose"
    """It does what was asked, then ends the connection without an answer."""
    SPOIL = "spoil"
    """It does what was asked, then answers in the wrong `form` (JSON: with the error `reason`)."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One armed fault. It ends after `times` requests or after `seconds`, whichever comes first; None is no end.

    `at` is a moment of the stand-in's own, "any" for all of them. `after_bytes` says where CUT cuts (None: half-way).
    `early` refuses without reading the body.
    """

    kind: Kind
    at: str = "any"
    reason: str = ""
    form: Form = Form.JSON
    times: int | None = 1
    seconds: float | None = None
    after_bytes: int | None = None
    retry_after: int | None = None
    early: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for what could never come true."""
        if any(amount is not None and amount < 0 for amount in (self.times, self.seconds, self.after_bytes, self.retry_after)):
            raise ValueError("A fault cannot last or cut less than nothing.")


Struck = TypeVar("Struck", bound=Fault)


@dataclass(frozen=True, kw_only=True)
class Armed(Generic[Struck]):
    """A fault, and how much of it is left; `until` in seconds since 1970."""

    id: int
    fault: Struck
    left_over: int | None
    until: float | None


class Faults(Generic[Struck]):
    """The armed faults of one platform, kept over a restart; the one armed first strikes first. `read` makes one from its JSON."""

    def __init__(self, store: Store, platform: str, now: Callable[[], float], read: Callable[[Mapping[str, Any]], Struck]) -> None:
        store.create(SCHEMA)
        self._store = store
        self._platform = platform
        self._now = now
        self._read = read

    def arm(self, fault: Struck) -> None:
        until = None if fault.seconds is None else self._now() + fault.seconds
        self._store.run(
            "INSERT INTO faults (platform, fault, left_over, until) VALUES (?, ?, ?, ?)",
            self._platform,
            json.dumps(asdict(fault)),
            fault.times,
            until,
        )

    def armed(self) -> list[Armed[Struck]]:
        rows = self._store.rows("SELECT * FROM faults WHERE platform = ? ORDER BY id", self._platform)
        return [armed for row in rows if (armed := self._armed(row)).until is None or armed.until > self._now()]

    def take(self, moments: Collection[str]) -> Struck | None:
        """The fault that strikes this request, used up by one."""
        with self._store.transaction():
            struck = next((armed for armed in self.armed() if armed.fault.at in moments), None)
            if struck is None:
                return None
            self._store.run("UPDATE faults SET left_over = left_over - 1 WHERE id = ?", struck.id)
            self._store.run("DELETE FROM faults WHERE left_over <= 0")
            return struck.fault

    def heal(self) -> None:
        self._store.run("DELETE FROM faults WHERE platform = ?", self._platform)

    def _armed(self, row: Row) -> Armed[Struck]:
        return Armed(id=row["id"], fault=self._read(json.loads(row["fault"])), left_over=row["left_over"], until=row["until"])
