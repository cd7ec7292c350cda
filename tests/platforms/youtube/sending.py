"""A program: sends a sparse file through the adapter, and prints by how many MiB its memory grew over that."""

import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress

import django

django.setup()

from platforms import clock  # noqa: E402 - after Django's settings
from platforms.contract import Account, File, Upload, Words  # noqa: E402
from platforms.http import Door  # noqa: E402
from platforms.youtube import YouTube  # noqa: E402

MIB = 1024 * 1024


def peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def send(url: str, size: int, descriptor: int) -> None:
    def read(start: int, length: int) -> Iterator[bytes]:
        for at in range(start, start + length, MIB):
            yield os.pread(descriptor, min(MIB, start + length - at), at)

    upload = Upload(
        marker="rt0123456789abcd",
        words=Words(title="Large"),
        options={"privacy": "private", "category": "22", "made_for_kids": False},
        file=File(name="large.mp4", size=size, content_type="video/mp4", sha256=""),
        read=read,
    )
    steps = YouTube(api_url=url, door=Door(bases=(url,))).publish(upload, {}, Account(id="UC1", name="", realm="", access_token="t"))
    said: float | None = None
    with suppress(StopIteration):
        while True:
            said = clock.monotonic() + 30 if steps.send(said).deciding else None


if __name__ == "__main__":
    url, size = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryFile() as sparse:
        sparse.truncate(size)
        before = peak_mib()
        send(url, size, sparse.fileno())
        print(peak_mib() - before)
