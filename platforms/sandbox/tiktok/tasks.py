"""Publishing tasks and the posts that came of them: the ground truth of the stand-in."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from platforms.sandbox.store import Row, Store
from platforms.sandbox.tiktok.answers import FAIL_REASONS
from platforms.sandbox.tiktok.switches import Switches


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task; `post_id` is that of the post which came of it, None while there is none."""

    publish_id: str
    upload_token: str = field(repr=False)
    open_id: str
    draft: bool
    info: Mapping[str, Any]
    size: int
    piece: int
    pieces: int
    opened_at: float
    received: int
    sha256: str
    complete_at: float | None
    outcome: str
    post_id: str | None
    posted_at: float | None
    lost: bool
    """Whether the stand-in lost its bytes: it was started anew, or told to."""

    @property
    def title(self) -> str:
        return str(self.info.get("title", "")) or "(draft)"

    @property
    def privacy(self) -> str:
        return str(self.info.get("privacy_level", ""))

    def status(self, now: float) -> str:
        if self.lost:
            return "FAILED"
        if self.complete_at is None or now < self.complete_at or self.outcome == "stuck":
            return "PROCESSING_UPLOAD"
        if self.outcome in FAIL_REASONS:
            return "FAILED"
        return "PUBLISH_COMPLETE" if self.post_id else "SEND_TO_USER_INBOX"

    def fail_reason(self, now: float) -> str:
        return ("internal" if self.lost else self.outcome) if self.status(now) == "FAILED" else ""


class Tasks:
    """All of them, kept over a restart; the running hash of one that is being sent goes with the process."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now
        self._hashes: dict[str, Any] = {}
        self._lock = Lock()

    def open(self, open_id: str, *, draft: bool, info: Mapping[str, Any], size: int, piece: int, pieces: int) -> Task:
        publish_id = f"v_{'inbox' if draft else 'pub'}_file~v2-1.{secrets.randbelow(10**18) + 10**18}"
        self._store.run(
            "INSERT INTO tiktok_tasks (publish_id, upload_token, open_id, draft, info, size, piece, pieces, opened_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            publish_id,
            secrets.token_urlsafe(30),
            open_id,
            draft,
            json.dumps(info),
            size,
            piece,
            pieces,
            self._now(),
        )
        return self._one("publish_id = ?", publish_id) or _missing()

    def find(self, publish_id: str) -> Task | None:
        return self._whole(self._one("publish_id = ?", publish_id))

    def of_token(self, upload_token: str) -> Task | None:
        """The task that bytes are sent for; None where there is none, or none any more."""
        task = self._whole(self._one("upload_token = ?", upload_token))
        return None if task is None or task.lost else task

    def _whole(self, task: Task | None) -> Task | None:
        """The task; one that an earlier process took bytes for is lost."""
        if task is None or task.complete_at is not None or not task.received or task.publish_id in self._hashes:
            return task
        self._store.run("UPDATE tiktok_tasks SET lost = 1 WHERE publish_id = ?", task.publish_id)
        return replace(task, lost=True)

    def hash_of(self, task: Task) -> Any:
        """A copy of the running hash, to go on from."""
        with self._lock:
            return self._hashes.setdefault(task.publish_id, hashlib.sha256()).copy()

    def receive(self, task: Task, received: int, running: Any) -> None:
        """So many bytes are here now, and this is their hash. Only the first of two that send the same is believed."""
        with self._lock:
            changed = self._store.run(
                "UPDATE tiktok_tasks SET received = ? WHERE publish_id = ? AND received = ?", received, task.publish_id, task.received
            )
            if changed:
                self._hashes[task.publish_id] = running

    def complete(self, task: Task, running: Any, switches: Switches) -> None:
        """All bytes are here: the post comes of it, exactly once, or a draft that waits, or nothing."""
        is_posted = not task.draft and switches.outcome == "published"
        self._store.run(
            "UPDATE tiktok_tasks SET received = size, sha256 = ?, complete_at = ?, outcome = ?, post_id = ?, posted_at = ?"
            " WHERE publish_id = ? AND complete_at IS NULL",
            running.hexdigest(),
            self._now() + switches.processing_seconds,
            switches.outcome,
            _post_id() if is_posted else None,
            self._now() if is_posted else None,
            task.publish_id,
        )

    def post_draft(self, task: Task) -> None:
        """Its creator finished it in the app."""
        self._store.run(
            "UPDATE tiktok_tasks SET post_id = ?, posted_at = ? WHERE publish_id = ? AND post_id IS NULL AND complete_at <= ?",
            _post_id(),
            self._now(),
            task.publish_id,
            self._now(),
        )

    def drafts(self) -> list[Task]:
        """Those that wait in an inbox."""
        return [task for task in self.all() if task.status(self._now()) == "SEND_TO_USER_INBOX"]

    def posts(self) -> list[Task]:
        """Those of which a post came, in the order in which they were posted."""
        return [_task(row) for row in self._store.rows("SELECT * FROM tiktok_tasks WHERE post_id IS NOT NULL ORDER BY posted_at, id")]

    def post(self, post_id: str) -> Task | None:
        return self._one("post_id = ?", post_id)

    def under_way(self) -> list[Task]:
        return [_task(row) for row in self._store.rows("SELECT * FROM tiktok_tasks WHERE complete_at IS NULL AND lost = 0 ORDER BY id")]

    def all(self) -> list[Task]:
        return [_task(row) for row in self._store.rows("SELECT * FROM tiktok_tasks ORDER BY id")]

    def lose_all(self) -> None:
        """Whatever is under way is lost."""
        self._store.run("UPDATE tiktok_tasks SET lost = 1 WHERE complete_at IS NULL")

    def let_go(self) -> None:
        """What was stuck goes on, and is posted."""
        for row in self._store.rows("SELECT publish_id, draft FROM tiktok_tasks WHERE outcome = 'stuck'"):
            posted = (None, None) if row["draft"] else (_post_id(), self._now())
            self._store.run(
                "UPDATE tiktok_tasks SET outcome = 'published', post_id = ?, posted_at = ? WHERE publish_id = ?", *posted, row["publish_id"]
            )

    def _one(self, condition: str, value: str) -> Task | None:
        row = self._store.row(f"SELECT * FROM tiktok_tasks WHERE {condition}", value)  # noqa: S608 our own words
        return _task(row) if row else None


def _post_id() -> str:
    return str(7_500_000_000_000_000_000 + secrets.randbelow(10**17))


def _missing() -> Task:
    raise AssertionError("a row that was written a moment ago is gone")


def _task(row: Row) -> Task:
    plain = (
        "publish_id",
        "upload_token",
        "open_id",
        "size",
        "piece",
        "pieces",
        "opened_at",
        "received",
        "sha256",
        "complete_at",
        "outcome",
    )
    return Task(
        **{name: row[name] for name in (*plain, "post_id", "posted_at")},
        draft=bool(row["draft"]),
        lost=bool(row["lost"]),
        info=json.loads(row["info"]),
    )
