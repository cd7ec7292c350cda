"""The way through the consent page to tokens, step by step."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from platforms.sandbox.plumbing import Response
from tests.sandbox.callers import Caller

SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
READONLY = "https://www.googleapis.com/auth/youtube.readonly"
VERIFIER = "v" * 64
BACK = "http://127.0.0.1:8000/connect/complete/?page=1"
ASKED = {
    "client_id": "retake",
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": SCOPE,
    "state": "s7",
    "access_type": "offline",
    "prompt": "consent",
    "code_challenge": urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode(),
    "code_challenge_method": "S256",
}


def post(caller: Caller, path: str, fields: dict[str, Any], **more: Any) -> Response:
    answer = caller.send("POST", path, body=urlencode(fields, doseq=True).encode(), **more)
    assert isinstance(answer, Response)
    return answer


def decide(caller: Caller, asked: dict[str, str] | None = None, **fields: Any) -> dict[str, str]:
    """Press a button on the consent page; give what comes back in the address."""
    asked = asked or ASKED
    chosen = {"answer": "allow", "channel": "UCAtelierNord00000000000", "scope": asked["scope"].split(), **fields}
    answer = post(caller, f"/o/oauth2/v2/auth?{urlencode(asked)}", chosen)
    assert answer.status == 302, answer.body
    assert answer.header("Location").startswith("http://127.0.0.1:8000/connect/complete/?page=1&")
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.header("Location")).query).items()}


def redeem(caller: Caller, code: str, **changes: str) -> Response:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": "retake",
        "client_secret": "secret",
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }
    return post(caller, "/token", fields | changes)


def refresh(caller: Caller, token: str, **changes: str) -> Response:
    return post(
        caller,
        "/token",
        {"grant_type": "refresh_token", "refresh_token": token, "client_id": "retake", "client_secret": "secret"} | changes,
    )


def connected(caller: Caller, asked: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    tokens: dict[str, Any] = redeem(caller, decide(caller, asked, **fields)["code"]).json()
    return tokens
