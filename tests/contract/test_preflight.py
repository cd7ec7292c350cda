"""What preflight says agrees with what the platform does."""

from dataclasses import replace

import pytest

from platforms.contract import Later, Progress, PublishOutcome, PublishSteps, Upload
from platforms.errors import PlatformError
from publisher.snapshot import upload_done
from tests.casts import CASTS
from tests.casts.cast import Wish
from tests.contract.stage import Stage

TAKEN = [pytest.param(cast, wish, id=f"{slug} {wish}") for slug, cast in CASTS.items() for wish in cast.taken]
NOT_TAKEN = [pytest.param(cast, wish, id=f"{slug} {wish}") for slug, cast in CASTS.items() for wish in cast.not_taken]


def wished(stage: Stage, wish: Wish) -> Upload:
    """That publication with other words and options, its bytes as they are."""
    stage.begin()
    content = stage.cast.content + bytes([0])
    return replace(
        upload_done(stage.row),
        words=wish.words,
        options={**stage.cast.options, **wish.options},
        read=lambda start, length: iter([content[start : start + length]]),
    )


def blocking(stage: Stage, upload: Upload) -> list[str]:
    found = stage.adapter.problems(upload, stage.account, now=stage.world.now())
    assert all(problem.message.endswith((".", "?")) and problem.fix.endswith(".") for problem in found)
    return [problem.code for problem in found if problem.blocking]


def send(stage: Stage, upload: Upload) -> None:
    """Publish it to its end, coming back as often as there is to be waited."""
    account = stage.account
    progress: Progress = {}
    outcome: PublishOutcome | None = None
    while outcome is None or isinstance(outcome, Later):
        outcome = drive(stage, stage.adapter.publish(upload, progress, account))
        if isinstance(outcome, Later):
            progress = outcome.progress
            stage.world.time += outcome.again_in.total_seconds()


def drive(stage: Stage, steps: PublishSteps) -> PublishOutcome:
    said: float | None = None
    while True:
        try:
            said = stage.world.time + 5 if steps.send(said).deciding else None
        except StopIteration as end:
            outcome: PublishOutcome = end.value
            return outcome


@pytest.mark.parametrize(("cast", "wish"), TAKEN, indirect=["cast"])
def test_what_it_lets_pass_is_taken(stage: Stage, wish: Wish) -> None:
    upload = wished(stage, wish)
    assert blocking(stage, upload) == []
    send(stage, upload)
    (post,) = stage.cast.posts()
    assert post.title == stage.cast.headline(wish.words)
    assert stage.cast.broken_rules() == []


@pytest.mark.parametrize(("cast", "wish"), NOT_TAKEN, indirect=["cast"])
def test_what_it_stops_is_refused(stage: Stage, wish: Wish) -> None:
    upload = wished(stage, wish)
    assert blocking(stage, upload) != []
    with pytest.raises(PlatformError):
        send(stage, upload)
    assert stage.cast.posts() == []
