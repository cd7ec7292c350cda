"""What an answer of Rumble means: success, an error of ours that proves that nothing was made, or nothing at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from platforms import errors
from platforms.http import Answer, redact
from platforms.rumble.errors import DOWN, ODD, OTHER_FIELD, SHUT, TABLE, TOO_FAST, WRONG, Kind, Row

NO_FIELD = "_"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An answer that is no success. `is_proof`: it is about a field of the request, so that nothing was made of it."""

    error: errors.PlatformError
    is_proof: bool


def made_in(answer: Answer) -> Mapping[str, Any] | None:
    """The success that an answer tells of, with the id of a video; None where it tells of none."""
    said = answer.json()
    if answer.status < 300 and isinstance(said, dict) and said.get("success") is True and said.get("video_id"):
        return said
    return None


def refusal_in(answer: Answer) -> Refusal:
    """Read an answer that is no success."""
    named = dict(_errors(answer))
    fields = [name for name in named if name != NO_FIELD]
    if "access_token" in fields or (answer.status == 403 and not _is_page(answer)):
        return Refusal(error=_error(TABLE[0], answer, named.get("access_token", "")), is_proof=True)
    if fields:
        row = next((row for row in TABLE if row.field == fields[0]), OTHER_FIELD)
        return Refusal(error=_error(row, answer, named[fields[0]]), is_proof=True)
    return Refusal(error=_error(_row_of(answer), answer, named.get(NO_FIELD, "")), is_proof=False)


def only_lacks_video(answer: Answer) -> bool:
    """Whether nothing was wrong with a request but that it had no video: so a token is tried."""
    return {name for name, _ in _errors(answer)} == {"video"}


def _row_of(answer: Answer) -> Row:
    match answer.status:
        case 403:
            return SHUT
        case 429:
            return TOO_FAST
        case status if status >= 500:
            return DOWN
    return ODD if _is_page(answer) or answer.status != 200 else WRONG


def _error(row: Row, answer: Answer, words: str) -> errors.PlatformError:
    told: dict[str, Any] = {
        "fix": row.fix,
        "detail": redact(words or answer.body[:500].decode(errors="replace")),
        "http_status": answer.status,
        "nothing_exists": True,
    }
    match row.kind:
        case Kind.REFUSED:
            return errors.Refused(row.code, row.message, **told)
        case Kind.UNAUTHORIZED:
            return errors.Unauthorized(row.code, row.message, **told)
        case Kind.RATE_OF_ACCOUNT:
            return errors.RateLimited(row.code, row.message, scope=errors.Scope.ACCOUNT, retry_after=_retry_after(answer), **told)
        case Kind.TRANSIENT:
            return errors.Transient(row.code, row.message, retry_after=_retry_after(answer), **told)


def _errors(answer: Answer) -> Iterator[tuple[str, str]]:
    """The errors by their fields. A PHP array comes as an object, or as a list of them."""
    said = answer.json()
    found = said.get("errors") if isinstance(said, dict) and said.get("success") is not True else None
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, dict):
            yield from ((str(name), _words(error)) for name, error in each.items())


def _words(error: Any) -> str:
    parts = (
        [str(error[name]) for name in ("code", "message", "internal_code") if error.get(name)] if isinstance(error, dict) else [str(error)]
    )
    return " · ".join(parts)


def _is_page(answer: Answer) -> bool:
    return answer.json() is None and bool(answer.body.strip())


def _retry_after(answer: Answer) -> timedelta | None:
    seconds = answer.headers.get("Retry-After", "").strip()
    return timedelta(seconds=min(int(seconds), 86_400)) if seconds.isascii() and seconds.isdigit() else None
