"""A short storm over real workers: each video is posted once, whole, and nothing is forgotten."""

import os
from pathlib import Path

import pytest

from tests.crash.chaos import broker, perform
from tests.runtime.workers import place

pytestmark = pytest.mark.processes

IS_LONG = os.environ.get("CRASH") == "long"
SECONDS = 120.0 if IS_LONG else 10.0


def test_a_storm_of_kills_and_pauses_posts_nothing_twice_and_loses_nothing(tmp_path: Path) -> None:
    with place(tmp_path, broker()) as home:
        account = perform(home, seconds=SECONDS, seed=7)
    assert account.is_kept, f"\n{account}"
    assert account.publications > 5, f"\n{account}"
    assert min(account.sigkills, account.sigstops, account.rescues) > 0, f"\n{account}"


@pytest.mark.skipif(not IS_LONG, reason="takes a minute for each; CRASH=long")
@pytest.mark.parametrize("mutant", ["no_fence", "no_look"])
def test_an_engine_with_one_rule_broken_is_caught(tmp_path: Path, mutant: str) -> None:
    with place(tmp_path, broker()) as home:
        account = perform(home, seconds=60, seed=7, mutant=mutant)
    assert account.duplicates, f"\n{account}"
