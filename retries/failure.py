"""What went wrong, as a value that can be stored, shown, and decided upon later."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from platforms import errors


class Kind(StrEnum):
    """The kinds of `platforms.errors`, and a bug of ours."""

    TRANSIENT = "transient"
    RATE_LIMITED = "rate_limited"
    QUOTA = "quota"
    UNAUTHORIZED = "unauthorized"
    REFUSED = "refused"
    REJECTED = "rejected"
    MISCONFIGURED = "misconfigured"
    UNKNOWN = "unknown"
    BUG = "bug"


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One failure. `until` is when a hold ends or before which no retry makes sense; `token_version` is what was refused."""

    kind: Kind
    code: str
    message: str
    fix: str = ""
    detail: str = ""
    request_id: str = ""
    http_status: int | None = None
    until: datetime | None = None
    scope: errors.Scope = errors.Scope.ACCOUNT
    max_failures: int | None = None
    nothing_exists: bool = False
    remote_id: str = ""
    token_version: int = 0

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "until": self.until and self.until.isoformat()}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        until = stored.get("until")
        return cls(
            **{
                **stored,
                "kind": Kind(stored["kind"]),
                "scope": errors.Scope(stored["scope"]),
                "until": until and datetime.fromisoformat(until),
            }
        )


def failure_of(error: errors.PlatformError, *, now: datetime, token_version: int = 0) -> Failure:
    """Turn an adapter's error into a value, its waits into moments."""
    kind, specifics = _specifics(error, now)
    return Failure(
        kind=kind,
        code=error.code,
        message=error.message,
        fix=error.fix,
        detail=error.detail,
        request_id=error.request_id,
        http_status=error.http_status,
        nothing_exists=error.nothing_exists,
        token_version=token_version,
        **specifics,
    )


def _specifics(error: errors.PlatformError, now: datetime) -> tuple[Kind, dict[str, Any]]:
    match error:
        case errors.Transient():
            return Kind.TRANSIENT, {"until": error.retry_after and now + error.retry_after, "max_failures": error.max_failures}
        case errors.RateLimited():
            return Kind.RATE_LIMITED, {"until": error.retry_after and now + error.retry_after, "scope": error.scope}
        case errors.QuotaExceeded():
            return Kind.QUOTA, {"until": error.resets_at(now), "scope": error.scope}
        case errors.Unauthorized():
            return Kind.UNAUTHORIZED, {}
        case errors.Rejected():
            return Kind.REJECTED, {"remote_id": error.remote_id}
        case errors.Misconfigured():
            return Kind.MISCONFIGURED, {"scope": errors.Scope.APP}
        case errors.OutcomeUnknown():
            return Kind.UNKNOWN, {}
        case _:
            return Kind.REFUSED, {}


def bug(reference: str) -> Failure:
    """A mistake of ours, told to the owner without its insides; `reference` leads staff to it in the log."""
    return Failure(
        kind=Kind.BUG,
        code="internal_error",
        message=f"Retake itself made a mistake. The people who run it find it under the reference {reference}.",
        fix="Nothing for you to do: it is tried again.",
        detail=f"reference {reference}",
    )
