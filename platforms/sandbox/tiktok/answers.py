"""How TikTok answers: an envelope of data and error, OAuth's flat shape, bare statuses for bytes; every documented no by its name."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from platforms.sandbox.plumbing import Response, json_response, text_response


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One documented refusal. `lesson` says what a publisher should do about it."""

    http: int
    words: str
    lesson: str


RETRY = "Retake should try again by itself"
EDIT = "The owner should be told what to change"
WAIT = "Retake should wait, using up no retry"
RECONNECT = "The owner should be asked to reconnect"
ASK = "Retake should ask how far it is, and go on from there"
REPORT = "A mistake of Retake's own: it should say so"

REASONS: Mapping[str, Reason] = {
    "internal_error": Reason(http=500, words="Internal error.", lesson=RETRY),
    "bad_gateway": Reason(http=502, words="", lesson=RETRY),
    "unavailable": Reason(http=503, words="", lesson=RETRY),
    "rate_limit_exceeded": Reason(http=429, words="The API rate limit was exceeded.", lesson=WAIT),
    "spam_risk_too_many_posts": Reason(http=403, words="The daily post cap was reached.", lesson=WAIT),
    "spam_risk_too_many_pending_share": Reason(http=403, words="Too many drafts wait.", lesson=WAIT),
    "reached_active_user_cap": Reason(http=403, words="The daily cap of active users was reached.", lesson=WAIT),
    "access_token_invalid": Reason(http=401, words="The access token is invalid or not found in the request.", lesson=RECONNECT),
    "scope_not_authorized": Reason(http=401, words="The user did not authorize the scope required.", lesson=RECONNECT),
    "scope_permission_missed": Reason(http=400, words="Additional scope permissions are required.", lesson=RECONNECT),
    "token_not_authorized_for_specified_publish_id": Reason(http=400, words="The token is of another user.", lesson=RECONNECT),
    "privacy_level_option_mismatch": Reason(http=403, words="privacy_level is none of the options.", lesson=EDIT),
    "unaudited_client_can_only_post_to_private_accounts": Reason(http=403, words="Unaudited clients post privately alone.", lesson=EDIT),
    "spam_risk_user_banned_from_posting": Reason(http=403, words="The user is banned from posting.", lesson=EDIT),
    "invalid_file_upload": Reason(http=400, words="The file does not meet the specification.", lesson=EDIT),
    "app_version_check_failed": Reason(http=400, words="The TikTok app is too old.", lesson=EDIT),
    "url_ownership_unverified": Reason(http=403, words="The URL's domain is not verified.", lesson=REPORT),
    "invalid_param": Reason(http=400, words="A parameter is invalid.", lesson=REPORT),
    "invalid_params": Reason(http=400, words="The chunk size is invalid", lesson=REPORT),
    "invalid_publish_id": Reason(
        http=400, words="The publish_id does not exist.", lesson="It proves nothing: in the end a person is asked"
    ),
    "upload_expired": Reason(http=403, words="", lesson=ASK),
    "upload_unknown": Reason(http=404, words="", lesson=ASK),
    "upload_out_of_step": Reason(http=416, words="", lesson=ASK),
    "upload_refused": Reason(http=400, words="", lesson=ASK),
}
SAID_OF_CREATORS = ("spam_risk_too_many_posts", "spam_risk_user_banned_from_posting", "reached_active_user_cap")
"""What creator_info says with status 200. Source: developers.tiktok.com/doc/content-posting-api-reference-query-creator-info."""
GRANT_ERRORS: Mapping[str, Reason] = {
    "invalid_grant": Reason(http=400, words="The code or the refresh token is invalid, used or expired.", lesson=RECONNECT),
    "invalid_client": Reason(http=401, words="The client key or the secret is wrong.", lesson="Staff should be told"),
    "invalid_request": Reason(http=400, words="The request is malformed.", lesson="Staff should be told"),
    "unauthorized_client": Reason(http=401, words="The client may not do this.", lesson="Staff should be told"),
    "unsupported_grant_type": Reason(http=400, words="The grant type is not known.", lesson="Staff should be told"),
    "internal_error": Reason(http=500, words="Internal error.", lesson=RETRY),
}
FAIL_REASONS = (
    "file_format_check_failed",
    "duration_check_failed",
    "frame_rate_check_failed",
    "picture_size_check_failed",
    "internal",
    "publish_cancelled",
    "auth_removed",
    "spam_risk_too_many_posts",
    "spam_risk_user_banned_from_posting",
    "spam_risk_text",
    "spam_risk",
)


class Refused(Exception):
    """The answer is a refusal."""

    def __init__(self, response: Response) -> None:
        super().__init__(f"{response.status}")
        self.response = response


def said(data: Mapping[str, Any]) -> Response:
    """A success."""
    return json_response(200, {"data": data, "error": {"code": "ok", "message": "", "log_id": _log_id()}})


def refusal(name: str, *, words: str = "", http: int | None = None) -> Response:
    """A refusal in the envelope; one without words is of a gateway before the API, which knows no envelope."""
    reason = REASONS[name]
    status = reason.http if http is None else http
    if not reason.words:
        return text_response(status, "")
    return json_response(status, {"data": {}, "error": {"code": name, "message": words or reason.words, "log_id": _log_id()}})


def refused(name: str, *, words: str = "", http: int | None = None) -> Refused:
    return Refused(refusal(name, words=words, http=http))


def bare(name: str) -> Response:
    """A refusal of bytes: the status alone."""
    return text_response(REASONS[name].http, "")


def grant_refusal(name: str, *, with_200: bool = False) -> Response:
    reason = GRANT_ERRORS[name]
    status = 200 if with_200 else reason.http
    return json_response(status, {"error": name, "error_description": reason.words, "log_id": _log_id()})


def _log_id() -> str:
    return secrets.token_hex(8).upper()
