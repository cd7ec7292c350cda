"""A short storm over real workers: each video is posted once, whole, and nothing is forgotten."""

import os
from pathlib import Path

import pytest

from tests.casts import Cast
from tests.crash.chaos import broker, perform
from tests.runtime.workers import place

pytestmark = pytest.mark.processes

IS_LONG = os.environ.get("CRASH") == "long"
SECONDS = 120.0 if IS_LONG else 6.0


def test_a_storm_of_kills_and_pauses_posts_nothing_twice_and_loses_nothing(cast: type[Cast], tmp_path: Path) -> None:
    with place(tmp_path, broker()) as home:
        account = perform(home, slug=cast.slug, seconds=SECONDS, seed=7)
    assert account.is_kept, f"\n{account}"
    assert account.publications > 5, f"\n{account}"
    assert min(account.sigkills, account.sigstops, account.rescues) > 0, f"\n{account}"


@pytest.mark.skipif(not IS_LONG, reason="the short form leaves this to the other harnesses; CRASH=long")
def test_an_engine_that_sends_again_without_looking_is_caught(cast: type[Cast], tmp_path: Path) -> None:
    with place(tmp_path, broker()) as home:
        account = perform(home, slug=cast.slug, seconds=30, seed=7, mutant="no_look")
    assert account.duplicates, f"\n{account}"
