"""`manage.py sandbox`: the stand-in platforms on one port of this machine, until it is told to stop."""

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from platforms.sandbox.server import Server
from platforms.sandbox.stand_ins import stand_ins
from platforms.sandbox.store import Store

FILE_NAME = "sandbox.sqlite3"


class Command(BaseCommand):
    help = "Runs the stand-in platforms: practise publishing, and its failures, without an account anywhere."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.SANDBOX_PORT, help="where it listens on 127.0.0.1")
        parser.add_argument("--data", type=Path, default=settings.DATA_DIR / FILE_NAME, help="the file that it remembers in")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["data"]
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            server = Server(stand_ins(Store(path)), port=options["port"])
        except OSError as error:
            raise CommandError(f"The sandbox cannot listen on 127.0.0.1:{options['port']}: {error.strerror}.") from error
        with server:
            _stop_on_signals(server)
            self.stdout.write(f"The sandbox answers at {server.url}/ and remembers in {path}.")
            self.stdout.flush()
            server.serve_forever(poll_interval=0.2)
        self.stdout.write("The sandbox has stopped.")


def _stop_on_signals(server: Server) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        # From the thread that serves, shutdown() would wait for itself.
        threading.Thread(target=server.shutdown).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
