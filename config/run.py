"""`make run`: pages, worker and, with the sandbox on, the stand-in platforms, ready to try, under one supervisor."""

import http.client
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from publisher.supervisor import Program, Supervisor, print_line

ROOT = Path(__file__).resolve().parent.parent
# More than the worker's own grace and what it adds for its trees, so that it always ends by itself.
_EXTRA_GRACE_SECONDS = 15


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What `config.prepare` found: where the pages and the sandbox (None: it is off) will be, and what to say when all is up."""

    host: str
    port: int
    sandbox_port: int | None
    grace_seconds: int
    welcome: list[str]


def main() -> int:
    """Prepare everything, run it until a stop signal, and give the exit code."""
    preparing = subprocess.run([sys.executable, "-m", "config.prepare"], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if preparing.returncode != 0:
        return preparing.returncode
    prepared = Prepared(**json.loads(preparing.stdout))
    grace = prepared.grace_seconds + _EXTRA_GRACE_SECONDS
    code = Supervisor(_programs(prepared), grace=grace, prefixed=True, until_true=lambda: _is_welcomed(prepared)).run()
    print_line("Retake has stopped." if code == 0 else "Retake was stopped before it had finished; nothing is lost.")
    return code


def _programs(prepared: Prepared) -> list[Program]:
    manage = [sys.executable, str(ROOT / "manage.py")]
    listen = f"{prepared.host}:{prepared.port}"
    argvs = {
        "web": [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "--bind", listen, "config.wsgi"],
        "worker": [*manage, "worker"],
        **({"sandbox": [*manage, "sandbox"]} if prepared.sandbox_port else {}),
    }
    # One stream, read line by line: nothing may sit in a buffer.
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    return [Program(name=name, argv=argv, environment=environment) for name, argv in argvs.items()]


def _is_welcomed(prepared: Prepared) -> bool:
    """Say the welcome once all that it names answers; tells whether it does."""
    if not all(_answers(prepared.host, port) for port in (prepared.port, prepared.sandbox_port) if port):
        return False
    line = "-" * max(len(said) for said in prepared.welcome)
    print_line("\n".join(["", line, *prepared.welcome, line, ""]))
    return True


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=0.5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped before anything was started.")
