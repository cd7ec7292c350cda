"""What must not be broken off: beats go on meanwhile, and what they raise waits until it is done."""

from collections.abc import Callable

import pytest

from platforms.beat import beat, shielded, watched
from platforms.errors import Cancelled, HandOver, Transient

beats: list[str] = []


@pytest.fixture(autouse=True)
def none_so_far() -> None:
    beats.clear()


def raising(*raised: Exception) -> Callable[[], None]:
    """A listener that raises these, one after another, and then nothing."""
    left = list(raised)

    def listen() -> None:
        beats.append("beat")
        if left:
            raise left.pop(0)

    return listen


def two_beats(*raised: Exception, then: Exception | None = None) -> None:
    with watched(raising(*raised)), shielded():
        beat()
        beat()
        beats.append("done")
        if then:
            raise then


def test_a_beat_inside_breaks_nothing_off_and_what_it_raised_comes_at_the_end() -> None:
    with pytest.raises(HandOver):
        two_beats(HandOver())
    assert beats == ["beat", "beat", "done"]


def test_what_came_first_is_what_is_raised() -> None:
    with pytest.raises(Cancelled):
        two_beats(Cancelled(), HandOver())


def test_an_interruption_goes_before_a_failure_from_within() -> None:
    with pytest.raises(HandOver):
        two_beats(HandOver(), then=Transient("busy", "Not now."))


def test_without_an_interruption_a_failure_passes_as_it_is() -> None:
    with pytest.raises(Transient):
        two_beats(then=Transient("busy", "Not now."))


def test_after_it_beats_break_off_again() -> None:
    with watched(raising(HandOver())):
        with shielded():
            pass
        with pytest.raises(HandOver):
            beat()


def test_where_nobody_listens_it_changes_nothing() -> None:
    with shielded():
        beat()
