"""The processes of a running product by their roles."""

from pathlib import Path

from tests.runtime.home import Run
from tests.runtime.processes import Seen, children, descendants, eventually

_ESTABLISHED = "01"


def pid_of(run: Run, role: str) -> int:
    """The process of that role; `sender` is the one that is talking to the stand-in, `sentinel` and `main` those above it."""
    match role:
        case "run":
            return run.child.pid
        case "web":
            return run.program("gunicorn")
        case "web worker":
            return children(run.program("gunicorn"))[0].pid
        case "worker":
            return run.program("manage.py worker")
        case "round":
            return next(one.pid for one in children(run.program("manage.py worker")) if one.command.endswith("--only round"))
        case "sender":
            return sender(run).pid
        case "sentinel":
            return sender(run).parent
        case "main":
            sentinel = sender(run).parent
            return next(one.parent for one in descendants(run.child.pid) if one.pid == sentinel)
    raise LookupError(role)


def sender(run: Run) -> Seen:
    """Wait for the process of the worker that has a connection to the stand-in."""
    return eventually(lambda: _sender(run), "a process that sends", within=40)


def _sender(run: Run) -> Seen | None:
    sockets = _connections_to(run.sandbox_port)
    return next((one for one in descendants(run.program("manage.py worker")) if _sockets_of(one.pid) & sockets), None)


def _connections_to(port: int) -> set[str]:
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {f"socket:[{line[9]}]" for line in lines if line[2].endswith(f":{port:04X}") and line[3] == _ESTABLISHED}


def _sockets_of(pid: int) -> set[str]:
    try:
        return {str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:
        return set()
