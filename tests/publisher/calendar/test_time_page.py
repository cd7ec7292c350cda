"""/publications/{id}/time/: another time, typed, dropped in the calendar, or undone; and what is said where it cannot be."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from publisher.models import Intervention, Publication
from tests.factories import ConnectionFactory
from tests.publisher.calendar.conftest import Planned

DROPPED = {"dropped": "1", "view": "month", "on": "2026-11-01", "at_which": "first"}


def at_of(row: Publication) -> datetime | None:
    row.refresh_from_db()
    assert row.due_at == row.scheduled_at
    return row.scheduled_at


def test_a_time_that_is_typed_is_taken_as_in_the_owners_zone(browser: Client, planned: Planned) -> None:
    row = planned("2026-11-28T09:00")
    said = browser.get(f"/publications/{row.pk}/time/").content.decode()
    assert 'value="2026-11-28T09:00"' in said
    assert "Sat 28 Nov 2026, 09:00 CET" in said
    answer = browser.post(f"/publications/{row.pk}/time/", {"at": "2027-07-01T09:00"})
    assert answer.headers["Location"] == f"/videos/{row.video_id}/#publication-{row.pk}"
    assert at_of(row) == datetime(2027, 7, 1, 7, tzinfo=UTC)
    assert Intervention.objects.get().deed == "reschedule"


def test_what_was_moved_is_said_once_and_can_be_undone(browser: Client, planned: Planned) -> None:
    row = planned("2026-11-28T09:00")
    answer = browser.post(f"/publications/{row.pk}/time/", {**DROPPED, "at": "2026-12-02T09:00"})
    assert answer.headers["Location"] == f"/schedule/?view=month&on=2026-11-01#entry-{row.pk}"
    said = browser.get(answer.headers["Location"].partition("#")[0]).content.decode()
    assert "Low tide: Moved to Wed 2 Dec 2026, 09:00 CET." in said
    form = re.search(r'class="moved.*?</form>', said, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', form[0]))
    browser.post(f"/publications/{row.pk}/time/", fields)
    assert at_of(row) == datetime(2026, 11, 28, 8, tzinfo=UTC)
    said = browser.get("/schedule/").content.decode()
    assert "Moved to Sat 28 Nov 2026, 09:00 CET." in said
    assert "Undo" not in said
    assert "Moved to" not in browser.get("/schedule/").content.decode()


def test_the_calendar_follows_what_was_moved_out_of_it(browser: Client, planned: Planned) -> None:
    row = planned("2026-11-28T09:00")
    answer = browser.post(f"/publications/{row.pk}/time/", {"view": "week", "on": "2026-11-28", "at": "2027-01-06T09:00"})
    assert answer.headers["Location"] == f"/schedule/?view=week&on=2027-01-06#entry-{row.pk}"


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-11-20T09:00", "has passed"),
        ("2027-03-28T02:30", "There is no 02:30 on Sun 28 Mar 2027 in Europe/Berlin"),
        ("2029-01-01T09:00", "more than a year ahead"),
        ("", "Give a day and a time of day."),
    ],
)
def test_a_time_that_cannot_be_is_said_beside_it_and_changes_nothing(browser: Client, planned: Planned, at: str, says: str) -> None:
    row = planned("2026-11-28T09:00")
    was = at_of(row)
    assert says in browser.post(f"/publications/{row.pk}/time/", {"at": at}).content.decode()
    answer = browser.post(f"/publications/{row.pk}/time/", {**DROPPED, "at": at}, follow=True)
    assert f"{row.title} was not moved." in answer.content.decode()
    assert says in answer.content.decode()
    assert at_of(row) == was
    assert not Intervention.objects.exists()


def test_what_comes_twice_is_asked_about_where_it_is_typed_and_is_the_first_where_it_is_dropped(browser: Client, planned: Planned) -> None:
    row = planned("2027-10-30T02:30")
    said = browser.post(f"/publications/{row.pk}/time/", {"at": "2027-10-31T02:30"}).content.decode()
    assert "02:30 comes twice" in said
    assert 'name="at_which"' in said
    answer = browser.post(f"/publications/{row.pk}/time/", {**DROPPED, "at": "2027-10-31T02:30"}, follow=True)
    assert "Moved to Sun 31 Oct 2027, 02:30 CEST." in answer.content.decode()
    browser.post(f"/publications/{row.pk}/time/", {"at": "2027-10-31T02:30", "at_which": "second"})
    assert at_of(row) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_publish_now(browser: Client, planned: Planned, now: datetime) -> None:
    row = planned("2026-11-28T09:00")
    said = browser.post(f"/publications/{row.pk}/time/", {"now": "1"}, follow=True).content.decode()
    assert "It goes out now." in said
    assert "Undo" not in said
    assert at_of(row) == now


def test_what_has_begun_is_not_moved(browser: Client, planned: Planned) -> None:
    row = planned("2026-11-28T09:00", stage="uploading")
    assert "Move it to this time" not in browser.get(f"/publications/{row.pk}/time/").content.decode()
    answer = browser.post(f"/publications/{row.pk}/time/", {**DROPPED, "at": "2026-12-02T09:00"}, follow=True)
    assert "too late to move it: it is being sent" in answer.content.decode()


def test_what_was_overdue_has_no_way_back(browser: Client, planned: Planned) -> None:
    row = planned("2026-11-20T09:00", stage="on hold: overdue")
    said = browser.post(f"/publications/{row.pk}/time/", {"at": "2026-12-02T09:00"}, follow=True).content.decode()
    assert "Moved to Wed 2 Dec" in said
    assert "Undo" not in said
    assert row.pk == Publication.objects.get(state="waiting").pk


def test_nobody_moves_what_is_somebody_elses(browser: Client, planned: Planned, bob: User) -> None:
    row = planned("2026-11-28T09:00", connection=ConnectionFactory(user=bob))
    assert browser.post(f"/publications/{row.pk}/time/", {**DROPPED, "at": "2026-12-02T09:00"}).status_code == 404
    assert browser.post(f"/publications/{row.pk}/time/", {"now": "1"}).status_code == 404


def test_the_panel_on_its_videos_page_says_when_and_leads_there(browser: Client, planned: Planned, now: datetime) -> None:
    row = planned("2026-12-01T09:00")
    said = browser.get(f"/videos/{row.video_id}/").content.decode()
    for each in ("Tue 1 Dec 2026, 09:00 CET", f"/publications/{row.pk}/time/", "Change the time", "Publish now", "Cancel"):
        assert each in said
    Publication.objects.filter(pk=row.pk).update(due_at=now - timedelta(seconds=1), scheduled_at=now - timedelta(seconds=1))
    assert "Change the time" not in browser.get(f"/videos/{row.video_id}/").content.decode()
