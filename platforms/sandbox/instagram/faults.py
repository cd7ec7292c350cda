"""What can go wrong here, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from platforms.sandbox import faults
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Kind
from platforms.sandbox.instagram.answers import REASONS, UPLOAD_REASONS
from platforms.sandbox.instagram.hosts import CONTAINER, MEDIA, UPLOADS, target_of
from platforms.sandbox.plumbing import Request

MOMENTS = {
    "create": "Making a container",
    "bytes": "Sending the bytes",
    "status": "Asking for a container",
    "publish": "Publishing a container",
    "list": "Listing the media",
    "media": "Asking for one media",
    "quota": "Asking for the quota",
    "account": "Asking whose token it is",
    "token": "Tokens",
    "delete": "Deleting a media",
    "any": "Any request at all",
}
_EDGES = {
    ("POST", "media"): "create",
    ("POST", "media_publish"): "publish",
    ("GET", "media"): "list",
    ("GET", "content_publishing_limit"): "quota",
}
_TOKENS = ("access_token", "refresh_access_token")


@dataclass(frozen=True, kw_only=True)
class Fault(faults.Fault):
    """One armed fault, at one of `MOMENTS`, with a documented reason."""

    reason: str = "is_transient"

    def __post_init__(self) -> None:
        """Raises ValueError for what could never come true."""
        if self.at not in MOMENTS:
            raise ValueError(f"{self.at!r} is no moment here.")
        if self.reason not in REASONS and not (self.at == "bytes" and self.reason in UPLOAD_REASONS):
            raise ValueError(f"{self.reason!r} is no documented error at this moment.")
        super().__post_init__()

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Fault":
        """Read one from JSON. Raises ValueError or TypeError for what is none."""
        named: dict[str, type[StrEnum]] = {"kind": Kind, "form": Form}
        values: dict[str, Any] = {name: named[name](value) if name in named else value for name, value in content.items()}
        return cls(**values)


def moments_of(request: Request) -> frozenset[str]:
    """Which moments this request is."""
    return frozenset({_moment(request), "any"})


def _moment(request: Request) -> str:
    target = target_of(request)
    if target is None or not target.parts:
        return "any"
    if target.host == UPLOADS:
        return "bytes" if request.method == "POST" else "any"
    *nodes, last = target.parts
    if last in _TOKENS:
        return "token"
    if nodes:
        return _EDGES.get((request.method, last), "account")
    if request.method == "DELETE":
        return "delete"
    return "status" if last.startswith(CONTAINER) else "media" if last.startswith(MEDIA) else "account"
