"""What can go wrong here, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from platforms.sandbox import faults
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Kind
from platforms.sandbox.peertube.problems import GRANT_ERRORS, REASONS
from platforms.sandbox.plumbing import Request

MOMENTS = {
    "init": "Opening an upload",
    "final": "The last bytes",
    "send": "Bytes before the last",
    "query": "Asking how far it got",
    "read": "Reading and listing",
    "change": "Editing and deleting",
    "token": "Tokens",
    "any": "Any request at all",
}


@dataclass(frozen=True, kw_only=True)
class Fault(faults.Fault):
    """One armed fault, at one of `MOMENTS`, with a documented reason."""

    reason: str = "server_error"

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
    if request.path.startswith(("/api/v1/users/token", "/api/v1/users/revoke-token", "/api/v1/oauth-clients")):
        return frozenset({"token", "any"})
    if request.path.endswith("/upload-resumable"):
        if request.method == "POST":
            return frozenset({"init", "any"})
        if request.method == "PUT" and (request.length or 0) > 0:
            return frozenset({"final" if is_last else "send", "any"})
        return frozenset({"query", "any"})
    return frozenset({"read" if request.method == "GET" else "change", "any"})
