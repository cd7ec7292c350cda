"""What is known of one upload, as it is kept between its steps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from platforms import errors

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What is known of one upload, as it is kept between its steps.

    `session` is a capability: whoever has it can write to the upload. `epoch` counts the sessions opened. `final` says that
    the last bytes may have been sent into this session; it is forgotten only with the session.
    """

    session: str | None = field(default=None, repr=False)
    epoch: int = 0
    final: bool = False
    video: str | None = None

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
