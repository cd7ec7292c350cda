"""How a refusal looks on the wire: Google's error envelope, the plain texts of its upload servers, and OAuth's own shape."""

from dataclasses import dataclass
from typing import Any

from platforms.sandbox.plumbing import Response, json_response, text_response
from platforms.sandbox.youtube.reasons import REASONS, Reason

_STATUS_WORDS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}
_AT_HEADER = ("authError", "expired", "loginRequired", "forbiddenThumbnail", "youtubeSignupRequired")
_SERVICE = {"service": "youtube.googleapis.com"}
_CONSUMER = {**_SERVICE, "consumer": "projects/123"}


class Refused(Exception):
    """The stand-in says no; `response` is what the client gets."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def refusal(key: str, **metadata: str) -> Refused:
    """The documented error of that key in `reasons.REASONS`; `metadata` joins the details that some of them carry."""
    return Refused(json_response(REASONS[key].http, envelope(REASONS[key], **metadata)))


def plain_refusal(status: int, text: str) -> Refused:
    """What the upload servers say in plain text."""
    return Refused(text_response(status, text))


def envelope(reason: Reason, **metadata: str) -> dict[str, Any]:
    """Google's error body: the legacy `errors` list, and the newer `status` and `details` where they are known to come."""
    one: dict[str, Any] = {"message": reason.message, "domain": reason.domain, "reason": reason.reason}
    if reason.key in _AT_HEADER:
        one |= {"location": "Authorization", "locationType": "header"}
    error: dict[str, Any] = {"code": reason.http, "message": reason.message, "errors": [one]}
    if reason.domain in ("global", "usageLimits") and reason.http in _STATUS_WORDS:
        error["status"] = _STATUS_WORDS[reason.http]
    details = _details(reason, metadata)
    if details:
        error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "domain": "googleapis.com", **details}]
    return {"error": error}


def _details(reason: Reason, metadata: dict[str, str]) -> dict[str, Any]:
    match reason.key:
        case "insufficientPermissions":
            return {"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "metadata": _SERVICE}
        case "accessNotConfigured":
            return {"reason": "SERVICE_DISABLED", "metadata": _CONSUMER}
        case "rateLimitExceeded429":
            minute = {"quota_metric": "youtube.googleapis.com/default", "quota_unit": "1/min/{project}"}
            return {"reason": "RATE_LIMIT_EXCEEDED", "metadata": _CONSUMER | minute | metadata}
        case "uploadsPerDay":
            day = {
                "quota_metric": "youtube.googleapis.com/video_insert",
                "quota_limit": "defaultVideoInsertPerDayPerProject",
                "quota_limit_value": "100",
                "quota_unit": "1/d/{project}",
            }
            return {"reason": "RATE_LIMIT_EXCEEDED", "metadata": _CONSUMER | day | metadata}
    return {}


@dataclass(frozen=True, kw_only=True)
class GrantError:
    """One way in which the token endpoint says no (RFC 6749 section 5.2, and Google's own)."""

    http: int
    error: str
    description: str
    subtype: str = ""


GRANT_ERRORS = {
    "invalid_grant": GrantError(http=400, error="invalid_grant", description="Token has been expired or revoked."),
    "bad_code": GrantError(http=400, error="invalid_grant", description="Bad Request"),
    "bad_verifier": GrantError(http=400, error="invalid_grant", description="Invalid code verifier."),
    "invalid_rapt": GrantError(http=400, error="invalid_grant", description="reauth related error (invalid_rapt)", subtype="invalid_rapt"),
    "admin_policy_enforced": GrantError(http=400, error="admin_policy_enforced", description="Access is blocked by the administrator."),
    "redirect_uri_mismatch": GrantError(http=400, error="redirect_uri_mismatch", description="Bad Request"),
    "invalid_request": GrantError(http=400, error="invalid_request", description="Required parameter is missing."),
    "invalid_token": GrantError(http=400, error="invalid_token", description="Token expired or revoked"),
    "invalid_client": GrantError(http=401, error="invalid_client", description="The OAuth client was not found."),
    "wrong_secret": GrantError(http=401, error="invalid_client", description="Unauthorized"),
    "deleted_client": GrantError(http=401, error="deleted_client", description="The OAuth client was deleted."),
    "unauthorized_client": GrantError(http=401, error="unauthorized_client", description="Unauthorized"),
    "unsupported_grant_type": GrantError(http=400, error="unsupported_grant_type", description="Invalid grant_type"),
    "internal_failure": GrantError(http=500, error="internal_failure", description="Backend Error"),
    "temporarily_unavailable": GrantError(http=503, error="temporarily_unavailable", description="The service is unavailable."),
}


def grant_refusal(key: str) -> Refused:
    said = GRANT_ERRORS[key]
    body = {"error": said.error, "error_description": said.description}
    if said.subtype:
        body["error_subtype"] = said.subtype
    return Refused(json_response(said.http, body))
