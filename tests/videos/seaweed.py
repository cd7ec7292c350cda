"""SeaweedFS, an S3 store that others wrote, started on ports of its own in a directory of its own; it may be killed and started again."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.runtime.home import a_free_port
from tests.runtime.processes import eventually
from tests.services import WEED

KEY, SECRET = "retake-key", "retake-secret"
_RIGHTS = ["Admin", "Read", "Write", "List", "Tagging"]
_PORTS = (
    "master.port master.port.grpc volume.port volume.port.grpc filer.port filer.port.grpc s3.port s3.port.grpc".split()  # noqa: SIM905
)


@dataclass(kw_only=True)
class Seaweed:
    """One server with all its parts, and its S3 door."""

    directory: Path
    ports: dict[str, int] = field(default_factory=lambda: {name: a_free_port() for name in _PORTS})
    _server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.ports['s3.port']}"

    @property
    def settings(self) -> dict[str, str]:
        """What the environment of a Retake says to keep its videos here."""
        return {
            "AWS_STORAGE_BUCKET_NAME": "retake-videos",
            "AWS_S3_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }

    def start(self) -> None:
        """Start it, and wait until its door answers."""
        identity = {"name": "app", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": _RIGHTS}
        config = self.directory / "s3.json"
        config.write_text(json.dumps({"identities": [identity]}))
        said = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={self.directory}", "-master.volumeSizeLimitMB=256", "-volume.max=40"]
        ports = [f"-{name}={port}" for name, port in self.ports.items()]
        doors = ["-filer", "-s3", "-s3.port.iceberg=0", "-s3.port.lance=0", f"-s3.config={config}", "-master.telemetry=false"]
        with (self.directory / "weed.log").open("ab") as log:
            self._server = subprocess.Popen(
                [WEED, "-logtostderr=true", "server", *said, *ports, *doors], stdout=log, stderr=log, start_new_session=True
            )
        eventually(self._answers, "the bucket to answer", within=90)

    def kill(self) -> None:
        """kill -9, and everything it started."""
        if self._server is not None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server = None

    def _answers(self) -> bool:
        try:
            return requests.get(self.address, timeout=2).status_code == 403
        except requests.RequestException:
            return False


@contextmanager
def a_seaweed(directory: Path) -> Iterator[Seaweed]:
    """Give a running server; nothing of it runs afterwards."""
    server = Seaweed(directory=directory)
    server.start()
    try:
        yield server
    finally:
        server.kill()
