"""A program: sends a sparse file through an adapter to a stand-in, and prints by how many MiB its memory grew over that."""

import json
import os
import resource
import sys
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

import django

django.setup()

from platforms import clock, registry  # noqa: E402 - after Django's settings
from platforms.contract import Account, File, Later, Platform, Progress, PublishOutcome, PublishSteps, Upload, Words  # noqa: E402
from platforms.http import Door  # noqa: E402
from tests.casts import CASTS  # noqa: E402

MIB = 1024 * 1024


def peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def upload_of(descriptor: int, size: int, options: Mapping[str, Any]) -> Upload:
    def read(start: int, length: int) -> Iterator[bytes]:
        for at in range(start, start + length, MIB):
            yield os.pread(descriptor, min(MIB, start + length - at), at)

    file = File(name="large.mp4", size=size, content_type="video/mp4", sha256="", duration=60, width=1280, height=720)
    return Upload(marker="rt0123456789abcd", words=Words(title="Large"), options=options, file=file, read=read)


def send(adapter: Platform, upload: Upload, account: Account) -> None:
    """Publish it to its end, coming back as often as there is to be waited."""
    progress: Progress = {}
    while isinstance(outcome := drive(adapter.publish(upload, progress, account)), Later):
        progress = outcome.progress
        clock.sleep(min(outcome.again_in.total_seconds(), 1))


def drive(steps: PublishSteps) -> PublishOutcome:
    said: float | None = None
    while True:
        try:
            said = clock.monotonic() + 30 if steps.send(said).deciding else None
        except StopIteration as end:
            outcome: PublishOutcome = end.value
            return outcome


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    account = Account(**asked["account"])
    with tempfile.TemporaryFile() as sparse:
        sparse.truncate(asked["size"])
        adapter = registry.ENTRIES[asked["slug"]].build(account.realm, Door(bases=(account.realm,)))
        upload = upload_of(sparse.fileno(), asked["size"], CASTS[asked["slug"]].options)
        before = peak_mib()
        send(adapter, upload, account)
        print(peak_mib() - before)
