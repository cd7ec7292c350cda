"""What an answer of YouTube that is no success means: the error of ours that it becomes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from platforms import errors
from platforms.http import Answer, redact
from platforms.youtube.errors import BY_STATUS, DAILY_CALLS, DAILY_UPLOADS, DOWN, ODD, TABLE, UNKNOWN, Kind, Row
from platforms.youtube.quota import channel_cap_resets, project_quota_resets

LONGEST_RETRY_AFTER = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Said:
    """An error body, read: whatever its shape, nothing in it is trusted to be there."""

    reasons: tuple[tuple[str, str], ...]
    """Pairs of domain and reason, in YouTube's order."""
    message: str
    limits: str
    """The metadata of a quota: metric, limit and unit."""


def error_of(answer: Answer) -> errors.PlatformError:
    """Choose our error by status and reason, as the table says; never by a word of the message, but for "per day"."""
    said = _read(answer)
    return _error(_row(answer.status, said), answer, said)


def retry_after(answer: Answer) -> timedelta | None:
    """The wait that the server asked for, in whole seconds; None where it named none."""
    seconds = answer.headers.get("Retry-After", "").strip()
    return min(timedelta(seconds=int(seconds)), LONGEST_RETRY_AFTER) if re.fullmatch(r"\d{1,9}", seconds) else None


def _read(answer: Answer) -> Said:
    body = answer.json()
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return Said(
            reasons=(("", error),) if isinstance(error, str) else (), message=answer.body[:4000].decode(errors="replace"), limits=""
        )
    details = _dicts(error.get("details"))
    pairs = [(str(each.get("domain", "")), str(each.get("reason", ""))) for each in (*_dicts(error.get("errors")), *details)]
    limits = [str(value) for each in details for value in _dict(each.get("metadata")).values()]
    return Said(reasons=(*pairs, ("", str(error.get("status", "")))), message=str(error.get("message", "")), limits=" ".join(limits))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _row(status: int, said: Said) -> Row:
    if status in DAILY_UPLOADS.http and _is_daily(said):
        # A used-up day of uploads wears the reason of a short rate limit; only its metadata tells them apart.
        return DAILY_UPLOADS if "video_insert" in said.limits or "Video Uploads" in said.message else DAILY_CALLS
    for row in _matching(status, said):
        return row
    if status < 400:
        return ODD  # a redirect, say: some box on the way, not YouTube
    if status >= 500 and status != 501:
        return DOWN
    return next((row for row in BY_STATUS if status in row.http), UNKNOWN)


def _is_daily(said: Said) -> bool:
    return "1/d/" in said.limits or "PerDay" in said.limits or "per day" in said.message


def _matching(status: int, said: Said) -> Iterator[Row]:
    for domain, reason in said.reasons:
        for row in TABLE:
            if status in row.http and reason in row.reasons and row.domain in ("", domain):
                yield row


def _error(row: Row, answer: Answer, said: Said) -> errors.PlatformError:
    reason = next((reason for _, reason in said.reasons if reason), "")
    told: dict[str, Any] = {
        "fix": row.fix,
        "detail": redact(f"{reason}: {said.message}" if reason else said.message),
        "request_id": redact(answer.headers.get("X-Goog-Request-Id", "") or answer.headers.get("X-Request-Id", ""), longest=100),
        "http_status": answer.status,
    }
    wait = retry_after(answer) or row.wait or _pace(said)
    match row.kind:
        case Kind.REFUSED:
            return errors.Refused(row.code, row.message, **told)
        case Kind.MISCONFIGURED:
            return errors.Misconfigured(row.code, row.message, **told)
        case Kind.UNAUTHORIZED:
            return errors.Unauthorized(row.code, row.message, **told)
        case Kind.TRANSIENT:
            return errors.Transient(row.code, row.message, retry_after=retry_after(answer), **told)
        case Kind.RATE_OF_ACCOUNT:
            return errors.RateLimited(row.code, row.message, scope=errors.Scope.ACCOUNT, retry_after=wait, **told)
        case Kind.RATE_OF_APP:
            return errors.RateLimited(row.code, row.message, scope=errors.Scope.APP, retry_after=wait, **told)
        case Kind.QUOTA_OF_ACCOUNT:
            return errors.QuotaExceeded(row.code, row.message, scope=errors.Scope.ACCOUNT, resets_at=channel_cap_resets, **told)
        case Kind.QUOTA_OF_APP:
            return errors.QuotaExceeded(row.code, row.message, scope=errors.Scope.APP, resets_at=project_quota_resets, **told)


def _pace(said: Said) -> timedelta | None:
    """A limit per minute is over after a minute. Source: `quota_unit` in the metadata of google.rpc.ErrorInfo."""
    return timedelta(minutes=1) if "1/min/" in said.limits else None
