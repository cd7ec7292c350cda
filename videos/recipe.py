"""A recipe: how a file is made from another, as plain values that are kept with what came of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Kind(StrEnum):
    """The heaviest of what is done: each may do what stands before it too."""

    REMUX = "remux"
    """Packed anew; picture and sound are as they were."""
    TRIM = "trim"
    """A part of it is kept."""
    TRANSCODE = "transcode"
    """Picture or sound, or both, are encoded anew."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a file is made: from second `start` on, `seconds` of it, with these of ffmpeg's output options."""

    kind: Kind
    start: float
    seconds: float
    arguments: tuple[str, ...]
    expected_bytes: int
    most_bytes: int
    """More than this is no use: the writing is ended there."""
    says: str
    """What is done, in one sentence for its owner."""
    shape: str = ""
    """How the picture is brought to another shape, where it is."""

    def plain(self) -> dict[str, Any]:
        """The recipe as JSON keeps it."""
        return asdict(self) | {"arguments": list(self.arguments)}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        return cls(**{**kept, "kind": Kind(kept["kind"]), "arguments": tuple(kept["arguments"])})
