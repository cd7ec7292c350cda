"""Faults that were armed: what goes wrong, at which moment, how often or for how long."""

import json
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from platforms.sandbox.store import Row, Store
from platforms.sandbox.youtube.reasons import REASONS
from platforms.sandbox.youtube.refusals import GRANT_ERRORS
from platforms.sandbox.youtube.switches import Form


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


class Moment(StrEnum):
    """When: each request is one or several of these."""

    INIT = "init"
    SEND = "send"
    """A PUT of bytes that are not the last ones."""
    FINAL = "final"
    """A PUT with the last byte: the one after which the video exists."""
    QUERY = "query"
    THUMBNAIL = "thumbnail"
    READ = "read"
    CHANGE = "change"
    API = "api"
    """Whatever costs quota: all but PUTs of bytes, questions to a session, and tokens."""
    TOKEN = "token"  # noqa: S105 the name of a moment
    ANY = "any"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One armed fault. It ends after `times` requests or after `seconds`, whichever comes first; None is no end.

    `after_bytes` says where CUT cuts (None: half-way). `early` refuses without reading the body.
    """

    kind: Kind
    at: Moment = Moment.ANY
    reason: str = "backendError"
    form: Form = Form.JSON
    times: int | None = 1
    seconds: float | None = None
    after_bytes: int | None = None
    retry_after: int | None = None
    early: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for what could never come true."""
        known = GRANT_ERRORS if self.at is Moment.TOKEN else REASONS
        if self.kind in (Kind.REFUSE, Kind.SPOIL) and self.reason not in known and self.reason != "backendError":
            raise ValueError(f"{self.reason!r} is no documented error at this moment.")
        if any(amount is not None and amount < 0 for amount in (self.times, self.seconds, self.after_bytes, self.retry_after)):
            raise ValueError("A fault cannot last or cut less than nothing.")

    @classmethod
    def of(cls, content: dict[str, Any]) -> "Fault":
        """Read one from JSON. Raises ValueError or TypeError for what is none."""
        named: dict[str, type[StrEnum]] = {"kind": Kind, "at": Moment, "form": Form}
        values: dict[str, Any] = {name: named[name](value) if name in named else value for name, value in content.items()}
        return cls(**values)


@dataclass(frozen=True, kw_only=True)
class Armed:
    """A fault, and how much of it is left; `until` in seconds since 1970."""

    id: int
    fault: Fault
    left_over: int | None
    until: float | None


class Faults:
    """The armed faults, kept over a restart; the one armed first strikes first."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def arm(self, fault: Fault) -> None:
        until = None if fault.seconds is None else self._now() + fault.seconds
        self._store.run(
            "INSERT INTO youtube_faults (fault, left_over, until) VALUES (?, ?, ?)", json.dumps(asdict(fault)), fault.times, until
        )

    def armed(self) -> list[Armed]:
        rows = self._store.rows("SELECT * FROM youtube_faults ORDER BY id")
        return [armed for row in rows if (armed := _armed(row)).until is None or armed.until > self._now()]

    def take(self, moments: Collection[Moment]) -> Fault | None:
        """The fault that strikes this request, used up by one."""
        with self._store.transaction():
            struck = next((armed for armed in self.armed() if armed.fault.at in moments), None)
            if struck is None:
                return None
            self._store.run("UPDATE youtube_faults SET left_over = left_over - 1 WHERE id = ?", struck.id)
            self._store.run("DELETE FROM youtube_faults WHERE left_over <= 0")
            return struck.fault

    def heal(self) -> None:
        self._store.run("DELETE FROM youtube_faults")


def _armed(row: Row) -> Armed:
    return Armed(id=row["id"], fault=Fault.of(json.loads(row["fault"])), left_over=row["left_over"], until=row["until"])
