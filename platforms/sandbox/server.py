"""Serves stand-ins on one port of this machine, each below its own prefix, over HTTP/1.1 with connections kept alive."""

import socket
import socketserver
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from platforms.sandbox import pages
from platforms.sandbox.plumbing import Answer, Dropped, Request, Response, StandIn, redirect, text_response
from platforms.sandbox.wire import Malformed, SentBody, read_request, response_bytes

IDLE_SECONDS = 65
SILENT_BODY_SECONDS = 20
"""A body that stops coming (a paused client) is given up then, so that who asks about the session next is not kept waiting."""
DRAIN_BYTES = 128 * 1024 * 1024
RECEIVE_BYTES = 4 * 1024 * 1024
STATIC = {"/sandbox.css": "text/css", "/sandbox.js": "text/javascript"}
HERE = Path(__file__).parent
LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")


class Server(socketserver.ThreadingTCPServer):
    """A threaded server over `mounts`, prefix (without slashes) -> stand-in; port 0 takes any free one.

    Raises OSError when the port is taken.
    """

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, mounts: Mapping[str, StandIn], *, port: int = 0, host: str = "127.0.0.1") -> None:
        self.mounts = dict(mounts)
        super().__init__((host, port), Client)

    @property
    def url(self) -> str:
        host, port = self.socket.getsockname()[:2]
        return f"http://{host}:{port}"

    def answer(self, request: Request) -> Answer:
        """Find whose request it is, and let that stand-in answer."""
        # A web page elsewhere may resolve its own name to this machine; it must not reach the panel or the tokens by that.
        if urlsplit(request.base).hostname not in LOCAL_NAMES:
            return text_response(421, "The sandbox answers to the names of this machine alone.\n")
        if request.path == "/":
            return pages.page_response(pages.home(self.mounts))
        if request.path in STATIC:
            return static(request.path)
        prefix, slash, rest = request.path.removeprefix("/").partition("/")
        if prefix not in self.mounts:
            return text_response(404, "No stand-in lives here.\n")
        if not slash:
            return redirect(f"/{prefix}/")
        return self.mounts[prefix].answer(replace(request, path=f"/{rest}", base=f"{request.base}/{prefix}"))


def static(path: str) -> Response:
    headers = (("Content-Type", f"{STATIC[path]}; charset=utf-8"), ("Cache-Control", "no-cache"))
    return Response(status=200, headers=headers, body=(HERE / path.removeprefix("/")).read_bytes())


class Client(socketserver.StreamRequestHandler):
    """One client's connection: request after request, until either side closes."""

    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    server: Server

    def setup(self) -> None:
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        super().setup()

    def handle(self) -> None:
        with suppress(OSError):
            while self._serve_one():
                pass

    def _serve_one(self) -> bool:
        """Whether the connection stays open for another."""
        self.connection.settimeout(IDLE_SECONDS)
        try:
            request = read_request(self.rfile, host=urlsplit(self.server.url).netloc, before_body=self._invite)
        except Malformed:
            self.wfile.write(response_bytes(text_response(400, "Bad Request\n"), close=True))
            return False
        if request is None:
            return False
        self.connection.settimeout(SILENT_BODY_SECONDS)
        answer = self.server.answer(request)
        return self._reply(request, answer)

    def _invite(self) -> None:
        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _reply(self, request: Request, answer: Answer) -> bool:
        if isinstance(answer, Dropped):
            self._reset()
            return False
        close = request.header("Connection").lower() == "close" or bool(request.header("Transfer-Encoding")) or not self._is_read(request)
        self.wfile.write(response_bytes(answer, close=close, without_body=request.method == "HEAD"))
        if close or answer.cut:
            self._linger()
            return False
        return True

    def _is_read(self, request: Request) -> bool:
        body = request.body
        return not isinstance(body, SentBody) or body.left == 0

    def _reset(self) -> None:
        """End it as a machine does that falls over: no goodbye, and what was still under way is lost."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    def _linger(self) -> None:
        # Closing over unread bytes would reset the connection, and could take the answer from a client that is still sending.
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(1)
        left = DRAIN_BYTES
        while left > 0 and (piece := self.connection.recv(64 * 1024)):
            left -= len(piece)
