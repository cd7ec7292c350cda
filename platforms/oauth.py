"""What every platform's OAuth has in common: connecting only, PKCE, states that end, and one door to the network.

social-core does the round trip; here it is bound to our rules (RFC 9700): a state is taken once, by the session and
user that it was made for, within ten minutes; the redirect address is the configured one; no redirect is followed.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse
from requests import Response
from requests.auth import AuthBase
from social_core.backends.oauth import BaseOAuth2PKCE
from social_core.exceptions import AuthResponseError, AuthSessionError, ErrorStage

from platforms import errors, http
from platforms.grants import Identity, Tokens
from platforms.guide import Guide, Scope

STATE_LIFETIME = timedelta(minutes=10)
READ_TIMEOUT_SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One row of a table of OAuth errors: the kind, our stable code, and the words for the owner."""

    kind: type[errors.PlatformError]
    code: str
    message: str
    fix: str


_RECONNECT = "Reconnect the account."
_SETUP = "Whoever runs Retake has to check the client id, the secret and the redirect address."
_ENDED = Refusal(kind=errors.Unauthorized, code="grant_ended", message="The leave to publish to this account has ended.", fix=_RECONNECT)
SETUP_IS_WRONG = Refusal(
    kind=errors.Misconfigured, code="client_refused", message="The platform does not accept Retake's own registration.", fix=_SETUP
)
_CODE_REFUSED = Refusal(
    kind=errors.Refused,
    code="code_refused",
    message="The platform did not accept its own answer any more: it was used before, or too late.",
    fix="Start again from here; it takes half a minute.",
)
# RFC 6749 section 5.2 and RFC 7009 section 2.2.1.
STANDARD_REFUSALS: Mapping[str, Refusal] = {
    "invalid_grant": _ENDED,
    "invalid_token": _ENDED,
    "invalid_client": SETUP_IS_WRONG,
    "unauthorized_client": SETUP_IS_WRONG,
    "unsupported_grant_type": SETUP_IS_WRONG,
    "invalid_request": SETUP_IS_WRONG,
    "invalid_scope": SETUP_IS_WRONG,
}


class PlatformOAuth(BaseOAuth2PKCE[HttpResponse]):
    """The base of every consent page's backend: connects an account to the user who is logged in, and never logs anyone in.

    Keeps `platforms.grants.Grants`.
    """

    ASSOCIATION_ONLY = True
    ID_KEY = "account_id"
    REDIRECT_STATE = False
    API_URL_SETTING: str
    """The setting that holds the base address of the API."""
    REFUSALS: Mapping[str, Refusal] = STANDARD_REFUSALS
    GUIDE: Guide
    """The platform's words: what its scopes are called, and how long it gives leave."""
    LEAVE_LIFETIME = ""
    """The member of a token answer that says in how many seconds the leave itself ends; "" where there is none."""
    rotates_refresh_tokens = False
    refresh_ends_access = False

    reconnecting = ""
    """The id of the connection that the user asked to reconnect; known once the state was validated."""
    settled = ""
    """The name of the account that was connected, once it is."""
    goes_on: tuple[str, ...] = ()
    """The titles of what waited for that account and goes on now."""

    def identify(self, access_token: str, *, account_id: str = "") -> Identity:
        """Ask the platform whose token this is. Raises `errors.PlatformError`."""
        raise NotImplementedError

    # -- the way there -----------------------------------------------------------------------------------------------

    def prepare_auth(self, user: Any = None) -> None:
        """Make the state: for this session and user, with the moment it was made and what is to be reconnected."""
        super().prepare_auth(user=user)
        made_at, state = int(time.time()), self.get_association_state()
        nonces: Any = self.strategy.storage.nonce
        nonces.objects.filter(server_url=self._scope, timestamp__lt=made_at - STATE_LIFETIME.total_seconds()).delete()
        nonces.use(self._scope, made_at, state)
        context = self.strategy.session_get(f"{self.name}_state")
        context |= {"made_at": made_at, "reconnecting": str(self.data.get("connection", ""))}
        self.strategy.session_set(f"{self.name}_state", context)

    def auth_url(self) -> str:
        state = self.get_association_state()
        asked = {**self.auth_params(state), **self.get_scope_argument(), **self.auth_extra_arguments()}  # type: ignore[no-untyped-call]
        return f"{self.authorization_url()}?{urlencode(asked)}"

    def get_redirect_uri(self, state: str | None = None) -> str:
        """Give the registered address, from the settings: what the browser says of its host plays no part."""
        return f"{self.setting('SITE_URL')}{urlsplit(self.redirect_uri or '').path}"

    # -- the way back ------------------------------------------------------------------------------------------------

    def validate_association_state(self, request_state: Any, user: Any = None) -> str:
        context = self.strategy.session_get(f"{self.name}_state")
        state = super().validate_association_state(request_state, user)
        made_at = context.get("made_at", 0)
        if time.time() - made_at > STATE_LIFETIME.total_seconds():
            raise AuthSessionError(self, code="response_expired", stage="callback")
        # Deleting the row is what makes it single use: two callbacks at once both read the session before it is saved.
        if not self.strategy.storage.nonce.consume(self._scope, made_at, state):
            raise AuthSessionError(self, code="state_mismatch", stage="callback")
        self.reconnecting = context.get("reconnecting", "")
        return state

    def process_error(self, data: Any, *, stage: ErrorStage = "callback") -> None:
        """Sort a refusal that comes back from the consent page by our own table first."""
        row = self.REFUSALS.get(str(data.get("error", "")))
        if row is not None:
            raise row.kind(row.code, row.message, fix=row.fix, detail=http.redact(str(data.get("error_description", data["error"]))))
        super().process_error(data, stage=stage)

    def user_data(self, access_token: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        missing = self.GUIDE.missing(self.tokens_of(kwargs["response"]).scopes)
        if missing:
            raise errors.Refused(
                "scope_missing", missing_in_words(missing), fix="Try again, and leave every box of the consent page ticked."
            )
        return {"identity": self.identify(access_token)}

    def get_user_id(self, details: Any, response: Any) -> str:
        identity: Identity = response["identity"]
        return identity.id

    def get_user_details(self, response: Any) -> dict[str, Any]:
        return {"fullname": response["identity"].name}

    # -- tokens ------------------------------------------------------------------------------------------------------

    def tokens_of(self, answer: Any) -> Tokens:
        """Read a token answer. One that names no scopes grants what was asked (RFC 6749 section 5.1)."""
        access_token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(access_token, str) or not access_token:
            raise errors.Transient("answer_unreadable", "The platform's answer held no token.")
        granted = answer.get("scope") or self.SCOPE_SEPARATOR.join(self.get_scope())
        return Tokens(
            access_token=access_token,
            refresh_token=answer.get("refresh_token") or "",
            lifetime=_seconds(answer.get("expires_in")),
            leave_lifetime=_seconds(answer.get(self.LEAVE_LIFETIME)),
            scopes=tuple(granted.split(self.SCOPE_SEPARATOR)),
        )

    def renew(self, refresh_token: str) -> Tokens:
        """Ask for a new access token. Raises `errors.Unauthorized` when the grant has ended, else any `errors.PlatformError`."""
        try:
            answer = self.get_json(
                self.access_token_url(),
                method="POST",
                data=self.refresh_token_params(refresh_token),
                headers=self.auth_headers(),
                stage="refresh",
            )
        except AuthResponseError:
            raise errors.Transient("answer_unreadable", "The platform's answer could not be read.") from None
        return self.tokens_of(answer)

    def revoke(self, *, access_token: str, refresh_token: str) -> None:
        """Give the leave back to the platform; one that it no longer knows is as good. Raises `errors.PlatformError`."""
        token = refresh_token or access_token
        try:
            self.request(self.revoke_token_url(token, ""), method="POST", data={"token": token}, stage="disconnect")
        except errors.Unauthorized:
            return

    # -- the network -------------------------------------------------------------------------------------------------

    def door(self) -> http.Door:
        bases = (self.access_token_url(), self.revoke_token_url("", ""), self.api_url)
        return http.Door(bases=tuple(base for base in bases if base), hosts=(), allow_private=False)

    @property
    def api_url(self) -> str:
        return str(self.setting(self.API_URL_SETTING))

    def request(
        self,
        url: str,
        *,
        method: Literal["GET", "POST", "DELETE"] = "GET",
        headers: Mapping[str, str | bytes] | None = None,
        data: dict[str, Any] | None = None,
        json: dict[str, Any] | None = None,
        auth: tuple[str, str] | AuthBase | None = None,
        params: dict[str, Any] | None = None,
        timeout: float | None = None,
        stage: ErrorStage = "user_info",
    ) -> Response:
        """Send a form through our own door. Raises `errors.PlatformError`, from `REFUSALS`."""
        sent = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        answer = self.door().send(
            method,
            f"{url}?{urlencode(params)}" if params else url,
            headers=sent,
            body=urlencode(data or {}).encode(),
            read_timeout=timeout or READ_TIMEOUT_SECONDS,
            quick_tries=stage == "refresh" and not self.rotates_refresh_tokens,
        )
        response = Response()
        response.status_code, response._content = answer.status, answer.body
        if self.is_refusal(response):
            raise self.refused(response, stage=stage, retry_after=answer.headers.get("Retry-After", ""))
        return response

    def is_refusal(self, response: Response) -> bool:
        """Whether an answer says no."""
        return response.status_code >= 300

    def refused(self, response: Response, *, stage: ErrorStage, retry_after: str = "") -> errors.PlatformError:
        """Sort a refusal by the platform's code, and where there is none by the HTTP status."""
        code, detail = _code_and_words(response)
        said: dict[str, Any] = {"detail": http.redact(detail), "http_status": response.status_code}
        is_of_the_code = stage == "token_exchange" and code == "invalid_grant"
        row = _CODE_REFUSED if is_of_the_code else self.REFUSALS.get(code)
        if row is not None:
            return row.kind(row.code, row.message, fix=row.fix, **said)
        if response.status_code == 429:
            wait = timedelta(seconds=int(retry_after)) if retry_after.isdecimal() else None
            return errors.RateLimited("too_many_requests", "The platform asks to wait.", scope=errors.Scope.APP, retry_after=wait, **said)
        return errors.Transient("authorization_failed", "The platform's authorization server did not do what was asked.", **said)

    @property
    def _scope(self) -> str:
        return f"retake.connect.{self.name}"


def missing_in_words(missing: Sequence[Scope]) -> str:
    """Say which leave was not given, by the name that the consent page gives it, and what does not work without."""
    named = ", ".join(f"“{scope.words}” ({scope.name})" for scope in missing)
    return " ".join((f"Retake was not given all the leave that it needs. Missing: {named}.", *(scope.without for scope in missing)))


def _seconds(said: Any) -> timedelta | None:
    return timedelta(seconds=int(said)) if str(said).isdecimal() and int(said) else None


def _code_and_words(response: Response) -> tuple[str, str]:
    """Read the platform's own error code, and its words with it (RFC 6749 section 5.2)."""
    try:
        said = response.json()
    except ValueError:
        said = {}
    code = said.get("error") if isinstance(said, dict) else None
    if not isinstance(code, str):
        return "", ""
    words = (code, said.get("error_subtype"), said.get("error_description"))
    return code, " · ".join(word for word in words if isinstance(word, str) and word)
