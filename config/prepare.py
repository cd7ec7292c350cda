"""Brings settings, ports, database and demo in order before `make run` starts anything; prints as JSON what to run.

A process of its own, so that the supervisor stays small: it never loads Django.
"""

import json
import os
import socket
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.db import OperationalError

from config import dotenv
from publisher import demo
from publisher.management.commands.demo import lines

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


class CannotStart(Exception):
    """Something that the reader can mend stands in the way; the text says what."""


def main() -> int:
    """Prepare everything and print it; in the way of an error, print one sentence. Gives the exit code."""
    try:
        _read_settings()
        _refuse_taken_ports()
        _update_database()
        welcome = _welcome()
    except CannotStart as why:
        print(f"Retake cannot start: {why}", file=sys.stderr)
        return 1
    ports = {"port": settings.PORT, "sandbox_port": settings.SANDBOX_PORT if settings.SANDBOX else None}
    json.dump({"host": HOST, **ports, "grace_seconds": settings.STOP_GRACE_SECONDS, "welcome": welcome}, sys.stdout)
    return 0


def _read_settings() -> None:
    env_file = Path(os.environ.get("ENV_FILE", ROOT / ".env"))
    if dotenv.write_if_missing(env_file):
        print(f"Wrote {env_file.name} with secrets of its own; .env.example says what else can be set.", file=sys.stderr)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        raise CannotStart(str(wrong)) from wrong
    for problem in run_checks():
        if problem.is_serious():
            raise CannotStart(f"{problem.msg} {problem.hint or ''}".strip())


def _refuse_taken_ports() -> None:
    wanted = {"PORT": settings.PORT, **({"SANDBOX_PORT": settings.SANDBOX_PORT} if settings.SANDBOX else {})}
    if len(set(wanted.values())) < len(wanted):
        other = settings.PORT + 100
        raise CannotStart(f"PORT and SANDBOX_PORT are both {settings.PORT}; give the sandbox another: make run SANDBOX_PORT={other}")
    for name, port in wanted.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as why:
                raise CannotStart(f"port {port} cannot be had ({why.strerror}); choose another: make run {name}={port + 1}") from why


def _update_database() -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    try:
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
    except (SystemCheckError, CommandError) as wrong:
        raise CannotStart(str(wrong).strip()) from wrong
    except OperationalError as wrong:
        raise CannotStart(f"the database does not answer ({str(wrong).splitlines()[0]}); is DATABASE_URL right?") from wrong


def _welcome() -> list[str]:
    said = [f"Retake is ready  http://{HOST}:{settings.PORT}/"]
    if settings.SANDBOX:
        said += lines(demo.prepare())
        said.append(f"Sandbox          {settings.SANDBOX_URL}/ (stand-ins for the platforms: nothing leaves this machine)")
    return [*said, "Ctrl-C stops everything."]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
