"""What both logins share of talking to Meta's Graph API: reading with a token in a header, and refusals in its own envelope."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from social_core.exceptions import ErrorStage

from platforms import errors
from platforms.http import redact
from platforms.instagram.refusals import error_in, error_of, is_refusal
from platforms.oauth import SETUP_IS_WRONG, PlatformOAuth
from platforms.pace import FreeTurns

READ_SECONDS = 20.0
_CODE_REFUSED = "The platform did not accept its own answer any more: it was used before, or too late."


def read(backend: PlatformOAuth, url: str, query: Mapping[str, str], *, token: str) -> Mapping[str, Any]:
    """Read something with a token. Raises `errors.PlatformError`."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    answer = backend.door().send("GET", f"{url}?{urlencode(query)}", headers=headers, read_timeout=READ_SECONDS, quick_tries=True)
    if is_refusal(answer):
        raise error_of(answer, FreeTurns())
    said = answer.json()
    if not isinstance(said, dict):
        raise errors.Transient("garbled", "Instagram’s answer could not be read.")
    return said


def refused(backend: PlatformOAuth, response: Any, *, stage: ErrorStage) -> errors.PlatformError | None:
    """What a refusal of a token means; None where it is not in Meta's words."""
    said = _json(response)
    envelope = said.get("error")
    if isinstance(envelope, dict):
        return _of_envelope(envelope, response, stage)
    if "error_type" in said or "error_message" in said:
        detail = redact(str(said.get("error_message", "")))
        return _code_refused(detail) if stage == "token_exchange" else _ended(detail)
    return None


def _of_envelope(envelope: Mapping[str, Any], response: Any, stage: ErrorStage) -> errors.PlatformError:
    detail = redact(" ".join(str(envelope[name]) for name in ("code", "message") if envelope.get(name) is not None))
    code = envelope.get("code")
    if code in (101, 191):  # the app is unknown, or the redirect address is not its own
        return SETUP_IS_WRONG.kind(SETUP_IS_WRONG.code, SETUP_IS_WRONG.message, fix=SETUP_IS_WRONG.fix, detail=detail)
    if code == 1 and "client_secret" in str(envelope.get("message", "")):
        return SETUP_IS_WRONG.kind(SETUP_IS_WRONG.code, SETUP_IS_WRONG.message, fix=SETUP_IS_WRONG.fix, detail=detail)
    if code in (100, 190) and stage == "token_exchange":
        return _code_refused(detail)
    if code in (100, 190, 102) and stage == "refresh":
        return _ended(detail)
    return error_in(envelope, response.status_code, FreeTurns())


def _code_refused(detail: str) -> errors.PlatformError:
    return errors.Refused("code_refused", _CODE_REFUSED, fix="Start again from here; it takes half a minute.", detail=detail)


def _ended(detail: str) -> errors.PlatformError:
    return errors.Unauthorized(
        "grant_ended", "The leave to publish to this account has ended.", fix="Reconnect the account.", detail=detail
    )


def _json(response: Any) -> Mapping[str, Any]:
    try:
        said = response.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
