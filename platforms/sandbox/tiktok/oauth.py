"""TikTok's side of OAuth: the consent page's rules, the token endpoint, and revocation.

Source: developers.tiktok.com/doc/login-kit-web, /login-kit-desktop and /oauth-user-access-token-management, read 2026-11-05.
"""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from platforms.sandbox.plumbing import Request, Response, json_response, redirect
from platforms.sandbox.tiktok.answers import Refused, grant_refusal
from platforms.sandbox.tiktok.tokens import Issued
from platforms.sandbox.tiktok.world import World

SCOPES = {
    "user.info.basic": "Read your profile info (avatar, display name)",
    "user.info.profile": "Read your profile web link, bio description and username",
    "video.upload": "Upload video to your TikTok account as a draft",
    "video.publish": "Post content to TikTok",
    "video.list": "Read your public videos on TikTok",
}
OWN_MACHINE = ("localhost", "127.0.0.1")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an application asks a person for."""

    client_key: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str


class Unaskable(Exception):
    """The address that sent the person here is wrong; there is nowhere to send them back to."""


def asked_for(request: Request) -> Asked:
    """Read the authorization request. Raises Unaskable with TikTok's word for what is wrong with it."""
    scopes = tuple(dict.fromkeys(request.argument("scope").split(",")))
    is_own_machine = urlsplit(request.argument("redirect_uri")).hostname in OWN_MACHINE
    has_challenge = bool(request.argument("code_challenge")) and request.argument("code_challenge_method") == "S256"
    problems = {
        "client_key": not request.argument("client_key"),
        "response_type": request.argument("response_type") != "code",
        "redirect_uri": not _is_redirect_allowed(request.argument("redirect_uri")),
        "scope": not set(scopes) <= SCOPES.keys(),
        "code_challenge": is_own_machine != has_challenge,
    }
    for problem, is_so in problems.items():
        if is_so:
            raise Unaskable(problem)
    return Asked(
        client_key=request.argument("client_key"),
        redirect_uri=request.argument("redirect_uri"),
        scopes=scopes,
        state=request.argument("state"),
        challenge=request.argument("code_challenge"),
    )


def _is_redirect_allowed(redirect_uri: str) -> bool:
    """https for a web app; http to one's own machine, with its port, for a desktop app; no query, no fragment."""
    try:
        parts = urlsplit(redirect_uri)
        port = parts.port
    except ValueError:
        return False
    if parts.query or parts.fragment or len(redirect_uri) >= 512:
        return False
    return parts.scheme == "https" or (parts.hostname in OWN_MACHINE and port is not None)


class OAuth:
    """The answers to consent, token and revocation requests."""

    def __init__(self, world: World) -> None:
        self._world = world

    def allow(self, asked: Asked, *, open_id: str, scopes: tuple[str, ...]) -> Response:
        code = self._world.tokens.issue_code(redirect_uri=asked.redirect_uri, open_id=open_id, scopes=scopes, challenge=asked.challenge)
        return _back(asked, code=code, scopes=",".join(scopes), state=asked.state)

    def deny(self, asked: Asked) -> Response:
        return _back(asked, error="access_denied", error_description="The user denied the request", state=asked.state)

    def token(self, request: Request) -> Response:
        """POST: a code or a refresh token for a pair of tokens. Raises Refused in OAuth's own shape."""
        fields = self._fields(request)
        now = self._world.board.now
        match fields.get("grant_type"):
            case "authorization_code":
                issued = self._world.tokens.redeem(
                    fields.get("code", ""),
                    redirect_uri=fields.get("redirect_uri", ""),
                    verifier=fields.get("code_verifier", ""),
                    switches=now,
                )
            case "refresh_token":
                given = fields.get("refresh_token", "")
                if self._world.tokens.was_rotated(given):
                    self._world.violations.note("T1", "a refresh token that was used before", request)
                issued = self._world.tokens.refresh(given, now)
            case _:
                raise self._refused("unsupported_grant_type")
        if issued is None:
            raise self._refused("invalid_grant")
        return json_response(200, _token_body(issued))

    def revoke(self, request: Request) -> Response:
        """POST: end every token of the account. Raises Refused (invalid_grant) when the token has ended already."""
        if not self._world.tokens.revoke(self._fields(request).get("token", "")):
            raise self._refused("invalid_grant")
        return json_response(200, {})

    def _fields(self, request: Request) -> dict[str, str]:
        if not request.header("Content-Type").startswith("application/x-www-form-urlencoded"):
            raise self._refused("invalid_request")
        fields = {name: values[0] for name, values in request.form().items()}
        if not fields.get("client_key") or not fields.get("client_secret") or self._world.board.now.wrong_client:
            raise self._refused("invalid_client")
        return fields

    def _refused(self, name: str) -> Refused:
        return Refused(grant_refusal(name, with_200=self._world.board.now.grant_errors_with_200))


def _back(asked: Asked, **answer: str) -> Response:
    return redirect(f"{asked.redirect_uri}?{urlencode({name: value for name, value in answer.items() if value})}", status=302)


def _token_body(issued: Issued) -> dict[str, str | int]:
    return {
        "access_token": issued.access_token,
        "expires_in": issued.expires_in,
        "open_id": issued.open_id,
        "refresh_expires_in": issued.refresh_expires_in,
        "refresh_token": issued.refresh_token,
        "scope": ",".join(issued.scopes),
        "token_type": "Bearer",
    }
