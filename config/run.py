"""`make run`: pages, worker and, with the sandbox on, the stand-in platforms, ready to try, under one supervisor."""

import http.client
import os
import socket
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.db import OperationalError, connections

from config import dotenv
from publisher import demo
from publisher.management.commands.demo import lines
from publisher.supervisor import Program, Supervisor, print_line

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
# More than the worker's own grace and what it adds for its trees, so that it always ends by itself.
_EXTRA_GRACE_SECONDS = 15


class CannotStart(Exception):
    """Something that the reader can mend stands in the way; the text says what."""


def main() -> int:
    """Prepare everything, run it until a stop signal, and give the exit code."""
    try:
        welcome = _prepared()
    except CannotStart as why:
        print(f"Retake cannot start: {why}", file=sys.stderr)
        return 1
    ready = _Readiness(welcome, port=settings.PORT)
    return Supervisor(_programs(), grace=settings.STOP_GRACE_SECONDS + _EXTRA_GRACE_SECONDS, prefixed=True, until_true=ready).run()


def _prepared() -> list[str]:
    """Bring settings, ports, database and demo in order; gives what to say when all is up."""
    env_file = Path(os.environ.get("ENV_FILE", ROOT / ".env"))
    if dotenv.write_if_missing(env_file):
        print_line(f"Wrote {env_file.name} with secrets of its own; .env.example says what else can be set.")
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        _refuse_a_taken_port()
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        tried_with = lines(demo.prepare()) if settings.SANDBOX else []
    except (ImproperlyConfigured, SystemCheckError, CommandError) as wrong:
        raise CannotStart(str(wrong).strip()) from wrong
    except OperationalError as wrong:
        raise CannotStart(f"the database does not answer ({str(wrong).splitlines()[0]}); is DATABASE_URL right?") from wrong
    # The programs start as children: none may find a connection of ours open.
    connections.close_all()
    return _welcome(tried_with)


def _refuse_a_taken_port() -> None:
    _refuse_if_taken("PORT", settings.PORT)
    if settings.SANDBOX:
        _refuse_if_taken("SANDBOX_PORT", settings.SANDBOX_PORT)


def _refuse_if_taken(name: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as why:
            raise CannotStart(f"port {port} cannot be had ({why.strerror}); choose another: make run {name}={port + 1}") from why


def _welcome(tried_with: list[str]) -> list[str]:
    said = [f"Retake is ready  http://{HOST}:{settings.PORT}/", *tried_with]
    if settings.SANDBOX:
        said.append(f"The sandbox     {settings.SANDBOX_URL}/  (stand-ins for the platforms: nothing leaves this machine)")
    return [*said, "Ctrl-C stops everything."]


def _programs() -> list[Program]:
    manage = [sys.executable, str(ROOT / "manage.py")]
    # One stream, read line by line: nothing may sit in a buffer.
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "--bind", f"{HOST}:{settings.PORT}", "config.wsgi"]
    argvs = {"web": gunicorn, "worker": [*manage, "worker"], **({"sandbox": [*manage, "sandbox"]} if settings.SANDBOX else {})}
    return [Program(name=name, argv=argv, environment=environment) for name, argv in argvs.items()]


class _Readiness:
    """Asks the web server, each time it is called, until it has answered once; then says the welcome."""

    def __init__(self, welcome: list[str], *, port: int) -> None:
        self._welcome = welcome
        self._port = port

    def __call__(self) -> bool:
        if not _answers(self._port):
            return False
        widest = max(len(line) for line in self._welcome)
        print_line("\n".join(["", "-" * widest, *self._welcome, "-" * widest, ""]))
        return True


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=0.5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
