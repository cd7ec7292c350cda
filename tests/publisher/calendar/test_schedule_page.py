"""/schedule/: what goes out when, on the day that its reader's clocks show; their own alone."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from publisher.calendar.entries import MOST, Reader
from publisher.calendar.shown import Place, View, shown
from publisher.models import Profile, Publication
from publisher.wall_clock import NoSuchTime, resolve
from tests.factories import ConnectionFactory
from tests.publisher.calendar.conftest import Planned

DAY = timedelta(days=1)


def page(browser: Client, **asked: str) -> str:
    return browser.get("/schedule/", asked).content.decode()


def day_of(said: str, day: str) -> str:
    """What stands in one day of a month."""
    found = re.search(rf'data-day="{day}"(.*?)(?=data-day=|<p class)', said, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("view", list(View))
def test_an_entry_says_when_what_and_where(browser: Client, planned: Planned, view: View) -> None:
    row = planned("2026-11-28T09:15")
    said = page(browser, view=view)
    for each in ("Low tide", "09:15", "YouTube", "Atelier Nord", "Scheduled", f"/publications/{row.pk}/time/"):
        assert each in said


def test_today_is_marked_in_the_readers_own_zone(browser: Client, alice: User, now: datetime) -> None:
    assert "Today" in day_of(page(browser), "2026-11-27")
    Profile.objects.filter(user=alice).update(time_zone="Pacific/Kiritimati")
    assert "Today" in day_of(page(browser), "2026-11-27")
    Profile.objects.filter(user=alice).update(time_zone="Pacific/Honolulu")
    assert "Today" in day_of(page(browser), "2026-11-26")


def test_it_stands_on_the_day_of_the_readers_clocks(browser: Client, alice: User, planned: Planned) -> None:
    planned("2026-11-28T00:30")
    assert "Low tide" in day_of(page(browser), "2026-11-28")
    Profile.objects.filter(user=alice).update(time_zone="America/New_York")
    said = page(browser)
    assert "Low tide" in day_of(said, "2026-11-27")
    assert "Low tide" not in day_of(said, "2026-11-28")


@pytest.mark.parametrize("view", list(View))
def test_somebody_elses_are_not_shown(browser: Client, planned: Planned, bob: User, view: View) -> None:
    planned("2026-11-28T09:00", title="Bob's own", connection=ConnectionFactory(user=bob))
    assert "own" not in page(browser, view=view).split("<main", 1)[1].split("Times are", 1)[0]


def test_the_list_has_what_comes_next_first_and_then_what_passed(browser: Client, planned: Planned) -> None:
    planned("2026-11-29T09:00", title="Third")
    planned("2026-11-27T12:00", title="Second")
    planned("2026-11-26T12:00", title="Fourth", stage="published")
    planned("2026-10-01T12:00", title="First", stage="on hold: overdue")
    planned("2026-10-01T12:00", title="Long ago", stage="published", remote_id="long-ago")
    said = page(browser, view="list")
    assert re.findall(r"(First|Second|Third|Fourth|Long ago)</a>", said) == ["First", "Second", "Third", "Fourth"]
    assert "Today, Friday 27 November" in said


def test_what_was_published_at_once_stands_where_it_was_published(browser: Client, planned: Planned, now: datetime) -> None:
    planned("2026-11-20T09:00", scheduled_at=None, stage="published", completed_at=now - 3 * DAY)
    assert "Low tide" in day_of(page(browser), "2026-11-24")


def test_what_its_platform_makes_public_stands_at_that_time_too(browser: Client, planned: Planned) -> None:
    options = {"privacy": "private", "publish_at": "2026-11-30T08:00:00Z"}
    row = planned("2026-11-20T09:00", stage="published", options=options)
    said = page(browser)
    assert f'id="entry-{row.pk}-public"' in day_of(said, "2026-11-30")
    assert "Made public by YouTube" in day_of(said, "2026-11-30")
    assert "data-move" not in said
    assert f'id="entry-{row.pk}"' in day_of(said, "2026-11-20")
    assert "Made public by YouTube" in page(browser, view="week", on="2026-11-30")


def test_what_is_over_cannot_be_moved_and_what_was_cancelled_is_gone(browser: Client, planned: Planned) -> None:
    planned("2026-11-26T09:00", stage="failed")
    planned("2026-11-26T09:00", stage="cancelled", title="Cancelled one")
    said = page(browser)
    assert "data-move" not in said
    assert "Cancelled one" not in said


def test_the_queries_do_not_grow_with_the_entries(browser: Client, planned: Planned) -> None:
    counts = []
    for number in range(2):
        for hour in range(1 + 7 * number):
            planned(f"2026-11-28T{hour:02}:00", title=f"Of {number}")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(browser)
            page(browser, view="list")
            page(browser, view="week")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_more_than_can_be_shown_is_said(browser: Client, planned: Planned) -> None:
    made = planned("2026-11-28T09:00")
    like = {each.attname: getattr(made, each.attname) for each in Publication._meta.concrete_fields if each.name not in ("id", "marker")}
    Publication.objects.bulk_create([Publication(**{**like, "edition": 2 + number}) for number in range(MOST - 1)])
    said = page(browser, view="week")
    assert said.count('id="entry-') == MOST
    assert "first 500" not in said
    Publication.objects.create(**{**like, "edition": MOST + 2})
    said = page(browser, view="week")
    assert said.count('id="entry-') == MOST
    assert "first 500" in said


@pytest.mark.parametrize("asked", ["view=year", "on=tomorrow", "on=0001-01-01", "on=9999-12-31&view=week", "view=list&on=x"])
def test_what_makes_no_sense_is_still_a_page(browser: Client, now: datetime, asked: str) -> None:
    assert browser.get(f"/schedule/?{asked}").status_code == 200


def test_the_week_in_which_the_clocks_change(browser: Client, planned: Planned) -> None:
    planned("2027-10-31T02:30", title="Once")
    second = resolve(datetime.fromisoformat("2027-10-31T02:30"), ZoneInfo("Europe/Berlin"), second=True)
    planned(second, title="Twice")
    said = page(browser, view="week", on="2027-10-31")
    assert "rows-25" in said
    assert re.search(r'data-day="2027-10-31"\s+data-hour="02"\s+data-which="first".*?Once.*?data-which="second".*?Twice', said, re.DOTALL)
    assert "the clocks go forward" in page(browser, view="week", on="2027-03-28")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("view", [View.MONTH, View.WEEK])
def test_a_whole_year_is_shown_each_on_its_day_and_in_its_hour(alice: User, planned: Planned, now: datetime, zone: str, view: View) -> None:
    here, made = ZoneInfo(zone), planned("2026-11-28T09:00")
    like = {each.attname: getattr(made, each.attname) for each in Publication._meta.concrete_fields if each.name not in ("id", "marker")}
    walls = [
        datetime.combine(date(2027, 1, 1) + step * DAY, time.fromisoformat(hour))
        for step in range(365)
        for hour in ("00:30", "02:30", "09:00")
    ]
    rows = []
    for wall in walls:
        try:
            rows.append(Publication(**{**like, "title": wall.isoformat(), "edition": 2 + len(rows), "scheduled_at": resolve(wall, here)}))
        except NoSuchTime:
            continue
    Publication.objects.bulk_create(rows)
    seen = set()
    for step in range(0, 365, 7 if view == View.WEEK else 28):
        place = Place(view=view, on=date(2027, 1, 1) + step * DAY)
        for day in shown(place, reader=Reader(user=alice, zone=here, now=now, pause=None)).days:
            for entry in day.entries:
                assert entry.publication.title.startswith(day.date.isoformat())
                seen.add(entry.publication.title)
            in_slots = [(slot.hour.hour, entry.publication.title) for slot in day.slots for entry in slot.entries]
            assert all(int(title[11:13]) == hour for hour, title in in_slots)
            assert len(in_slots) == (len(day.entries) if view == View.WEEK else 0)
    assert seen == {row.title for row in rows}
