"""What an answer of TikTok that is no success means: the error of ours that it becomes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from platforms import errors
from platforms.http import Answer, redact
from platforms.pace import Turns
from platforms.tiktok.errors import ACCESS, DOWN, FAILED, FAILURES, ODD, PACE, TABLE, UNKNOWN, Kind, Row
from platforms.tiktok.paces import DAY, next_post_at

USUAL_WAIT = timedelta(minutes=1)
LONGEST_RETRY_AFTER = timedelta(hours=24)
DRAFTS_AGAIN = timedelta(hours=1)
OK = "ok"


def code_of(answer: Answer) -> str:
    """TikTok's own code; "" where the body has none, which is no success either."""
    error = _error(answer)
    return str(error.get("code") or "")


def error_of(answer: Answer, turns: Turns) -> errors.PlatformError:
    """Choose our error by TikTok's code, and where it named none by the status; never by a word of the message.

    `turns` are the account's: they tell when its day is over.
    """
    error = _error(answer)
    code = str(error.get("code") or "")
    words = " · ".join(str(part) for part in (code, error.get("message")) if part)
    told: dict[str, Any] = {
        "detail": redact(words or answer.body[:2000].decode(errors="replace")),
        "request_id": redact(str(error.get("log_id") or error.get("logid") or ""), longest=100),
        "http_status": answer.status,
    }
    return _made(_row(answer.status, code), turns, retry_after=_retry_after(answer), **told)


def failure_of(fail_reason: str, turns: Turns) -> errors.PlatformError:
    """What a task failed for. The whole of it failed, so that nothing exists."""
    row = next((row for row in FAILURES if row.named == fail_reason), FAILED)
    return _made(row, turns, retry_after=None, nothing_exists=True, detail=redact(fail_reason))


def _made(row: Row, turns: Turns, *, retry_after: timedelta | None, **told: Any) -> errors.PlatformError:
    told |= {"fix": row.fix}
    match row.kind:
        case Kind.REFUSED:
            return errors.Refused(row.code, row.message, **told)
        case Kind.UNAUTHORIZED:
            return errors.Unauthorized(row.code, row.message, **told)
        case Kind.RATE_OF_ACCOUNT:
            wait = retry_after or row.wait or USUAL_WAIT
            return errors.RateLimited(row.code, row.message, scope=errors.Scope.ACCOUNT, retry_after=wait, **told)
        case Kind.QUOTA_OF_POSTS:
            return _quota(row, errors.Scope.ACCOUNT, lambda now: next_post_at(turns, now), told)
        case Kind.QUOTA_OF_DRAFTS:
            return _quota(row, errors.Scope.ACCOUNT, lambda now: now + DRAFTS_AGAIN, told)
        case Kind.QUOTA_OF_APP:
            return _quota(row, errors.Scope.APP, lambda now: now + DAY, told)
        case Kind.TRANSIENT:
            return errors.Transient(row.code, row.message, retry_after=retry_after, max_failures=row.tries, **told)


def _quota(row: Row, scope: errors.Scope, resets_at: Any, told: dict[str, Any]) -> errors.QuotaExceeded:
    return errors.QuotaExceeded(row.code, row.message, scope=scope, resets_at=resets_at, **told)


def _row(status: int, code: str, table: Sequence[Row] = TABLE) -> Row:
    named = next((row for row in table if row.named == code), None)
    if named is not None:
        return named
    match status:
        case 401:
            return ACCESS
        case 429:
            return PACE
        case _ if status >= 500:
            return DOWN
        case _ if status < 400 and code in ("", OK):
            return ODD
    return UNKNOWN


def _error(answer: Answer) -> dict[str, Any]:
    said = answer.json()
    error = said.get("error") if isinstance(said, dict) else None
    return error if isinstance(error, dict) else {}


def _retry_after(answer: Answer) -> timedelta | None:
    """The wait that was asked for in whole seconds. It is not documented; a server in between may say it all the same."""
    seconds = answer.headers.get("Retry-After", "").strip()
    return min(timedelta(seconds=int(seconds)), LONGEST_RETRY_AFTER) if seconds.isascii() and seconds.isdigit() else None
