"""How PeerTube says no: problem+json (RFC 7807), and OAuth's own shape for tokens; every documented answer by its name."""

from dataclasses import dataclass
from typing import Any

from platforms.sandbox.plumbing import Response, json_response

_DOCS = "https://docs.joinpeertube.org/api-rest-reference.html#section/Errors"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One documented refusal. `lesson` says what a publisher should do about it."""

    http: int
    code: str
    detail: str
    lesson: str


RETRY = "Retake should try again by itself"
EDIT = "The owner should be told what to change"
WAIT = "Retake should wait, using up no retry"
RECONNECT = "The owner should be asked to reconnect"

REASONS: dict[str, Reason] = {
    "server_error": Reason(http=500, code="", detail="Internal server error", lesson=RETRY),
    "bad_gateway": Reason(http=502, code="", detail="Bad gateway", lesson=RETRY),
    "unavailable": Reason(http=503, code="", detail="Service unavailable", lesson=RETRY),
    "too_many": Reason(http=429, code="", detail="Too many requests, please try again later.", lesson=WAIT),
    "locked": Reason(http=423, code="FileLocked", detail="File is locked", lesson=WAIT),
    "quota_reached": Reason(http=413, code="quota_reached", detail="The user video quota is exceeded with this video.", lesson=EDIT),
    "max_file_size_reached": Reason(http=413, code="max_file_size_reached", detail="File is too large.", lesson=EDIT),
    "bad_type": Reason(http=415, code="", detail="This file is not supported. Please, make sure it is of a video type.", lesson=EDIT),
    "bad_words": Reason(http=400, code="", detail="Incorrect request parameters: name", lesson=EDIT),
    "bad_channel": Reason(http=400, code="", detail="Unknown video channel for this account.", lesson=EDIT),
    "unreadable": Reason(http=422, code="", detail="Video file unreadable.", lesson=EDIT),
    "filtered": Reason(http=403, code="", detail="Cannot upload this video: it was refused by a filter of the instance.", lesson=EDIT),
    "chunk_mismatch": Reason(http=409, code="", detail="Chunk does not match", lesson=RETRY),
    "invalid_token": Reason(http=401, code="invalid_token", detail="Invalid token: access token is invalid", lesson=RECONNECT),
    "unauthorized_request": Reason(http=401, code="unauthorized_request", detail="Unauthorized: no authentication", lesson=RECONNECT),
    "user_blocked": Reason(http=403, code="account_blocked", detail="User is blocked.", lesson=RECONNECT),
    "not_found": Reason(http=404, code="", detail="Not found", lesson=RETRY),
}
GRANT_ERRORS: dict[str, Reason] = {
    "invalid_grant": Reason(http=400, code="invalid_grant", detail="Invalid grant: refresh token is invalid", lesson=RECONNECT),
    "invalid_client": Reason(http=400, code="invalid_client", detail="Invalid client: client is invalid", lesson=RETRY),
    "missing_two_factor": Reason(http=401, code="missing_two_factor", detail="Missing two factor header", lesson=RECONNECT),
    "invalid_two_factor": Reason(http=403, code="invalid_two_factor", detail="Invalid two factor header", lesson=RECONNECT),
    "account_blocked": Reason(http=400, code="account_blocked", detail="User is blocked.", lesson=RECONNECT),
    "email_not_verified": Reason(http=400, code="email_not_verified", detail="User email is not verified.", lesson=RECONNECT),
    "server_error": REASONS["server_error"],
    "unavailable": REASONS["unavailable"],
    "too_many": REASONS["too_many"],
}


class Refused(Exception):
    """The request ends with this answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(str(response.status))
        self.response = response


def refused(name: str, **more: Any) -> Refused:
    """A refusal by its name, with members of its own."""
    return Refused(problem(REASONS[name], **more))


def problem(reason: Reason, **more: Any) -> Response:
    """The answer as PeerTube 6 gives it: RFC 7807, with the older `error` beside it."""
    body: dict[str, Any] = {
        "type": f"{_DOCS}/{reason.code}" if reason.code else "about:blank",
        "title": "Problem",
        "detail": reason.detail,
        "status": reason.http,
        "docs": _DOCS,
        "error": reason.detail,
        **({"code": reason.code} if reason.code else {}),
        **more,
    }
    headers = (("Retry-After", "60"),) if reason.http == 429 else ()
    answer = json_response(reason.http, body)
    return Response(status=reason.http, headers=(("Content-Type", "application/problem+json"), *headers), body=answer.body)


def grant_refused(name: str) -> Refused:
    """A refusal of the token endpoint."""
    return Refused(problem(GRANT_ERRORS[name]))


def file_error(status: int, code: str, message: str, *, wait_seconds: int | None = None) -> Refused:
    """What the upload library says, in its own shape."""
    answer = json_response(status, {"error": {"code": code, "message": message}})
    wait = (("Retry-After", str(wait_seconds)),) if wait_seconds is not None else ()
    return Refused(Response(status=status, headers=(*answer.headers, *wait), body=answer.body))
