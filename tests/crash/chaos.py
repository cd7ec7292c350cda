"""`make chaos`: real workers under kill -9 and pauses for as long as you like, and an account of what came of it."""

import json
import os
import random
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import dataclass, fields
from pathlib import Path

from django.conf import settings

from tests.casts import CASTS
from tests.runtime.workers import Place, place

_STORM = "import django; django.setup(); from tests.crash.chaos_storm import main; main()"
"""A process of its own: forks want nothing but what they need, and one database from the beginning."""

LOG = "chaos.log"


@dataclass(frozen=True, kw_only=True)
class Account:
    """What happened, and what it came to: the last five have to be nought."""

    publications: int
    sigkills: int
    sigstops: int
    faults: int
    attempts: int
    rescues: int
    fallen_over: int
    retried_by_hand: int
    posts: int
    duplicates: int
    lost: int
    wrong_bytes: int
    unended: int
    fallen_in_calm: int

    @property
    def is_kept(self) -> bool:
        """Whether both promises were: never twice, never lost."""
        return not (self.duplicates or self.lost or self.wrong_bytes or self.unended or self.fallen_in_calm)

    def __str__(self) -> str:
        lines = [f"{field.name.replace('_', ' '):>18} {getattr(self, field.name):>7,}" for field in fields(self)]
        return "\n".join([*lines, f"{'':>18} {'kept' if self.is_kept else 'BROKEN':>7}"])


def perform(home: Place, *, slug: str, seconds: float, seed: int, mutant: str = "") -> Account:
    """Let the storm rage at `home` for so long, heal everything, and give the account."""
    account = home.directory / "account.json"
    arguments = ["--seconds", str(seconds), "--seed", str(seed), "--mutant", mutant, "--platform", slug, "--account", str(account)]
    log = home.directory / "chaos.log"
    with (
        log.open("wb") as told,
        subprocess.Popen(
            [sys.executable, "-c", _STORM, *arguments],
            env=home.environment | {"POST_RETRY_INTERVAL_MINUTES": "1", "RETRY_SWEEP_CRON": "* * * * *"},
            cwd=settings.BASE_DIR,
            stdout=told,
            stderr=told,
        ) as storm,
    ):
        code = storm.wait()
    assert code == 0, log.read_text()[-5000:]
    return Account(**json.loads(account.read_text()))


def broker() -> str:
    """Where the rows are kept, as the environment says."""
    return "postgres" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"


def main() -> None:
    options = ArgumentParser(prog="make chaos", description=__doc__)
    options.add_argument("--seconds", type=float, default=120)
    options.add_argument("--seed", type=int, default=None)
    options.add_argument("--mutant", default="", help="the name of a rule to break, which has to be noticed")
    options.add_argument("--platform", choices=CASTS, default=next(iter(CASTS)))
    asked = options.parse_args()
    seed = random.randrange(10**6) if asked.seed is None else asked.seed  # noqa: S311
    print(f"{asked.seconds:g} seconds of {asked.platform} on {broker()}, seed {seed}; it ends once all is healed.", flush=True)
    with tempfile.TemporaryDirectory(prefix="retake-chaos-") as directory, place(Path(directory), broker()) as home:
        account = perform(home, slug=asked.platform, seconds=asked.seconds, seed=seed, mutant=asked.mutant)
        if account.fallen_over or not account.is_kept:
            print((home.directory / LOG).read_text()[-20_000:])
    print(account)
    sys.exit(not account.is_kept)


if __name__ == "__main__":
    main()
