"""What the adapter knows so far of one publication on Instagram, as it is kept between its steps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from platforms import errors

VERSION = 1
CONTAINER_LIFE = timedelta(hours=24)
"""Source: developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media."""
REBUILT_AFTER = timedelta(hours=23)


@dataclass(frozen=True, kw_only=True)
class Saved:
    """One publication: the container that Instagram made of it, and how far that came.

    `container` is the only name that a post can be asked for by before it has an id. `uri` takes the bytes of it. `made` is when it
    was asked for. `polls` counts the looks at its preparation. `first_call` and `last_call` are when media_publish was first and
    last about to leave, `calls` how often, `before` what the quota showed as used since shortly before the first, `known` the
    posts with the same caption that were listed then. `refused` is our code for a plain refusal of the last call; "" where it had
    none, and with it nobody knows. `left_out` tells why the container has no cover, though one was wished for. Moments are in
    ISO 8601, "" for none.
    """

    container: str = ""
    uri: str = ""
    made: str = ""
    polls: int = 0
    first_call: str = ""
    last_call: str = ""
    calls: int = 0
    before: int | None = None
    known: tuple[str, ...] = ()
    refused: str = ""
    left_out: str = ""

    @classmethod
    def read(cls, progress: Mapping[str, Any]) -> Self:
        """Read what an earlier step, or an earlier release, kept. Raises `errors.Misconfigured` for one of a later release."""
        if not progress:
            return cls()
        if progress.get("version") != VERSION:
            raise errors.Misconfigured(
                "newer_progress", "A newer Retake began this upload.", fix="Run the newer version again, which knows how to go on."
            )
        found = cls(**{name: progress[name] for name in cls.__dataclass_fields__ if name in progress})
        return replace(found, known=tuple(found.known))

    def as_json(self) -> dict[str, Any]:
        return {"version": VERSION, **asdict(self), "known": list(self.known)}

    @property
    def is_decided(self) -> bool:
        """Whether media_publish was about to leave for this container."""
        return self.calls > 0

    def called(self, now: datetime, *, before: int | None, known: tuple[str, ...]) -> Self:
        """What is to be on disk before media_publish leaves."""
        first = {} if self.is_decided else {"first_call": now.isoformat(), "before": before, "known": known}
        return replace(self, **first, last_call=now.isoformat(), calls=self.calls + 1, refused="")  # type: ignore[arg-type]

    def age(self, now: datetime) -> timedelta:
        """How old the container is."""
        return now - datetime.fromisoformat(self.made)

    def since_last_call(self, now: datetime) -> timedelta:
        return now - datetime.fromisoformat(self.last_call)
