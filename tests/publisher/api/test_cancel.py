"""POST /api/publications/{id}/cancel: stopped while nothing can exist."""

import pytest

from publisher.models import Intervention, Publication
from tests.publisher.api.conftest import Program, Standing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", ["waiting", "scheduled", "failed", "on hold: quota"])
def test_what_has_not_begun_is_over(hers: Program, standing: Standing, stage: str) -> None:
    row = standing(stage)
    told = hers.post(f"/publications/{row.pk}/cancel", {"reason": "Wrong take."})
    assert (told.status, told.body["said"]) == (200, "Cancelled. Nothing was published.")
    assert (told.body["publication"]["state"], Intervention.objects.get().reason) == ("cancelled", "Wrong take.")


def test_a_worker_that_sends_is_asked_to_stop(hers: Program, standing: Standing) -> None:
    row = standing("uploading")
    assert hers.post(f"/publications/{row.pk}/cancel").body["said"] == "Stopping. Nothing will be published."
    assert Publication.objects.get(pk=row.pk).cancel_requested_at is not None


@pytest.mark.parametrize("stage", ["processing", "unconfirmed", "on hold, and may exist", "published"])
def test_once_a_post_may_exist_it_is_too_late(hers: Program, standing: Standing, stage: str) -> None:
    row = standing(stage)
    told = hers.post(f"/publications/{row.pk}/cancel")
    assert (told.status, told.code) == (409, "too_late")
    assert Publication.objects.get(pk=row.pk).state == row.state
