"""Staff pause a platform or one connection of it, until a time or until they lift it; owners read why."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from platforms import clock
from platforms.models import Connection, Hold
from tests.factories import ConnectionFactory
from tests.publisher.desk.conftest import Standing

HOLDS = "/admin/platforms/hold/"
WHY = "We change the cable."


def pause(staff: Client, **said: object) -> str:
    wished = {"platform": "youtube", "connection": "", "until": "", "message": WHY, **said}
    return staff.post(f"{HOLDS}add/", wished, follow=True).content.decode()


def test_it_holds_a_whole_platform_until_it_is_lifted(staff: Client, sam: User, atelier: Connection) -> None:
    pause(staff)
    hold = Hold.objects.get()
    assert (hold.reason, hold.platform, hold.realm, hold.connection, hold.until) == ("paused", "youtube", atelier.realm, None, None)
    assert Hold.objects.binding(atelier, now=clock.now()).get() == hold
    staff.post(HOLDS, {"action": "lift", "_selected_action": hold.pk})
    assert not Hold.objects.open().exists()
    assert [(entry.user, entry.object_id) for entry in LogEntry.objects.all()] == [(sam, str(hold.pk))] * 2


def test_it_holds_one_connection_until_a_time(staff: Client, alice: User, atelier: Connection) -> None:
    until = timezone.localtime(clock.now() + timedelta(days=1))
    pause(staff, connection=atelier.pk, until=f"{until:%Y-%m-%dT%H:%M}")
    hold = Hold.objects.get()
    assert (hold.connection, hold.until) == (atelier, until.replace(second=0, microsecond=0))
    assert not Hold.objects.binding(ConnectionFactory(user=alice), now=clock.now()).exists()


@pytest.mark.parametrize("by", ["name", "uid", "pk"])
def test_a_connection_is_typed_as_it_is_known(staff: Client, atelier: Connection, by: str) -> None:
    pause(staff, connection=getattr(atelier, by))
    assert Hold.objects.get().connection == atelier


def test_of_two_with_one_name_the_id_is_asked_for(staff: Client, bob: User, atelier: Connection) -> None:
    ConnectionFactory(user=bob, name=atelier.name)
    assert "Several connections bear that name" in pause(staff, connection=atelier.name)
    assert not Hold.objects.exists()


def test_to_pause_again_makes_it_longer_and_not_twice(staff: Client) -> None:
    pause(staff, until=f"{timezone.localtime(clock.now() + timedelta(days=1)):%Y-%m-%dT%H:%M}")
    pause(staff, message="It takes longer.")
    assert [(hold.until, hold.message) for hold in Hold.objects.all()] == [(None, "It takes longer.")]


@pytest.mark.parametrize(
    "said", [{"message": " "}, {"until": "2020-01-01T00:00"}, {"platform": "nowhere"}, {"connection": "nobody"}], ids=str
)
def test_what_makes_no_sense_holds_nothing(staff: Client, said: dict[str, str]) -> None:
    assert 'class="errorlist"' in pause(staff, **said)
    assert not Hold.objects.exists()


def test_owners_read_why(staff: Client, alice: User, standing: Standing) -> None:
    row = standing("on hold: paused", error_message=WHY)
    browser = Client()
    browser.force_login(alice)
    assert WHY in browser.get(f"/videos/{row.video_id}/").content.decode()


def test_a_hold_that_is_over_says_so(staff: Client, atelier: Connection) -> None:
    now = clock.now()
    Hold.objects.create(platform="youtube", realm=atelier.realm, reason="quota", until=now - timedelta(1), placed_at=now - timedelta(2))
    shown = staff.get(HOLDS).content.decode()
    assert "<strong>Over</strong>" in shown
    assert "Pause a platform or a connection" in shown


def test_a_hold_is_not_edited(staff: Client, atelier: Connection) -> None:
    pause(staff)
    hold = Hold.objects.get()
    page = staff.get(f"{HOLDS}{hold.pk}/change/").content.decode()
    assert WHY in page
    assert 'name="message"' not in page
    assert staff.post(f"{HOLDS}{hold.pk}/change/", {"message": "x"}).status_code == 403


def test_whoever_may_only_look_pauses_and_lifts_nothing(looker: Client, atelier: Connection) -> None:
    hold = Hold.objects.place("quota", platform="youtube", realm=atelier.realm, connection=None, until=None, now=clock.now())
    assert looker.get(HOLDS).status_code == 200
    assert looker.get(f"{HOLDS}add/").status_code == 403
    looker.post(f"{HOLDS}add/", {"platform": "youtube", "message": WHY})
    looker.post(HOLDS, {"action": "lift", "_selected_action": hold.pk})
    assert list(Hold.objects.open()) == [hold]
