"""Rotor, a platform of many instances whose tokens rotate: each renewal ends both tokens from before. Only tests know it.

`Rotor` is one instance, at the wire or (for other processes) on loopback; `RotorGrants` talks to it.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlencode

from platforms import addresses, errors
from platforms.grants import Identity, Tokens
from platforms.http import Answer, Door
from platforms.registry import Entry
from platforms.wire import Origin
from platforms.youtube import YouTube
from platforms.youtube.guide import GUIDE
from tests.platforms.connections.google import Asked, Google, GoogleWire, Said, said

TRUSTED = "http://127.0.0.1:8100/rotor"


class RotorPlatform(YouTube):
    """Publishes as YouTube does: here it is the connection that matters."""

    slug = "rotor"
    name = "Rotor"
    guide = replace(GUIDE, account="channel", scopes={}, trial=None)


class RotorGrants:
    """Keeps `platforms.grants.Grants`."""

    GUIDE = RotorPlatform.guide
    rotates_refresh_tokens = True
    refresh_ends_access = True

    def __init__(self, realm: str, door: Door) -> None:
        self._realm, self._door = realm, door

    def renew(self, refresh_token: str) -> Tokens:
        answer = self._asked("POST", "/token", form={"refresh_token": refresh_token})
        return tokens_of(answer)

    def identify(self, access_token: str, *, account_id: str = "") -> Identity:
        answer = self._asked("GET", "/me", token=access_token)
        found = [channel for channel in json.loads(answer.body)["channels"] if account_id in ("", channel["id"])]
        if not found:
            raise errors.Unauthorized("account_gone", "This channel is no longer there.", fix="Connect another channel.")
        return Identity(id=found[0]["id"], name=found[0]["name"])

    def revoke(self, *, access_token: str, refresh_token: str) -> None:
        self._asked("POST", "/revoke", token=access_token, form={"refresh_token": refresh_token})

    def _asked(self, method: str, path: str, *, token: str = "", form: Mapping[str, str] | None = None) -> Answer:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = urlencode(form or {}).encode() if method == "POST" else b""
        answer = self._door.send(method, f"{self._realm}{path}", headers=headers, body=body)
        if answer.status == 429:
            raise errors.RateLimited("too_many", "Rotor asks to wait.", scope=errors.Scope.APP)
        if answer.status in (400, 401):
            raise errors.Unauthorized("grant_ended", "Rotor no longer takes this.", fix="Reconnect the account.")
        if answer.status != 200:
            raise errors.Transient("rotor_down", "Rotor did not do what was asked.", http_status=answer.status)
        return answer


ENTRY = Entry(
    addresses=("ROTOR_URL",),
    client=(),
    by_instance=True,
    build=lambda api_url, door: RotorPlatform(api_url=api_url, door=door),
    grants=RotorGrants,
)


def tokens_of(answer: Answer) -> Tokens:
    told = answer.json()
    if not isinstance(told, dict) or "access_token" not in told:
        raise errors.Transient("answer_unreadable", "Rotor's answer held no token.")
    return Tokens(
        access_token=told["access_token"],
        refresh_token=told["refresh_token"],
        lifetime=timedelta(seconds=told["expires_in"]),
        leave_lifetime=timedelta(seconds=told["leave_in"]),
    )


class Rotor(Google):
    """One instance. Of all pairs that it gave only the newest is good; `answers` may be replaced, as those of `Google`."""

    def __init__(self) -> None:
        super().__init__()
        self.good = ("access-before", "refresh-before")
        self.channels = [{"id": "atelier", "name": "Atelier Nord"}]
        self.password = "correct"
        self.revoked: list[str] = []
        self.turn = Lock()
        self.answers = {
            "/rotor/token": self.renewed,
            "/rotor/login": self.signed_in,
            "/rotor/me": self.me,
            "/rotor/revoke": self.revoke,
        }

    def renewed(self, asked: Asked) -> Said:
        with self.turn:
            if asked.form.get("refresh_token") != self.good[1]:
                return said(400, {"error": "invalid_grant"})
            return self.pair()

    def signed_in(self, asked: Asked) -> Said:
        with self.turn:
            if asked.form.get("password") != self.password:
                return said(400, {"error": "invalid_grant"})
            return self.pair()

    def pair(self) -> Said:
        self.issued += 1
        self.good = (f"access-canary-{self.issued}", f"refresh-canary-{self.issued}")
        told = {"access_token": self.good[0], "refresh_token": self.good[1]}
        return said(200, {**told, "expires_in": 86_400, "leave_in": 14 * 86_400})

    def me(self, asked: Asked) -> Said:
        if asked.headers["Authorization"] != f"Bearer {self.good[0]}":
            return said(401, {"error": "invalid_token"})
        return said(200, {"channels": self.channels})

    def revoke(self, asked: Asked) -> Said:
        self.revoked.append(asked.form["refresh_token"])
        self.good = ("", "")
        return said(200)

    def knows(self, tokens: Mapping[str, Any]) -> bool:
        """Whether these are the pair that is good now: whoever holds it is still logged in."""
        return (tokens["access_token"], tokens["refresh_token"]) == self.good

    def connect(self, origin: Origin, *, trusted: bool, allow_private: bool) -> GoogleWire:
        if not trusted:
            addresses.check(addresses.resolve(origin.host, origin.port), allow_private=allow_private)
        return GoogleWire(self)

    @contextmanager
    def on_loopback(self) -> Iterator[str]:
        """Answer other processes too; gives the base address."""
        rotor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                asked = Asked(self.command, self.path, self.headers, form)
                rotor.asked.append(asked)
                answer = rotor.answers[self.path](asked)
                content = json.dumps(answer.body).encode()
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_: object) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/rotor"
        finally:
            server.shutdown()
            server.server_close()
