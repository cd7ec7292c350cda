"""Planning on the publish form: one time for all accounts, another for one alone, or none; and edits before it goes out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ

from platforms import clock
from platforms.models import Connection
from publisher import services
from publisher.accounts.time_zone import keep_zone
from publisher.models import Publication
from publisher.services import ON_ITS_WAY
from tests.publisher.publish_form import OPTIONS, THERE, both, field, own, part, press, section
from videos.models import Video

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Standing = Callable[..., Publication]


def typed(moment: datetime) -> str:
    """As a browser sends it."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


@pytest.fixture
def tomorrow(db: None) -> datetime:
    return (clock.now() + DAY).replace(second=0, microsecond=0)


def made() -> dict[str, Publication]:
    return {row.connection.name: row for row in Publication.objects.select_related("connection")}


def test_one_time_for_all(browser: Client, bowl: Video, atelier: Connection, pools: Connection, tomorrow: datetime) -> None:
    shown = press(browser, bowl, both(atelier, pools, at=typed(tomorrow)))
    assert {(row.scheduled_at, row.due_at) for row in made().values()} == {(tomorrow, tomorrow)}
    assert "It goes out to" in shown
    assert "Scheduled" in shown
    assert not OrmQ.objects.exists(), "nothing is woken before its time"


def test_another_time_for_one_alone(browser: Client, bowl: Video, atelier: Connection, pools: Connection, tomorrow: datetime) -> None:
    later = tomorrow + DAY
    press(browser, bowl, both(atelier, pools, at=typed(tomorrow), **own(pools, typed(tomorrow), at=typed(later))))
    assert (made()["Atelier Nord"].due_at, made()["Tide pools"].due_at) == (tomorrow, later)


def test_what_was_left_alone_follows_the_shared_time(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, tomorrow: datetime
) -> None:
    press(browser, bowl, both(atelier, pools, at=typed(tomorrow), **own(pools, "", at="")))
    assert made()["Tide pools"].due_at == tomorrow


def test_one_alone_at_once(browser: Client, bowl: Video, atelier: Connection, pools: Connection, tomorrow: datetime) -> None:
    press(browser, bowl, both(atelier, pools, at=typed(tomorrow), **own(pools, typed(tomorrow), at="")))
    assert made()["Tide pools"].scheduled_at is None
    assert made()["Atelier Nord"].scheduled_at == tomorrow


def test_it_is_read_in_the_owners_time_zone(browser: Client, alice: User, bowl: Video, pools: Connection) -> None:
    keep_zone(alice, "Australia/Lord_Howe")
    year = clock.now().year + 1
    press(browser, bowl, {"connection": str(pools.pk), "at": f"{year}-01-10T09:30", **part(pools, THERE)})
    planned = made()["Tide pools"].scheduled_at
    assert planned is not None
    assert planned.isoformat() == f"{year}-01-09T22:30:00+00:00"


@pytest.mark.parametrize(
    ("ahead", "said"), [(-MINUTE, "This time has passed."), (400 * DAY, "This is more than a year ahead.")], ids=["passed", "too far"]
)
def test_a_time_that_makes_no_sense_is_said_beside_it_and_loses_nothing(
    browser: Client, bowl: Video, pools: Connection, ahead: timedelta, said: str
) -> None:
    sent = {"connection": str(pools.pk), "title": "Mine", "at": typed(clock.now() + ahead), **part(pools, THERE)}
    shown = press(browser, bowl, sent)
    assert said in shown
    assert 'value="Mine"' in shown
    assert not Publication.objects.exists()


def test_a_wrong_time_of_one_alone_is_said_in_its_part(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, tomorrow: datetime
) -> None:
    wrong = typed(clock.now() - DAY)
    shown = press(browser, bowl, both(atelier, pools, at=typed(tomorrow), **own(pools, typed(tomorrow), at=wrong)))
    assert "This time has passed." in section(shown, pools)
    assert "This time has passed." not in section(shown, atelier)
    assert not Publication.objects.exists()


def test_a_platforms_own_time_has_to_come_after_it(browser: Client, bowl: Video, atelier: Connection, tomorrow: datetime) -> None:
    """Sent tomorrow, it cannot be made public today."""
    choices = {**OPTIONS, "privacy": "private", "publish_at": typed(tomorrow - MINUTE)}
    shown = press(browser, bowl, {"connection": str(atelier.pk), "at": typed(tomorrow), **part(atelier, choices)})
    assert "less than 15 minutes ahead" in shown
    assert not Publication.objects.exists()


def test_it_is_edited_before_it_goes_out(browser: Client, standing: Standing) -> None:
    row = standing("scheduled", options={})
    sent = {**OPTIONS, "title": "Glazing a better bowl", "description": "", "tags": ""}
    shown = browser.post(f"/publications/{row.pk}/edit/", sent, follow=True).content.decode()
    before, when = row.title, row.due_at
    row.refresh_from_db()
    assert before != row.title == "Glazing a better bowl"
    assert (row.state, row.due_at, row.cause) == ("waiting", when, "first")
    assert "It goes out at its time, as it is now." in shown


def test_an_edit_that_comes_too_late_changes_nothing(standing: Standing) -> None:
    row = Publication.objects.with_all().get(pk=standing("scheduled", options={}).pk)
    moment = clock.now() + MINUTE
    Publication.objects.filter(pk=row.pk).update(state="publishing", due_at=None, lease_token="t", leased_until=moment, started_at=moment)
    words = services.editing.Words(title="Too late")
    options = {"privacy": "unlisted", "made_for_kids": False, "category": "22", "licence": "youtube"}
    assert services.edit_and_retry(row, words=words, options=options) == ON_ITS_WAY
    row.refresh_from_db()
    assert row.title != "Too late"


def test_the_button_says_that_it_is_scheduled(browser: Client, bowl: Video, pools: Connection, tomorrow: datetime) -> None:
    sent = {"connection": str(pools.pk), "show": "1", "at": typed(tomorrow), **part(pools, THERE), field(pools, "at"): typed(tomorrow)}
    shown = browser.post(f"/videos/{bowl.pk}/publish/", sent).content.decode()
    assert f'value="{typed(tomorrow)}"' in shown


SKIPPED = "2027-03-28T02:30"


@pytest.mark.parametrize("typed_time", [SKIPPED, "soon"])
def test_what_is_wrong_with_the_shared_time_is_said_once(
    browser: Client, alice: User, bowl: Video, pools: Connection, typed_time: str
) -> None:
    keep_zone(alice, "Europe/Berlin")
    sent = {"connection": str(pools.pk), "at": typed_time, **part(pools, THERE), **own(pools, typed_time, at=typed_time)}
    shown = press(browser, bowl, sent)
    assert shown.count('class="error"') == 1
    assert "Has to be changed" not in shown


def test_which_of_two_is_meant_is_asked_once(browser: Client, alice: User, bowl: Video, pools: Connection) -> None:
    keep_zone(alice, "Europe/Berlin")
    year = clock.now().year + 1
    last_sunday = max(day for day in range(25, 32) if datetime(year, 10, day, tzinfo=UTC).weekday() == 6)
    twice = f"{year}-10-{last_sunday}T02:30"
    sent = {"connection": str(pools.pk), "at": twice, **part(pools, THERE), **own(pools, twice, at=twice)}
    assert "Say which one is meant." in press(browser, bowl, sent)
    press(browser, bowl, {**sent, "at_which": "second", f"to-{pools.pk}-at_which": "first"})
    planned = made()["Tide pools"].scheduled_at
    assert planned is not None
    assert f"{planned:%H:%M}" == "01:30"
