"""Real workers, a real kill -9 at every single boundary and at pairs of them, every reply lost once: one post, always."""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import pytest
from django.conf import settings

from platforms.sandbox.faults import Kind
from publisher.models import Attempt
from tests.casts import Cast
from tests.casts.cast import Moment, Trouble
from tests.crash.databases import pointed_at
from tests.crash.kill9 import EVERY_KIND, Fate
from tests.crash.kill9_life import Life
from tests.crash.mutants import mutants
from tests.crash.scene import Scene
from tests.crash.served import served
from tests.crash.timepiece import Timepiece
from tests.runtime.workers import place

pytestmark = pytest.mark.processes

IS_LONG = os.environ.get("CRASH") == "long"
BROKER = "postgres" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "sqlite"
STRIDE = 1 if IS_LONG else 5
"""Every so-manyth boundary is tried: the other harnesses try them all."""
STRIDE_OF_PAIRS = 1 if IS_LONG else 499
"""Every so-manyth pair of boundaries is tried; a prime, so that all of the second ones have their turn."""
MOMENTS = (Moment.TOKEN, Moment.OPENING, Moment.BYTES, Moment.DECIDING, Moment.READING)


@pytest.fixture(scope="module")
def life(cast: type[Cast], tmp_path_factory: pytest.TempPathFactory, django_db_blocker: pytest.FixtureRequest) -> Iterator[Life]:
    directory, timepiece = tmp_path_factory.mktemp(f"kill9-{cast.slug}"), Timepiece()
    with (
        place(directory, BROKER) as home,
        django_db_blocker.unblock(),
        pointed_at(home.database_url),
        served(cast, directory, timepiece) as platform,
        pytest.MonkeyPatch.context() as patch,
    ):
        timepiece.rule(patch)
        patch.setattr("platforms.clock.sleep", timepiece.move_on)
        platform.cast.prepare(patch)
        yield Life(Scene(cast), platform, timepiece, Fate(directory / "boundaries"))


def live_each(life: Life, deaths: Iterable[Sequence[int]]) -> None:
    for places in deaths:
        try:
            life.live(*places)
        except AssertionError as broken:
            broken.add_note(f"killed at {places} of {list(enumerate(life.boundaries, 1))}")
            raise


def test_a_life_meets_every_kind_of_boundary(life: Life) -> None:
    life.live()
    assert set(life.boundaries) == EVERY_KIND


def test_a_kill_at_any_single_boundary_leaves_one_post(life: Life) -> None:
    life.live()
    live_each(life, [(place,) for place in range(1, len(life.boundaries) + 1, STRIDE)])


def test_kills_at_any_two_boundaries_leave_one_post(life: Life) -> None:
    life.live()
    places = range(1, len(life.boundaries) + 1)
    pairs = [(first, second) for first in places for second in places]
    live_each(life, pairs[::STRIDE_OF_PAIRS])


@pytest.mark.parametrize("forgotten", [False, True])
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_reply_that_is_lost_once_leaves_one_post(life: Life, moment: Moment, forgotten: bool) -> None:
    if moment not in life.cast.moments:
        return
    for death in count() if IS_LONG else [0]:
        life.begin()
        life.cast.set(**(life.cast.forgetful if forgotten else {}))
        life.cast.arm(Trouble(kind=Kind.LOSE, at=moment))
        if moment is Moment.READING and not life.cast.reads_calmly:
            life.cast.arm(Trouble(kind=Kind.LOSE, at=Moment.DECIDING))
        died = life.go_on(death)
        assert not life.cast.armed(), "the reply was never asked for"
        if death and not died:
            break  # it ended before that boundary came: all of them had their turn


def test_two_workers_that_start_at_once_make_one_claim(life: Life) -> None:
    for _ in range(20 if IS_LONG else 3):
        life.begin()
        assert life.race(workers=2) == [0, 0]
        assert Attempt.objects.filter(publication=life.pk).count() == 1
        life.go_on()


def test_an_engine_that_sends_again_without_looking_is_caught(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    life.live()
    # Of a death right after the last bytes the platform may not have got them; once it answered, it has.
    sent = [number for number, kind in enumerate(life.boundaries, 1) if kind in ("sent", "answered")]
    mutants(type(life.cast))["no_look"](monkeypatch)
    with pytest.raises(AssertionError, match="2 posts"):
        live_each(life, [(number,) for number in reversed(sent)])


def test_an_engine_that_says_published_too_early_is_caught(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    mutants(type(life.cast))["done_before_the_effect"](monkeypatch)
    with pytest.raises(AssertionError, match="we say published as early"):
        life.live()
