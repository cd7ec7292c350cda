"""What the adapter knows so far of one publication on Rumble, as it is kept between its steps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from platforms import errors

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Saved:
    """`tail_at` is when the last bytes were about to leave, in ISO 8601; "" before that. `video` and `page` are what Rumble made of it.

    `polls` counts the looks at its processing. `without_picture`: Rumble refused the picture, and the video goes without.
    """

    tail_at: str = ""
    video: str = ""
    page: str = ""
    polls: int = 0
    without_picture: bool = False

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
