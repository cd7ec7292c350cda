"""A mail server within the test: it takes mails over SMTP as a real one does, or refuses them."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(kw_only=True)
class MailServer:
    """What came in, in order; with `refuses`, each recipient is turned away."""

    port: int = 0
    refuses: bool = False
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


class _Talk(socketserver.StreamRequestHandler):
    """One client, by the few words that RFC 5321 asks of every server."""

    def handle(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self._take()
            elif verb == b"RCPT" and self._box.refuses:
                self._say("550 no such mailbox, says the canary-5678")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._note(line)
                self._say("250 ok")

    @property
    def _box(self) -> MailServer:
        return self.server.box  # type: ignore[attr-defined,no-any-return]

    def _note(self, line: bytes) -> None:
        if line[:7].upper() == b"RCPT TO":
            self._box.recipients.append(line.partition(b"<")[2].partition(b">")[0].decode())

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self._box.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[arg-type]
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run one on a free port of this machine for as long as the context lasts."""
    box = MailServer()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.box = box  # type: ignore[attr-defined]
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
