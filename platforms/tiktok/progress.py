"""What the adapter knows so far of one publication on TikTok, as it is kept between its steps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from platforms import errors
from platforms.tiktok.plan import Plan

VERSION = 1
ADDRESS_LIFE = timedelta(hours=1)
"""How long an upload address lives, from when it was given. Source: developers.tiktok.com/doc/content-posting-api-reference-direct-post."""
MARGIN = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Saved:
    """One publication: the task that TikTok made of it, and how far that came.

    `publish_id` is the only handle on the task; there is no list to find it in again. `address` is a capability: whoever has it can
    write to the upload. `issued` is when it was asked for, in ISO 8601. `piece` is the size of the pieces that TikTok was told of.
    `final` says that the last bytes may have been sent, `taken` that TikTok said it has them. `windows` counts the upload addresses
    since the last failure that counted.
    """

    publish_id: str = ""
    address: str = field(default="", repr=False)
    issued: str = ""
    piece: int = 0
    username: str = ""
    final: bool = False
    taken: bool = False
    windows: int = 0
    polls: int = 0

    @classmethod
    def read(cls, progress: Mapping[str, Any]) -> Self:
        """Read what an earlier step, or an earlier release, kept. Raises `errors.Misconfigured` for one of a later release."""
        if not progress:
            return cls()
        if progress.get("version") != VERSION:
            raise errors.Misconfigured(
                "newer_progress", "A newer Retake began this upload.", fix="Run the newer version again, which knows how to go on."
            )
        return cls(**{name: progress[name] for name in cls.__dataclass_fields__ if name in progress})

    def as_json(self) -> dict[str, Any]:
        return {"version": VERSION, **asdict(self)}

    def anew(self) -> Self:
        """What is known, without the task."""
        return replace(self, publish_id="", address="", issued="", piece=0, final=False, taken=False, polls=0)

    def plan(self, size: int) -> Plan:
        """How a file of `size` bytes is cut into pieces: as was announced, once it was."""
        return Plan.announced(size, self.piece) if self.piece else Plan.of(size)

    def takes_bytes(self, now: datetime) -> bool:
        """Whether the address still takes a piece that is begun now."""
        return now < datetime.fromisoformat(self.issued) + ADDRESS_LIFE - MARGIN

    def until_dead(self, now: datetime) -> timedelta:
        """How long until nobody can write to the upload any more; zero or less: nobody can."""
        return datetime.fromisoformat(self.issued) + ADDRESS_LIFE + MARGIN - now
