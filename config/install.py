"""Makes the virtual environment and fills it with the locked, hashed requirements: `python3 config/install.py [--dev]`.

It runs before anything is installed, under whatever Python is there: standard library only. A stamp makes the second run
instant; a changed lock installs again.
"""

import fcntl
import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def main() -> None:
    """Install what is missing, or end with one sentence that says why it cannot."""
    requirements = ROOT / ("requirements-dev.txt" if "--dev" in sys.argv[1:] else "requirements.txt")
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # `make run` and `make test` may start together
        if not _is_installed(requirements):
            _refuse_what_cannot_work()
            _make_venv()
            _install(requirements)


def _is_installed(requirements: Path) -> bool:
    stamp = _stamp(requirements)
    return stamp.is_file() and stamp.read_text() == _digest(requirements) and _works(PYTHON)


def _refuse_what_cannot_work() -> None:
    if not sys.platform.startswith("linux"):
        sys.exit(
            "Retake runs on Linux (its worker relies on the kernel to end what lost its parent); use a container or a virtual machine."
        )
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:2])
        sys.exit(f"Retake needs Python {OLDEST[0]}.{OLDEST[1]} or newer and found {found}; name one with: make run PYTHON=python3.11")
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("Python cannot make virtual environments here; install its venv module: apt install python3-venv")


def _make_venv() -> None:
    if _works(PYTHON):
        return
    print("Making the virtual environment in .venv", flush=True)
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)], "The virtual environment could not be made; the lines above say why.")


def _install(requirements: Path) -> None:
    print(f"Installing {requirements.name} (a minute or so, the first time)", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    _run(
        [*pip, "--require-hashes", "-r", str(requirements)],
        "The requirements could not be installed; the lines above say why. Is there a network, and space on the disk?",
    )
    _stamp(requirements).write_text(_digest(requirements))


def _works(python: Path) -> bool:
    """Tell whether `python` starts and has pip: a venv outlives neither the Python that it was made from nor a half-done start."""
    return python.is_file() and subprocess.run([str(python), "-c", "import pip"], capture_output=True, check=False).returncode == 0  # noqa: S603


def _run(argv: "list[str]", trouble: str) -> None:
    if subprocess.run(argv, stdin=subprocess.DEVNULL, check=False).returncode != 0:  # noqa: S603
        sys.exit(trouble)


def _stamp(requirements: Path) -> Path:
    return VENV / f"{requirements.stem}.sha256"


def _digest(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped before everything was installed; the next run goes on.")
