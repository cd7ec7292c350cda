"""The videos that were made here: their two ids, where they are shown, and how far their processing is."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any

from platforms.sandbox.overview import stamp
from platforms.sandbox.rumble.intake import Sent
from platforms.sandbox.rumble.switches import Switches
from platforms.sandbox.store import Row, Store

FIRST_NUMBER = 60_102_353
STEP = 17
SLUG_AHEAD = 7_654_321
"""The id in a page's address counts apart: it is nobody's video_id, since this is no multiple of the step."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MARK = re.compile(r"ref:\s?\S{4,64}")


@dataclass(frozen=True, kw_only=True)
class Video:
    """One video; `number` is what the API calls video_id_int."""

    number: int
    account_id: int
    channel_id: int
    by_hand: bool
    guid: str
    title: str
    description: str
    licence: str
    tags: str
    file_name: str
    size: int
    sha256: str
    seconds: float | None
    thumbnail: str
    captions: str
    made_at: float
    ready_at: float | None
    failed_at: float | None

    @property
    def video_id(self) -> str:
        return base36(self.number)

    @property
    def embed_id(self) -> str:
        return f"v{self.video_id}"

    @property
    def slug(self) -> str:
        """The first word of its page's address: an id of another kind."""
        return f"v{base36(self.number + SLUG_AHEAD)}"

    @property
    def page(self) -> str:
        return f"/{self.slug}-{_in_address(self.title)}.html"

    @property
    def mark(self) -> str:
        return mark_of(self.description)

    def state(self, now: float) -> str:
        if self.failed_at is not None and self.failed_at <= now:
            return "failed"
        return "ready" if self.ready_at is not None and self.ready_at <= now else "processing"


def base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"


def mark_of(description: str) -> str:
    """What a publisher put into the last line to know the video by; "" where there is nothing of that kind."""
    lines = description.strip().splitlines()
    found = _MARK.search(lines[-1]) if lines else None
    return found[0] if found else ""


def date(moment: float) -> str:
    """As in the player and the lists: RFC 822."""
    return format_datetime(stamp(moment))


class Videos:
    """All of them, kept over a restart; none is ever taken away."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def make(self, sent: Sent, *, account_id: int, channel_id: int, by_hand: bool, switches: Switches) -> Video:
        """Make one of a form whose video came whole."""
        now, fields, file = self._now(), sent.fields, sent.files["video"]
        over_at = now + switches.processing_seconds
        thumb = sent.files.get("thumb")
        values = {
            "account_id": account_id,
            "channel_id": channel_id,
            "by_hand": int(by_hand),
            "guid": fields.get("guid", ""),
            "title": fields["title"],
            "description": fields.get("description", ""),
            "licence": fields.get("license_type", ""),
            "tags": fields.get("tags", ""),
            "file_name": file.name,
            "size": file.size,
            "sha256": file.sha256,
            "seconds": file.seconds,
            "thumbnail": thumb.sha256 if thumb else "",
            "captions": ",".join(sorted(name.removeprefix("cc_") for name in sent.files if name.startswith("cc_"))),
            "made_at": now,
            "ready_at": over_at if switches.outcome == "ready" else None,
            "failed_at": over_at if switches.outcome == "failed" else None,
        }
        return self._insert(values)

    def _insert(self, values: dict[str, Any]) -> Video:
        names = ", ".join(values)
        with self._store.transaction():
            last = self._store.row("SELECT max(number) AS number FROM rumble_videos")
            number = FIRST_NUMBER if last is None or last["number"] is None else last["number"] + STEP
            self._store.run(
                f"INSERT INTO rumble_videos (number, {names}) VALUES (?{', ?' * len(values)})",  # noqa: S608 the names are our own
                number,
                *values.values(),
            )
            return self._read("WHERE number = ?", number)[0]

    def all(self) -> list[Video]:
        return self._read("ORDER BY number")

    def of_account(self, account_id: int) -> list[Video]:
        return self._read("WHERE account_id = ? ORDER BY number", account_id)

    def embedded(self, embed_id: str) -> Video | None:
        return next((video for video in self.all() if video.embed_id == embed_id), None)

    def at(self, path: str) -> Video | None:
        """The one whose page this is; what follows its id in the address is for people."""
        slug = path.removeprefix("/").removesuffix(".html").partition("-")[0]
        return next((video for video in self.all() if video.slug == slug), None)

    def alike(self, account_id: int, *, guid: str, mark: str) -> list[Video]:
        """Those of this account under the same guid, or with the same mark in the last line."""
        return [video for video in self.of_account(account_id) if (guid and video.guid == guid) or (mark and video.mark == mark)]

    def _read(self, clause: str, *values: Any) -> list[Video]:
        return [_video(row) for row in self._store.rows(f"SELECT * FROM rumble_videos {clause}", *values)]  # noqa: S608 clauses of ours


def _video(row: Row) -> Video:
    values: dict[str, Any] = {name: row[name] for name in row.keys()}  # noqa: SIM118 a Row iterates its values
    return Video(**{**values, "by_hand": bool(row["by_hand"])})


def _in_address(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "video"
