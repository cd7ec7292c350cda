"""What can go wrong here, and when: YouTube's moments, and faults that name its documented errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from platforms.sandbox import faults
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Kind
from platforms.sandbox.youtube.reasons import REASONS
from platforms.sandbox.youtube.refusals import GRANT_ERRORS

__all__ = ["Fault", "Kind", "Moment"]


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
class Fault(faults.Fault):
    """One armed fault, at a moment of ours, with a reason that YouTube documents."""

    at: Moment = Moment.ANY
    reason: str = "backendError"

    def __post_init__(self) -> None:
        """Raises ValueError for what could never come true."""
        known = GRANT_ERRORS if self.at is Moment.TOKEN else REASONS
        if self.kind in (Kind.REFUSE, Kind.SPOIL) and self.reason not in known and self.reason != "backendError":
            raise ValueError(f"{self.reason!r} is no documented error at this moment.")
        super().__post_init__()

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Fault":
        """Read one from JSON. Raises ValueError or TypeError for what is none."""
        named: dict[str, type[StrEnum]] = {"kind": Kind, "at": Moment, "form": Form}
        values: dict[str, Any] = {name: named[name](value) if name in named else value for name, value in content.items()}
        return cls(**values)
