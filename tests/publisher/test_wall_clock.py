"""Wall clocks: every time that clocks show becomes the moment that it means, in the nights in which they are changed too."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from publisher.wall_clock import NoSuchTime, WallClockField, is_twice, resolve

BERLIN, NEW_YORK, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
ZONES = [pytest.param(zone, id=zone.key) for zone in (BERLIN, NEW_YORK, LORD_HOWE)]
YEAR = [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]


class Form(forms.Form):
    at = WallClockField(required=False)


@pytest.fixture(autouse=True)
def _in_berlin() -> Iterator[None]:
    with timezone.override(BERLIN):
        yield


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", ["00:30", "01:30", "01:45", "02:15", "02:30", "09:00", "23:59"])
def test_a_schedule_keeps_its_hour_over_a_year(zone: ZoneInfo, hour: str) -> None:
    skipped = 0
    for day in YEAR:
        wall = datetime.combine(day, time.fromisoformat(hour))
        try:
            moment = resolve(wall, zone)
        except NoSuchTime:
            skipped += 1
            continue
        seen = moment.astimezone(zone)
        assert (seen.replace(tzinfo=None, fold=0), seen.fold) == (wall, 0)
    assert skipped <= 1


@given(
    st.datetimes(min_value=datetime.fromisoformat("2024-01-01"), max_value=datetime.fromisoformat("2030-01-01")),
    st.sampled_from([BERLIN, NEW_YORK, LORD_HOWE, ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC"), ZoneInfo("Africa/Casablanca")]),
)
def test_what_is_resolved_is_shown_again_and_what_is_skipped_is_not(wall: datetime, zone: ZoneInfo) -> None:
    skipped = _skipped(wall, zone)
    if skipped is not None:
        just_before = (skipped.next - timedelta(seconds=1)).astimezone(zone)
        assert skipped.skipped <= wall < skipped.until
        assert skipped.next.astimezone(zone).replace(tzinfo=None) == skipped.until
        assert just_before.replace(tzinfo=None) == skipped.skipped - timedelta(seconds=1)
        return
    moments = {resolve(wall, zone), resolve(wall, zone, second=True)}
    assert {moment.astimezone(zone).replace(tzinfo=None, fold=0) for moment in moments} == {wall}
    assert (len(moments) == 2) == is_twice(wall, zone)


def _skipped(wall: datetime, zone: ZoneInfo) -> NoSuchTime | None:
    try:
        resolve(wall, zone)
    except NoSuchTime as skipped:
        return skipped
    return None


@pytest.mark.parametrize(
    ("zone", "wall", "skipped", "until"),
    [
        (BERLIN, "2026-03-29T02:30", "2026-03-29T02:00", "2026-03-29T03:00"),
        (BERLIN, "2026-03-29T02:00", "2026-03-29T02:00", "2026-03-29T03:00"),
        (BERLIN, "2026-03-29T02:59:59", "2026-03-29T02:00", "2026-03-29T03:00"),
        (NEW_YORK, "2026-03-08T02:15", "2026-03-08T02:00", "2026-03-08T03:00"),
        (LORD_HOWE, "2026-10-04T02:15", "2026-10-04T02:00", "2026-10-04T02:30"),
        (ZoneInfo("America/Havana"), "2026-03-08T00:30", "2026-03-08T00:00", "2026-03-08T01:00"),
        (ZoneInfo("Pacific/Apia"), "2011-12-30T09:00", "2011-12-30T00:00", "2011-12-31T00:00"),
    ],
)
def test_a_time_that_is_skipped_is_refused_with_the_next_that_there_is(zone: ZoneInfo, wall: str, skipped: str, until: str) -> None:
    with pytest.raises(NoSuchTime) as refused:
        resolve(datetime.fromisoformat(wall), zone)
    assert refused.value.skipped == datetime.fromisoformat(skipped)
    assert refused.value.until == datetime.fromisoformat(until)
    assert resolve(refused.value.until, zone) == refused.value.next


@pytest.mark.parametrize(
    ("zone", "wall", "apart"),
    [
        (BERLIN, "2026-10-25T02:30", timedelta(hours=1)),
        (NEW_YORK, "2026-11-01T01:30", timedelta(hours=1)),
        (LORD_HOWE, "2026-04-05T01:45", timedelta(minutes=30)),
    ],
)
def test_a_time_that_comes_twice_is_the_first_unless_the_second_is_meant(zone: ZoneInfo, wall: str, apart: timedelta) -> None:
    asked = datetime.fromisoformat(wall)
    first, second = resolve(asked, zone), resolve(asked, zone, second=True)
    assert second - first == apart


def test_the_second_of_what_comes_once_is_the_same() -> None:
    wall = datetime.fromisoformat("2026-12-01T09:00")
    assert resolve(wall, BERLIN, second=True) == resolve(wall, BERLIN)


# -- the field ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ({"at": ""}, None),
        ({}, None),
        ({"at": "2026-12-01T09:00"}, datetime(2026, 12, 1, 8, tzinfo=UTC)),
        ({"at": "2026-07-01T09:00:00"}, datetime(2026, 7, 1, 7, tzinfo=UTC)),
        ({"at": "2026-07-01T09:00", "at_which": "second"}, datetime(2026, 7, 1, 7, tzinfo=UTC)),
        ({"at": "2026-10-25T02:30", "at_which": "first"}, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ({"at": "2026-10-25T02:30", "at_which": "second"}, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ({"at": "2026-10-25T02:30 second"}, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ({"at": "2026-10-25T02:30+01:00"}, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_what_is_typed_is_taken_as_in_the_current_zone(typed: dict[str, str], moment: datetime | None) -> None:
    form = Form(typed)
    assert form.is_valid()
    assert form.cleaned_data["at"] == moment


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("tomorrow", "Give a day and a time of day."),
        ("2026-02-30T09:00", "Give a day and a time of day."),
        ("0001-01-01T00:00", "Give a day and a time of day."),
        ("2026-03-29T02:30", "There is no 02:30 on Sun 29 Mar 2026 in Europe/Berlin: the clocks go forward from 02:00 to 03:00."),
        ("2026-10-25T02:30", "the clocks go back in Europe/Berlin, and 02:30 comes twice. Say which one is meant."),
    ],
)
def test_what_is_no_time_is_said_in_plain_words(typed: str, says: str) -> None:
    form = Form({"at": typed})
    assert not form.is_valid()
    assert says in form.errors["at"][0]


def test_only_a_time_that_comes_twice_is_asked_about() -> None:
    once, twice = str(Form({"at": "2026-12-01T09:00"})["at"]), str(Form({"at": "2026-10-25T02:30"})["at"])
    assert "<select" not in once
    assert 'name="at_which"' in twice
    assert "The second, in CET" in twice
    assert 'value="2026-10-25T02:30"' in twice


@pytest.mark.parametrize("fold", [0, 1])
def test_what_was_chosen_stays_chosen(fold: int) -> None:
    moment = datetime(2026, 10, 25, 0 + fold, 30, tzinfo=UTC)
    shown = Form(initial={"at": moment})
    assert ("selected" in str(shown["at"])) == bool(fold)
    again = Form({"at": shown["at"].value()}, initial={"at": moment})
    assert again.is_valid()
    assert again.cleaned_data["at"] == moment
    assert not again.has_changed()
