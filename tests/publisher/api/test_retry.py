"""POST /api/post-retry/{id}/retry: one more try now, or one more look; kept with who asked."""

import pytest
from django_q.models import OrmQ

from publisher.models import Intervention, Publication
from tests.publisher.api.conftest import Program, Standing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", ["failed", "exhausted", "refused", "marked by staff", "on hold: overdue"])
def test_it_is_tried_again_at_once(hers: Program, standing: Standing, stage: str) -> None:
    row = standing(stage)
    told = hers.post(f"/post-retry/{row.pk}/retry", {"reason": "the line is back"})
    assert (told.status, told.body["said"]) == (200, "Trying again now.")
    assert (told.body["publication"]["state"], told.body["publication"]["permanently_failed"]) == ("waiting", False)
    assert OrmQ.objects.count() == 1
    kept = Intervention.objects.get()
    assert (kept.deed, kept.door, kept.by_name, kept.reason, kept.state_before) == ("retry", "api", "alice", "the line is back", row.state)


def test_asked_twice_it_is_one_retry(hers: Program, standing: Standing) -> None:
    row = standing("failed")
    hers.post(f"/post-retry/{row.pk}/retry")
    assert hers.post(f"/post-retry/{row.pk}/retry").body["said"] == "It is on its way already."
    assert (OrmQ.objects.count(), Publication.objects.count()) == (1, 1)


def test_what_may_exist_is_only_looked_for(hers: Program, standing: Standing) -> None:
    row = standing("unconfirmed")
    told = hers.post(f"/post-retry/{row.pk}/retry")
    assert "nothing is sent again" in told.body["said"]
    assert (told.body["publication"]["state"], told.body["publication"]["may_exist"]) == ("unconfirmed", True)


def test_a_copy_is_deleted_only_when_asked(hers: Program, standing: Standing) -> None:
    row = standing("rejected, a copy is there")
    told = hers.post(f"/post-retry/{row.pk}/retry")
    assert (told.status, told.code) == (409, "copy_is_there")
    assert hers.post(f"/post-retry/{row.pk}/retry", {"discard_copy": "yes"}).status == 422
    assert hers.post(f"/post-retry/{row.pk}/retry", {"discard_copy": True}).status == 200
    assert Publication.objects.get(pk=row.pk).discard_id == "copy-1"


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        ("published", "nothing_to_retry"),
        ("cancelled", "nothing_to_retry"),
        ("on hold: by staff", "held_by_staff"),
        ("on hold: crashed", "held_by_staff"),
    ],
)
def test_it_says_why_it_cannot_be(hers: Program, standing: Standing, stage: str, code: str) -> None:
    row = standing(stage)
    told = hers.post(f"/post-retry/{row.pk}/retry")
    assert (told.status, told.code) == (409, code)
    assert not Intervention.objects.exists()


def test_somebody_elses_cannot_be_told_from_none(bobs: Program, standing: Standing) -> None:
    row = standing("failed")
    told = bobs.post(f"/post-retry/{row.pk}/retry")
    assert (told.status, told.code) == (404, "not_found")
    assert bobs.post(f"/post-retry/{row.pk + 999}/retry").body == told.body
    assert Publication.objects.get(pk=row.pk).state == "failed"


def test_staff_retry_for_others_and_it_is_kept_as_theirs(staffs: Program, standing: Standing) -> None:
    row = standing("failed")
    assert staffs.post(f"/post-retry/{row.pk}/retry").status == 200
    kept = Intervention.objects.get()
    assert (kept.by_name, kept.by_staff) == ("sam", True)


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 19, "9" * 400, "abc", "-1", "1.5", "%00", "١"])
def test_an_id_that_no_row_has_is_not_found(hers: Program, pk: str) -> None:
    assert hers.post(f"/post-retry/{pk}/retry").status == 404
