"""Google's side of OAuth: the consent page's rules, the token endpoint, and revocation.

Source: developers.google.com/identity/protocols/oauth2/web-server; read 2026-11-22.
"""

from base64 import b64decode
from binascii import Error as BadBase64
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from platforms.sandbox.plumbing import Request, Response, json_response, redirect
from platforms.sandbox.settings import Switchboard
from platforms.sandbox.youtube.channels import Channels
from platforms.sandbox.youtube.refusals import grant_refusal
from platforms.sandbox.youtube.switches import Switches
from platforms.sandbox.youtube.tokens import Consent, Issued, Tokens

_ROOT = "https://www.googleapis.com/auth/"
SCOPES = {
    f"{_ROOT}youtube.force-ssl": "See, edit and permanently delete your videos, ratings, comments and captions",
    f"{_ROOT}youtube": "Manage your YouTube account",
    f"{_ROOT}youtube.upload": "Upload videos to your channel",
    f"{_ROOT}youtube.readonly": "See your channel and its videos",
    "openid": "Know who you are",
    "email": "See your e-mail address",
    "profile": "See your name and picture",
}
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
CHALLENGE_METHODS = ("", "plain", "S256")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an application asks a person for."""

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str = ""
    challenge: str = ""
    challenge_method: str = "plain"
    offline: bool = False
    consent_again: bool = False
    keep_granted: bool = False


class Unaskable(Exception):
    """The address that sent the person here is wrong; there is nowhere to send them back to."""


def asked_for(request: Request) -> Asked:
    """Read the authorization request. Raises Unaskable with a sentence that says what is wrong with it."""
    scopes = tuple(dict.fromkeys(request.argument("scope").split()))
    problems = {
        "The client_id is missing.": not request.argument("client_id"),
        "The response_type must be code.": request.argument("response_type") != "code",
        "The redirect_uri must be https, or http to this machine, with no fragment and no password.": not is_redirect_allowed(
            request.argument("redirect_uri")
        ),
        "A scope is missing, or is none that this stand-in knows.": not scopes or not set(scopes) <= set(SCOPES),
        "The code_challenge_method must be S256 or plain.": request.argument("code_challenge_method") not in CHALLENGE_METHODS,
    }
    for problem, is_so in problems.items():
        if is_so:
            raise Unaskable(problem)
    return Asked(
        client_id=request.argument("client_id"),
        redirect_uri=request.argument("redirect_uri"),
        scopes=scopes,
        state=request.argument("state"),
        challenge=request.argument("code_challenge"),
        challenge_method=request.argument("code_challenge_method") or "plain",
        offline=request.argument("access_type") == "offline",
        consent_again="consent" in request.argument("prompt").split(),
        keep_granted=request.argument("include_granted_scopes") == "true",
    )


def is_redirect_allowed(redirect_uri: str) -> bool:
    """Google's rules for web clients: https, except to the same machine; no fragment, no user name, no wildcard."""
    try:
        parts = urlsplit(redirect_uri)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.fragment or parts.username is not None or not host or any(mark in redirect_uri for mark in ("*", "\\", "\r", "\n", " ")):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL_HOSTS)


def back_to(redirect_uri: str, **answer: str) -> Response:
    """Send the person back, the answer added to whatever query the address had."""
    parts = urlsplit(redirect_uri)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *((name, value) for name, value in answer.items() if value)])
    return redirect(urlunsplit(parts._replace(query=query)), status=302)


class OAuth:
    """The answers to consent, token and revocation requests."""

    def __init__(self, tokens: Tokens, channels: Channels, board: Switchboard[Switches]) -> None:
        self._tokens = tokens
        self._channels = channels
        self._board = board

    def allow(self, asked: Asked, *, channel_id: str, scopes: tuple[str, ...]) -> Response:
        """The person agreed. A refresh token comes with offline access, at the first consent or when consent was asked for again."""
        held = self._tokens.granted(client_id=asked.client_id, channel_id=channel_id)
        granted = tuple(dict.fromkeys((*scopes, *sorted(held)))) if asked.keep_granted else scopes
        consent = Consent(
            client_id=asked.client_id,
            redirect_uri=asked.redirect_uri,
            channel_id=self._channels.get(channel_id).id,
            scopes=granted,
            challenge=asked.challenge,
            challenge_method=asked.challenge_method,
            refreshable=asked.offline and (asked.consent_again or not held),
        )
        return back_to(asked.redirect_uri, state=asked.state, code=self._tokens.issue_code(consent), scope=" ".join(granted))

    def deny(self, asked: Asked, *, error: str = "access_denied") -> Response:
        return back_to(asked.redirect_uri, error=error, state=asked.state)

    def token(self, request: Request) -> Response:
        """POST /token: a code or a refresh token for an access token. Raises Refused in OAuth's own shape."""
        fields = {name: values[0] for name, values in request.form().items()}
        client_id = self._client(request, fields)
        match fields.get("grant_type"):
            case "authorization_code":
                issued = self._tokens.redeem(
                    fields.get("code", ""),
                    client_id=client_id,
                    redirect_uri=fields.get("redirect_uri", ""),
                    verifier=fields.get("code_verifier", ""),
                    switches=self._board.now,
                )
            case "refresh_token":
                issued = self._tokens.refresh(fields.get("refresh_token", ""), client_id=client_id, switches=self._board.now)
            case _:
                raise grant_refusal("unsupported_grant_type")
        return json_response(200, _token_body(issued))

    def _client(self, request: Request, fields: dict[str, str]) -> str:
        client_id, secret = _basic(request) or (fields.get("client_id", ""), fields.get("client_secret", ""))
        if not client_id:
            raise grant_refusal("invalid_request")
        if not secret:
            raise grant_refusal("wrong_secret")
        if self._board.now.wrong_client:
            raise grant_refusal("invalid_client")
        return client_id

    def revoke(self, request: Request) -> Response:
        """POST /revoke: end the whole grant. Raises Refused (invalid_token) when it is gone already."""
        token = request.argument("token") or request.form().get("token", [""])[0]
        if not self._tokens.revoke(token):
            raise grant_refusal("invalid_token")
        return json_response(200, {})


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, value = request.header("Authorization").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = b64decode(value, validate=True).decode().partition(":")
    except (BadBase64, UnicodeDecodeError):
        return None
    return unquote(name), unquote(secret)


def _token_body(issued: Issued) -> dict[str, str | int]:
    body: dict[str, str | int] = {
        "access_token": issued.access_token,
        "expires_in": issued.expires_in,
        "scope": " ".join(issued.scopes),
        "token_type": "Bearer",
    }
    if issued.refresh_token:
        body["refresh_token"] = issued.refresh_token
    if issued.refresh_token_expires_in:
        body["refresh_token_expires_in"] = issued.refresh_token_expires_in
    return body
