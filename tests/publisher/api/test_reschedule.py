"""POST /api/publications/{id}/reschedule: another time for what waits for its time."""

from datetime import timedelta

import pytest

from platforms import clock
from publisher.models import Intervention, Publication
from tests.publisher.api.conftest import Program, Standing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_it_is_moved_and_kept_who_did_it(hers: Program, standing: Standing) -> None:
    row, at = standing("scheduled"), (clock.now() + DAY).replace(microsecond=0)
    told = hers.post(f"/publications/{row.pk}/reschedule", {"at": at.isoformat(), "reason": "Rain."})
    assert told.status == 200
    assert told.body["said"].startswith("Moved to ")
    row.refresh_from_db()
    assert (row.scheduled_at, row.due_at) == (at, at)
    kept = Intervention.objects.get()
    assert (kept.deed, kept.reason, "scheduled_at" in kept.before) == ("reschedule", "Rain.", True)


def test_null_is_now(hers: Program, standing: Standing) -> None:
    row = standing("scheduled")
    told = hers.post(f"/publications/{row.pk}/reschedule", {"at": None})
    assert (told.status, told.body["said"]) == (200, "It goes out now.")


@pytest.mark.parametrize(
    ("stage", "ahead", "code"),
    [
        ("uploading", DAY, "too_late"),
        ("unconfirmed", DAY, "may_exist"),
        ("published", DAY, "too_late"),
        ("failed", DAY, "not_planned"),
        ("scheduled", -DAY, "passed"),
        ("scheduled", 1000 * DAY, "too_far"),
    ],
)
def test_what_cannot_be_moved_is_told_why(hers: Program, standing: Standing, stage: str, ahead: timedelta, code: str) -> None:
    row = standing(stage)
    told = hers.post(f"/publications/{row.pk}/reschedule", {"at": (clock.now() + ahead).isoformat()})
    assert (told.status, told.code) == (409, code)
    assert Publication.objects.get(pk=row.pk).due_at == row.due_at


@pytest.mark.parametrize("body", [{}, {"at": "tomorrow"}, {"at": "2026-12-01T09:00"}, {"at": 5}])
def test_a_time_without_a_zone_is_no_moment(hers: Program, standing: Standing, body: dict[str, object]) -> None:
    told = hers.post(f"/publications/{standing('scheduled').pk}/reschedule", body)
    assert (told.status, told.code) == (422, "invalid")
