"""POST /api/post-retry/start and stop: the switch of the sweep, which stays as it was put."""

import pytest
from django.contrib.auth.models import User

from platforms import clock
from publisher.sweep import sweep_slot
from retries.models import SweepSwitch
from tests.publisher.api.conftest import Program, token_of

pytestmark = pytest.mark.django_db


def test_stop_stops_it_and_keeps_who_and_why(staffs: Program) -> None:
    told = staffs.post("/post-retry/stop", {"reason": "YouTube is being repaired."})
    assert (told.status, told.body["running"], told.body["paused_by"]) == (200, False, "sam")
    pause = SweepSwitch.objects.read().pause
    assert pause is not None
    assert (pause.by, pause.why) == ("sam", "YouTube is being repaired.")
    assert sweep_slot(clock.now()) is None


def test_a_second_stop_answers_the_same_and_changes_nothing(staffs: Program) -> None:
    first = staffs.post("/post-retry/stop", {"reason": "First."})
    second = staffs.post("/post-retry/stop", {"reason": "Second."})
    assert second.body == first.body


def test_start_starts_it_again(staffs: Program) -> None:
    staffs.post("/post-retry/stop")
    told = staffs.post("/post-retry/start")
    assert (told.status, told.body["running"], told.body["paused_since"]) == (200, True, None)
    assert told.body["next_slot"]


def test_a_second_start_answers_the_same_and_changes_nothing(staffs: Program) -> None:
    staffs.post("/post-retry/stop")
    staffs.post("/post-retry/start")
    since = SweepSwitch.objects.read().since
    assert staffs.post("/post-retry/start").body["running"] is True
    assert SweepSwitch.objects.read().since == since


@pytest.mark.parametrize("verb", ["start", "stop", "trigger"])
def test_they_are_for_staff_alone(hers: Program, verb: str) -> None:
    told = hers.post(f"/post-retry/{verb}")
    assert (told.status, told.code) == (403, "staff_only")
    assert SweepSwitch.objects.read().pause is None


def test_a_token_of_staff_that_only_reads_stops_nothing(sam: User) -> None:
    told = Program(token=token_of(sam, reads_only=True)).post("/post-retry/stop")
    assert (told.status, told.code) == (403, "reads_only")
    assert SweepSwitch.objects.read().pause is None


@pytest.mark.parametrize("body", [{"why": "x"}, {"reason": 1}, {"reason": "x" * 501}, {"reason": None}])
def test_stop_takes_a_reason_and_nothing_else(staffs: Program, body: dict[str, object]) -> None:
    told = staffs.post("/post-retry/stop", body)
    assert (told.status, told.code) == (422, "invalid")
    assert told.body["errors"][0]["field"] == next(iter(body))
    assert SweepSwitch.objects.read().pause is None


def test_start_takes_nothing(staffs: Program) -> None:
    assert staffs.post("/post-retry/start", {}).status == 200
    assert staffs.post("/post-retry/start", {"now": True}).status == 422
