"""What an answer of an instance that is no success means: the error of ours that it becomes."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from platforms import errors
from platforms.http import Answer, redact
from platforms.peertube.errors import DOWN, ODD, TABLE, UNKNOWN, Kind, Row

LONGEST_RETRY_AFTER = timedelta(hours=24)
USUAL_WAIT = timedelta(minutes=1)


def error_of(answer: Answer, table: Sequence[Row] = TABLE) -> errors.PlatformError:
    """Choose our error by status, code and parameter, as the table says; never by a word of the message."""
    said = answer.json()
    body: dict[str, Any] = said if isinstance(said, dict) else {}
    row = _row(answer.status, _code(body), _parameters(body), table)
    told: dict[str, Any] = {
        "fix": row.fix,
        "detail": redact(_words(body) or answer.body[:2000].decode(errors="replace")),
        "request_id": redact(answer.headers.get("X-Request-Id", ""), longest=100),
        "http_status": answer.status,
    }
    match row.kind:
        case Kind.REFUSED:
            return errors.Refused(row.code, row.message, nothing_exists=row.proves_nothing_exists, **told)
        case Kind.MISCONFIGURED:
            return errors.Misconfigured(row.code, row.message, **told)
        case Kind.UNAUTHORIZED:
            return errors.Unauthorized(row.code, row.message, **told)
        case Kind.RATE_OF_ACCOUNT:
            wait = retry_after(answer) or row.wait or USUAL_WAIT
            return errors.RateLimited(row.code, row.message, scope=errors.Scope.ACCOUNT, retry_after=wait, **told)
        case _:
            return errors.Transient(row.code, row.message, retry_after=retry_after(answer), **told)


def retry_after(answer: Answer) -> timedelta | None:
    """The wait that the server asked for, in whole seconds; None where it named none."""
    seconds = answer.headers.get("Retry-After", "").strip()
    return min(timedelta(seconds=int(seconds)), LONGEST_RETRY_AFTER) if re.fullmatch(r"\d{1,9}", seconds) else None


def code_of(answer: Answer) -> str:
    """The instance's own code; "" where it named none."""
    said = answer.json()
    return _code(said) if isinstance(said, dict) else ""


def _code(body: dict[str, Any]) -> str:
    """In RFC 7807's shape, in that of the upload library, or at the end of the address that explains it."""
    error = body.get("error")
    nested = error.get("code") if isinstance(error, dict) else None
    explained = str(body.get("type", "")).rpartition("/")[2] if "Errors/" in str(body.get("type", "")) else ""
    return str(body.get("code") or nested or explained or "")


def _parameters(body: dict[str, Any]) -> frozenset[str]:
    wrong = body.get("invalid-params")
    return frozenset(wrong) if isinstance(wrong, dict) else frozenset()


def _words(body: dict[str, Any]) -> str:
    error = body.get("error")
    said = error.get("message") if isinstance(error, dict) else error
    return " · ".join(str(part) for part in (_code(body), body.get("detail") or said) if part)


def _row(status: int, code: str, parameters: frozenset[str], table: Sequence[Row]) -> Row:
    if status < 400:
        return ODD
    if status >= 500:
        return DOWN
    fitting = [row for row in table if row.http == status and row.named in ("", code) and row.parameter in ("", *parameters)]
    # The most telling one: by its code, by the parameter that was wrong, or by the status alone.
    return max(fitting, key=lambda row: (bool(row.named), bool(row.parameter)), default=UNKNOWN)
