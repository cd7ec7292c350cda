"""What the adapter knows so far of one publication, as it is kept between its steps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from platforms import errors

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Saved:
    """`session` is a capability: whoever has it can write to the upload. `epoch` counts the sessions opened.

    `final` says that the last bytes may have been sent into this session; it is forgotten only with the session.
    """

    session: str | None = field(default=None, repr=False)
    epoch: int = 0
    final: bool = False
    video: str | None = None
    copies: int = 1
    """How many videos carry the marker; more than one is told to the owner."""
    polls: int = 0
    """Looks since the video is there and being processed."""
    missing: int = 0
    """Looks one after another in which a video that was there is not."""

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
