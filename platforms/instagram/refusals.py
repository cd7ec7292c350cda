"""What an answer of Instagram that is no success means: the error of ours that it becomes."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from platforms import errors
from platforms.http import Answer, redact
from platforms.instagram.errors import ACCESS, DOWN, FAILED, ODD, PACE, TABLE, UNKNOWN, Kind, Row
from platforms.instagram.paces import next_post_at
from platforms.instagram.usage import usage_in
from platforms.pace import Turns

_SUBCODE = re.compile(r"(?<!\d)(2207\d{3})(?!\d)")


def is_refusal(answer: Answer) -> bool:
    return answer.status >= 300 or bool(_error(answer))


class NotShown(errors.Transient):
    """Asked to show something, Instagram says that there is no such thing (100/33): that is never proof of its absence."""

    def __init__(self, refusal: errors.PlatformError) -> None:
        super().__init__(
            "not_shown",
            "Instagram does not show what Retake asks for: its answers fail at times, for hours or days.",
            fix="Nothing for you to do: it is asked again.",
            detail=refusal.detail,
            request_id=refusal.request_id,
            http_status=refusal.http_status,
        )


def row_of(answer: Answer) -> Row:
    """The row by subcode, then by code, then by what is said to pass, then by the status; never by a word of the message."""
    return _row_of(_error(answer), answer.status)


def error_of(answer: Answer, turns: Turns, *, nothing_exists: bool = False) -> errors.PlatformError:
    """Choose our error. `turns` are the account's: they tell when its day is over."""
    error = _error(answer)
    told = _told(error, answer.status) | {"nothing_exists": nothing_exists}
    told["detail"] = told["detail"] or redact(answer.body[:2000].decode(errors="replace"))
    return made(_row_of(error, answer.status), turns, regained_in=usage_in(answer).regained_in or None, **told)


def error_in(envelope: Mapping[str, Any], status: int, turns: Turns) -> errors.PlatformError:
    """Choose our error by the envelope alone, where no answer of our own door is at hand."""
    return made(_row_of(envelope, status), turns, **_told(envelope, status))


def error_named(code: str, turns: Turns) -> errors.PlatformError:
    """The error of one of our own codes, as it was met before. It says that nothing exists."""
    return made(next((row for row in TABLE if row.code == code), FAILED), turns, nothing_exists=True)


def failure_of(status: str, turns: Turns) -> errors.PlatformError:
    """Why a container failed: the subcode in the free text of its status. Nothing comes of it any more."""
    found = _SUBCODE.search(status)
    row = next((row for row in TABLE if found and row.subcode == int(found[1])), FAILED)
    return made(row, turns, nothing_exists=True, detail=redact(status))


def made(row: Row, turns: Turns, *, regained_in: timedelta | None = None, **told: Any) -> errors.PlatformError:
    told |= {"fix": row.fix}
    match row.kind:
        case Kind.REFUSED:
            return errors.Refused(row.code, row.message, **told)
        case Kind.UNAUTHORIZED:
            return errors.Unauthorized(row.code, row.message, **told)
        case Kind.RATE_OF_ACCOUNT:
            return errors.RateLimited(row.code, row.message, scope=errors.Scope.ACCOUNT, retry_after=row.wait or regained_in, **told)
        case Kind.RATE_OF_APP:
            return errors.RateLimited(row.code, row.message, scope=errors.Scope.APP, retry_after=row.wait or regained_in, **told)
        case Kind.QUOTA:
            account = errors.Scope.ACCOUNT
            return errors.QuotaExceeded(row.code, row.message, scope=account, resets_at=lambda now: next_post_at(turns, now), **told)
        case Kind.TRANSIENT:
            return errors.Transient(row.code, row.message, max_failures=row.tries, **told)


def _told(error: Mapping[str, Any], status: int) -> dict[str, Any]:
    words = " · ".join(str(error[name]) for name in ("message", "error_user_msg") if error.get(name))
    numbers = "/".join(str(error[name]) for name in ("code", "error_subcode") if error.get(name) is not None)
    return {
        "detail": redact(" ".join(part for part in (numbers, words) if part)),
        "request_id": redact(str(error.get("fbtrace_id") or ""), longest=100),
        "http_status": status,
    }


def _row_of(error: Mapping[str, Any], status: int) -> Row:
    found = _row(_whole(error.get("code")), _whole(error.get("error_subcode")))
    if error.get("is_transient") is True and (found is None or found.kind is Kind.REFUSED):
        return DOWN
    return found or (UNKNOWN if error and status < 500 else _row_by_status(status))


def _row(code: int | None, subcode: int | None) -> Row | None:
    by_subcode = (row for row in TABLE if row.subcode and row.subcode == subcode and (row.subcode > 2_000_000 or row.named == code))
    by_code = (row for row in TABLE if not row.subcode and row.named == code)
    return next(by_subcode, None) or _of_permissions(code) or next(by_code, None)


def _of_permissions(code: int | None) -> Row | None:
    """The codes from 200 to 299 are all about leave."""
    return next(row for row in TABLE if row.named == 200) if code is not None and 200 <= code < 300 else None


def _row_by_status(status: int) -> Row:
    """Without an envelope it is no answer of the API's own, but of something before it."""
    match status:
        case 401:
            return ACCESS
        case 429:
            return PACE
        case _ if status >= 500:
            return DOWN
    return ODD


def _error(answer: Answer) -> dict[str, Any]:
    said = answer.json()
    error = said.get("error") if isinstance(said, dict) else None
    return error if isinstance(error, dict) else {}


def _whole(said: Any) -> int | None:
    """A whole number, or a text that is one."""
    text = str(said)
    return int(text) if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else None
