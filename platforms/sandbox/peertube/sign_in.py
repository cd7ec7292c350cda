"""Signing in: the instance's client, a password for a pair of tokens, a refresh token for the next pair, and giving it back.

Source: docs.joinpeertube.org/api/rest-getting-started; read 2026-11-26.
"""

from platforms.sandbox.peertube.problems import grant_refused, refused
from platforms.sandbox.peertube.tokens import Issued
from platforms.sandbox.peertube.world import World
from platforms.sandbox.plumbing import Request, Response, json_response

CLIENT_ID = "v1ikx5hnfop4mdpnci8nsqh93c45rldf"
CLIENT_SECRET = "AjWiOapPltI6EnsWQwlFarRtLh4u8tDt"  # noqa: S105 every instance tells its own to whoever asks


class SignIn:
    """The answers of the token endpoints."""

    def __init__(self, world: World) -> None:
        self._world = world

    def client(self, request: Request) -> Response:
        return json_response(200, {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET})

    def token(self, request: Request) -> Response:
        """POST /users/token. Raises Refused in PeerTube's own shape."""
        fields = {name: values[0] for name, values in request.form().items()}
        if self._world.board.now.wrong_client or (fields.get("client_id"), fields.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise grant_refused("invalid_client")
        match fields.get("grant_type"):
            case "password":
                return json_response(200, _body(self._by_password(fields, request)))
            case "refresh_token":
                return json_response(200, _body(self._by_refresh(fields.get("refresh_token", ""), request)))
        raise grant_refused("invalid_grant")

    def _by_password(self, fields: dict[str, str], request: Request) -> Issued:
        user = self._world.people.named(fields.get("username", ""))
        if user is None or user.password != fields.get("password"):
            raise grant_refused("invalid_grant")
        wanted = user.one_time_code or ("123456" if self._world.board.now.requires_two_factor else "")
        code = request.header("x-peertube-otp")
        if wanted and not code:
            raise grant_refused("missing_two_factor")
        if wanted and code != wanted:
            raise grant_refused("invalid_two_factor")
        return self._world.tokens.issue(user.id, self._world.board.now)

    def _by_refresh(self, token: str, request: Request) -> Issued:
        issued = self._world.tokens.refresh(token, self._world.board.now)
        if issued is None:
            if self._world.tokens.was_rotated(token):
                self._world.violations.note("P1", "a refresh token used twice", request)
            raise grant_refused("invalid_grant")
        return issued

    def revoke(self, request: Request) -> Response:
        """POST /users/revoke-token: the pair of the bearer ends."""
        token = bearer(request)
        if self._world.tokens.user_of(token) is None:
            raise refused("invalid_token" if token else "unauthorized_request")
        self._world.tokens.revoke(token)
        return json_response(200, {})


def bearer(request: Request) -> str:
    scheme, _, token = request.header("Authorization").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _body(issued: Issued) -> dict[str, str | int]:
    return {
        "token_type": "Bearer",
        "access_token": issued.access_token,
        "refresh_token": issued.refresh_token,
        "expires_in": issued.expires_in,
        "refresh_token_expires_in": issued.refresh_token_expires_in,
    }
