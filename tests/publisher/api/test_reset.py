"""POST /api/post-retry/{id}/reset: the ladder from its start, by staff."""

import pytest

from publisher.models import Intervention, Publication
from tests.publisher.api.conftest import Program, Standing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", ["exhausted", "marked by staff"])
def test_what_was_given_up_is_tried_at_the_next_sweep(staffs: Program, standing: Standing, stage: str) -> None:
    row = standing(stage)
    told = staffs.post(f"/post-retry/{row.pk}/reset", {"reason": "the outage is over"})
    assert told.status == 200
    shown = told.body["publication"]
    assert (shown["state"], shown["retry_count"], shown["permanently_failed"], shown["permanently_failed_at"]) == ("failed", 0, False, None)
    kept = Intervention.objects.get()
    assert (kept.deed, kept.reason, kept.before["retry_count"]) == ("reset", "the outage is over", row.retry_count)


def test_what_was_refused_stays_until_it_is_edited(staffs: Program, standing: Standing) -> None:
    row = standing("refused", retry_count=3)
    shown = staffs.post(f"/post-retry/{row.pk}/reset").body["publication"]
    assert (shown["state"], shown["retry_count"]) == ("permanently_failed", 0)


def test_it_is_for_staff_alone(hers: Program, standing: Standing) -> None:
    row = standing("exhausted")
    told = hers.post(f"/post-retry/{row.pk}/reset")
    assert (told.status, told.code) == (403, "staff_only")
    assert Publication.objects.get(pk=row.pk).retry_count == 5


def test_what_is_not_there_is_not_found(staffs: Program) -> None:
    assert staffs.post("/post-retry/987654321/reset").status == 404
