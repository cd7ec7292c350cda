"""Figures in words, charts in shapes, and the command for people and scripts."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from platforms import clock
from platforms.models import Connection
from publisher.charts import ordinal
from publisher.states import State
from publisher.stats.words import KINDS, TONES, counted, lasting, percent, told
from retries.failure import Kind
from tests.publisher.stats.histories import a_month


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (44.6, "45 s"),
        (60, "1 min"),
        (125, "2 min 5 s"),
        (3600, "1 h"),
        (6600, "1 h 50 min"),
        (86400, "1 day"),
        (2 * 86400 + 7 * 3600 + 59, "2 days 7 h"),
    ],
)
def test_lengths_are_told_in_two_units(seconds: float, words: str) -> None:
    assert lasting(seconds) == words


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0, "0 %"), (1, "100 %"), (0.5, "50 %"), (0.666, "67 %"), (0.9972, "99.7 %"), (0.99999, "99.9 %"), (0.0004, "0.1 %")],
)
def test_all_and_none_are_told_only_where_it_is_so(rate: float, words: str) -> None:
    assert percent(rate) == words


def test_a_figure_is_told_as_its_name_asks() -> None:
    assert [told("ended.first_try_rate", 0.5), told("speed.p95_seconds", 90.0), told("ended.ended", 12345)] == [
        "50 %",
        "1 min 30 s",
        "12,345",
    ]
    assert told("ended.first_try_rate", None) == "–"


def test_every_kind_and_every_state_has_its_words() -> None:
    assert set(KINDS) == set(Kind)
    assert set(TONES) == set(State)


def test_numbers_have_their_endings() -> None:
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 21)] == [
        f"{each} retry" for each in ("1st", "2nd", "3rd", "4th", "11th", "21st")
    ]
    assert [counted(1, "publication"), counted(2300, "publication")] == ["1 publication", "2,300 publications"]


def test_the_command_tells_people_what_it_tells_scripts(atelier: Connection) -> None:
    a_month(atelier, now=clock.now())
    out = StringIO()
    call_command("numbers", "--period=30d", f"--platform={atelier.provider}", stdout=out)
    lines = [" ".join(line.split()) for line in out.getvalue().splitlines()]
    assert {"How it ended", "first try rate 71 %", "1 · tried 20", "transient · server error · count 50", "overdue 1"} <= set(lines)


@pytest.mark.parametrize("wrong", ["--period=8d", "--platform=nowhere"])
def test_the_command_refuses_what_it_does_not_know(db: None, wrong: str) -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("numbers", wrong)
