"""What can go wrong here, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from platforms.sandbox import faults
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Kind
from platforms.sandbox.plumbing import Request
from platforms.sandbox.rumble.answers import REASONS

UPLOAD = "/api/simple-upload.php"
SEARCH = "/api/v0/Media.Search.json"
EMBED = "/embedJS/u3/"
OEMBED = "/api/Media/oembed.json"
MOMENTS = {
    "upload": "Uploads",
    "final": "The last bytes of an upload",
    "search": "Reading the list of videos",
    "embed": "Asking whether it is processed",
    "oembed": "Asking what a link leads to",
    "probe": "Trying a token without a video",
    "any": "Any request at all",
}
_CALLS = {UPLOAD: "upload", SEARCH: "search", EMBED: "embed", OEMBED: "oembed"}


@dataclass(frozen=True, kw_only=True)
class Fault(faults.Fault):
    """One armed fault, at one of `MOMENTS`, with one of `REASONS`. CUT counts the bytes of the whole body."""

    reason: str = "unavailable"

    def __post_init__(self) -> None:
        """Raises ValueError for what could never come true."""
        if self.at not in MOMENTS:
            raise ValueError(f"{self.at!r} is no moment here.")
        if self.reason not in REASONS:
            raise ValueError(f"{self.reason!r} is no answer that is known.")
        super().__post_init__()

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Fault":
        """Read one from JSON. Raises ValueError or TypeError for what is none."""
        named: dict[str, type[StrEnum]] = {"kind": Kind, "form": Form}
        values: dict[str, Any] = {name: named[name](value) if name in named else value for name, value in content.items()}
        return cls(**values)


def moments_of(request: Request) -> frozenset[str]:
    """Which moments this request is, by its address alone: that an upload lacks a video is known once its body is read."""
    moments = {"any", _CALLS.get(request.path, "any")}
    return frozenset(moments | {"final"} if request.path == UPLOAD else moments)
