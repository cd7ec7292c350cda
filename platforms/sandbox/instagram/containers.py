"""Containers: what is made ready, and what is known of each until it is published or dies."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from platforms.sandbox.instagram.answers import FAILURES
from platforms.sandbox.instagram.hosts import CONTAINER
from platforms.sandbox.instagram.inspection import Inspection
from platforms.sandbox.instagram.switches import Switches
from platforms.sandbox.store import Row, Store

RESUMABLE, PULL = "resumable", "pull"


@dataclass(frozen=True, kw_only=True)
class Container:
    """One container. `complete_at` is when its bytes were here, `ready_at` when they are processed; `published_at` may be still to come.

    `tried_at` is when media_publish was first called on it, `asked_since` whether anything was read after the last of these calls.
    """

    number: int
    id: str
    ig_id: str
    mode: str
    params: Mapping[str, str]
    caption: str
    created_at: float
    dies_at: float
    size: int | None
    received: int
    sha256: str
    complete_at: float | None
    ready_at: float | None
    outcome: str
    polls_left: int
    ended: bool
    publish_calls: int
    tried_at: float | None
    asked_since: bool
    published_at: float | None

    def status_code(self, now: float) -> str:
        if self.published_at is not None:
            return "PUBLISHED" if now >= self.published_at else "FINISHED"
        if self.ended or now >= self.dies_at:
            return "EXPIRED"
        if self.ready_at is None or now < self.ready_at or self.polls_left or self.outcome == "stuck":
            return "IN_PROGRESS"
        return "ERROR" if self.outcome in FAILURES else "FINISHED"


class Containers:
    """All of them, kept over a restart; what is known of bytes that are being sent goes with the process."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now
        self._inspections: dict[str, Inspection] = {}
        self._lock = Lock()

    def make(self, ig_id: str, *, mode: str, params: Mapping[str, str], life: float) -> Container:
        id_ = f"{CONTAINER}{secrets.randbelow(10**12):012}"
        self._store.run(
            "INSERT INTO instagram_containers (id, ig_id, mode, params, caption, created_at, dies_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            id_,
            ig_id,
            mode,
            json.dumps(dict(params)),
            params.get("caption", ""),
            self._now(),
            self._now() + life,
        )
        return self.get(id_)

    def get(self, id_: str) -> Container:
        """Raises LookupError where there is none."""
        found = self.find(id_)
        if found is None:
            raise LookupError(f"There is no container {id_!r}.")
        return found

    def find(self, id_: str) -> Container | None:
        row = self._store.row("SELECT * FROM instagram_containers WHERE id = ?", id_)
        return _container(row) if row else None

    def all(self) -> list[Container]:
        return [_container(row) for row in self._store.rows("SELECT * FROM instagram_containers ORDER BY number")]

    def under_way(self) -> list[Container]:
        """Those that may still be published."""
        now = self._now()
        return [each for each in self.all() if each.published_at is None and each.status_code(now) in ("IN_PROGRESS", "FINISHED")]

    def alike(self, container: Container) -> list[Container]:
        """Others of the same account with the same caption."""
        rows = self._store.rows(
            "SELECT * FROM instagram_containers WHERE ig_id = ? AND caption = ? AND id != ?",
            container.ig_id,
            container.caption,
            container.id,
        )
        return [_container(row) for row in rows]

    # -- bytes -------------------------------------------------------------------------------------------------------
    def whole(self, container: Container) -> Container:
        """The container; what an earlier process took for it is forgotten, so that it begins anew at its first byte."""
        if container.complete_at is not None or not container.received or container.id in self._inspections:
            return container
        self._store.run("UPDATE instagram_containers SET received = 0 WHERE id = ? AND complete_at IS NULL", container.id)
        return self.get(container.id)

    def inspection_of(self, container: Container) -> Inspection:
        """A copy of what is known of its bytes so far, to go on from."""
        with self._lock:
            return self._inspections.setdefault(container.id, Inspection()).copy()

    def receive(self, container: Container, inspection: Inspection, *, size: int) -> None:
        """So many bytes are here now. Only the first of two that send the same is believed."""
        with self._lock:
            changed = self._store.run(
                "UPDATE instagram_containers SET received = ?, size = ? WHERE id = ? AND received = ? AND complete_at IS NULL",
                inspection.size,
                size,
                container.id,
                container.received,
            )
            if changed:
                self._inspections[container.id] = inspection

    def complete(self, container: Container, inspection: Inspection, switches: Switches) -> None:
        """All bytes are here; now they are processed."""
        self._settle(container, _outcome(container, inspection, switches), inspection, switches)

    def fail(self, container: Container, outcome: str, switches: Switches) -> None:
        """Its bytes will never be here."""
        self._settle(container, outcome, None, switches)

    def _settle(self, container: Container, outcome: str, inspection: Inspection | None, switches: Switches) -> None:
        self._store.run(
            "UPDATE instagram_containers SET received = ?, size = ?, sha256 = ?, complete_at = ?, ready_at = ?, outcome = ?,"
            " polls_left = ? WHERE id = ? AND complete_at IS NULL",
            inspection.size if inspection else 0,
            inspection.size if inspection else None,
            inspection.sha256 if inspection else "",
            self._now(),
            self._now() + (switches.processing_seconds if inspection else 0),
            outcome,
            switches.processing_polls if inspection else 0,
            container.id,
        )
        self._inspections.pop(container.id, None)

    # -- being asked for, and published ------------------------------------------------------------------------------
    def poll(self, container: Container) -> None:
        """Somebody asked for it while it was processed."""
        self._store.run(
            "UPDATE instagram_containers SET polls_left = max(polls_left - 1, 0) WHERE id = ? AND ready_at <= ?", container.id, self._now()
        )

    def note_read(self, *, id_: str = "", ig_id: str = "") -> None:
        """Somebody looked, at this container or at this account's list, whatever the answer was."""
        self._store.run("UPDATE instagram_containers SET asked_since = 1 WHERE id = ? OR (? != '' AND ig_id = ?)", id_, ig_id, ig_id)

    def note_publish_call(self, container: Container) -> None:
        self._store.run(
            "UPDATE instagram_containers SET publish_calls = publish_calls + 1, tried_at = coalesce(tried_at, ?), asked_since = 0"
            " WHERE id = ?",
            self._now(),
            container.id,
        )

    def publish(self, container: Container, *, at: float) -> None:
        self._store.run("UPDATE instagram_containers SET published_at = coalesce(published_at, ?) WHERE id = ?", at, container.id)

    def end_all(self) -> None:
        """Whatever is not published has expired."""
        self._store.run("UPDATE instagram_containers SET ended = 1 WHERE published_at IS NULL")

    def let_go(self) -> None:
        """What was stuck goes on."""
        self._store.run("UPDATE instagram_containers SET outcome = 'finished' WHERE outcome = 'stuck'")


def _outcome(container: Container, inspection: Inspection, switches: Switches) -> str:
    if inspection.size > switches.most_bytes:
        return "2207026"
    if not switches.checks_file:
        return switches.outcome
    if inspection.problem:
        return "2207026"
    is_outside = inspection.duration_ms is not None and int(container.params.get("thumb_offset") or "0") >= inspection.duration_ms
    return "2207057" if is_outside else switches.outcome


def _container(row: Row) -> Container:
    values: dict[str, Any] = dict(row)
    values["params"] = json.loads(values["params"])
    return Container(**{**values, "ended": bool(row["ended"]), "asked_since": bool(row["asked_since"])})
