"""What can go wrong here, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from platforms.sandbox import faults
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Kind
from platforms.sandbox.plumbing import Request
from platforms.sandbox.tiktok.answers import GRANT_ERRORS, REASONS

MOMENTS = {
    "init": "Opening an upload",
    "final": "The last piece",
    "send": "Pieces before the last",
    "status": "Asking what became of it",
    "creator": "Asking what the creator may choose from",
    "user": "Asking whose token it is",
    "token": "Tokens",
    "any": "Any request at all",
}
_CALLS = {
    "/v2/post/publish/video/init/": "init",
    "/v2/post/publish/inbox/video/init/": "init",
    "/v2/post/publish/status/fetch/": "status",
    "/v2/post/publish/creator_info/query/": "creator",
    "/v2/user/info/": "user",
    "/v2/oauth/token/": "token",
    "/v2/oauth/revoke/": "token",
}


@dataclass(frozen=True, kw_only=True)
class Fault(faults.Fault):
    """One armed fault, at one of `MOMENTS`, with a documented reason."""

    reason: str = "internal_error"

    def __post_init__(self) -> None:
        """Raises ValueError for what could never come true."""
        if self.at not in MOMENTS:
            raise ValueError(f"{self.at!r} is no moment here.")
        if self.reason not in (GRANT_ERRORS if self.at == "token" else REASONS):
            raise ValueError(f"{self.reason!r} is no documented error at this moment.")
        super().__post_init__()

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Fault":
        """Read one from JSON. Raises ValueError or TypeError for what is none."""
        named: dict[str, type[StrEnum]] = {"kind": Kind, "form": Form}
        values: dict[str, Any] = {name: named[name](value) if name in named else value for name, value in content.items()}
        return cls(**values)


def moments_of(request: Request, *, is_last: bool) -> frozenset[str]:
    """Which moments this request is; `is_last` says whether its bytes are the last ones."""
    if request.method == "PUT":
        return frozenset({"final" if is_last else "send", "any"})
    return frozenset({_CALLS.get(request.path, "any"), "any"})
