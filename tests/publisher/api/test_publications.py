"""GET /api/publications and one of them: how it stands, under the names that everybody uses, with its history."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from publisher.api.schemas import MOST_ATTEMPTS
from publisher.models import Attempt
from tests.factories import AttemptFactory, ConnectionFactory
from tests.publisher.api.conftest import Program, Standing
from tests.publisher.stages import STAGES

pytestmark = pytest.mark.django_db

NAMED_BY_THE_DESIGN = {
    "failed_at",
    "retry_count",
    "last_retried_at",
    "permanently_failed",
    "permanently_failed_at",
    "error_message",
    "error_code",
    "error_detail",
    "started_at",
    "completed_at",
    "bytes_sent",
    "bytes_total",
    "state",
    "hold_reason",
    "due_at",
    "next",
    "remote_url",
}


def ids(told: Any) -> list[int]:
    return [each["id"] for each in told.body["items"]]


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_is_told(hers: Program, standing: Standing, stage: str) -> None:
    row = standing(stage)
    told = hers.get(f"/publications/{row.pk}").body
    assert told.keys() >= NAMED_BY_THE_DESIGN
    assert (told["state"], told["permanently_failed"]) == (row.state, row.state == "permanently_failed")
    assert (told["may_exist"], told["is_asked"]) == (row.may_exist, row.is_asked)
    assert hers.get("/publications").body["items"] == [{name: told[name] for name in hers.get("/publications").body["items"][0]}]


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("failed", "Automatic retry 1 of 5 runs "),
        ("refused", "The same would be refused again"),
        ("unconfirmed, a person is asked", "is it there? please look"),
        ("on hold: reconnect", "It goes on by itself once the account is connected again"),
        ("uploading", "61 %"),
        ("cancelled", "It was cancelled. Nothing was published."),
    ],
)
def test_what_comes_next_is_told_in_words(hers: Program, standing: Standing, stage: str, said: str) -> None:
    assert hers.get(f"/publications/{standing(stage).pk}").body["next"].startswith(said)


def test_a_moment_is_told_whole_by_every_verb(hers: Program, standing: Standing) -> None:
    row = standing("failed", failed_at=datetime(2026, 11, 26, 7, 35, 23, 771_234, tzinfo=UTC))
    told = [hers.get(f"/publications/{row.pk}").body, hers.post(f"/publications/{row.pk}/cancel").body["publication"]]
    assert {each["failed_at"] for each in told} == {"2026-11-26T07:35:23.771234Z"}


def test_what_staff_wrote_on_holding_it_is_told(hers: Program, standing: Standing) -> None:
    told = hers.get(f"/publications/{standing('on hold: by staff').pk}").body
    assert (told["hold_reason"], told["hold_note"]) == ("by_hand", "We look into it.")


def test_its_history_comes_the_newest_first(hers: Program, standing: Standing) -> None:
    row = standing("failed")
    AttemptFactory(publication=row, number=1, outcome="unknown", error_code="broken_off", http_status=None)
    AttemptFactory(
        publication=row, number=2, kind="look", cause="automatic", bytes_before=3, bytes_after=9, request_id="req-1", http_status=503
    )
    told = hers.get(f"/publications/{row.pk}").body["attempts"]
    assert [each["number"] for each in told] == [2, 1]
    assert told[0]["seconds"] == pytest.approx(60, abs=1)
    shown = {
        name: told[0][name]
        for name in ("kind", "cause", "outcome", "bytes_before", "bytes_after", "request_id", "http_status", "error_code")
    }
    assert shown == {
        "kind": "look",
        "cause": "automatic",
        "outcome": "failed",
        "bytes_before": 3,
        "bytes_after": 9,
        "request_id": "req-1",
        "http_status": 503,
        "error_code": None,
    }
    assert "worker" not in told[0]


def test_an_attempt_that_goes_on_has_no_end(hers: Program, standing: Standing) -> None:
    row = standing("uploading")
    AttemptFactory(publication=row, ended_at=None, outcome="")
    (told,) = hers.get(f"/publications/{row.pk}").body["attempts"]
    assert (told["ended_at"], told["seconds"], told["outcome"]) == (None, None, None)


def test_a_long_history_is_cut_off_at_its_old_end(hers: Program, standing: Standing) -> None:
    row, now = standing("failed"), clock.now()
    Attempt.objects.bulk_create(
        Attempt(publication=row, number=n, kind="look", cause="first", started_at=now, ended_at=now, outcome="unclear")
        for n in range(1, MOST_ATTEMPTS + 3)
    )
    told = hers.get(f"/publications/{row.pk}").body["attempts"]
    assert (len(told), told[-1]["number"]) == (MOST_ATTEMPTS, 3)


def test_the_list_can_be_narrowed(hers: Program, standing: Standing) -> None:
    waiting, failed = standing("waiting"), standing("failed")
    assert ids(hers.get("/publications", state="failed")) == [failed.pk]
    assert ids(hers.get("/publications", video=waiting.video_id)) == [waiting.pk]
    assert ids(hers.get("/publications", platform="youtube", state="waiting")) == [waiting.pk]
    assert ids(hers.get("/publications", platform="tiktok")) == []
    assert hers.get("/publications", state="lost").code == "invalid"


def test_staff_see_everybodys(hers: Program, staffs: Program, bob: User, standing: Standing) -> None:
    alices, his = standing("failed"), standing("waiting", connection=ConnectionFactory(user=bob))
    assert ids(hers.get("/publications")) == [alices.pk]
    assert ids(staffs.get("/publications")) == [his.pk, alices.pk]
    assert ids(staffs.get("/publications", owner="alice")) == [alices.pk]


def test_it_takes_the_same_queries_however_many_there_are(
    hers: Program, standing: Standing, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hers.get("/publications")
    for _ in range(2):
        for stage in ("failed", "waiting", "uploading", "on hold: quota"):
            AttemptFactory(publication=standing(stage))
        with django_assert_num_queries(5):  # the time and the token; the rows; the time and the switch
            hers.get("/publications")
