"""Interventions: what people do is kept with who, why, and what the row was before."""

import pytest
from django.contrib.auth.models import User

from platforms import clock
from publisher import interventions
from publisher.interventions import By
from publisher.models import Deed, Door, Intervention, Publication
from publisher.services import NotPossible
from tests.factories import PublicationFactory
from tests.publisher.stages import STAGES


def failed(owner: User, **facts: object) -> Publication:
    made = PublicationFactory(owner=owner, **{**STAGES["failed"](clock.now()), **facts})
    return Publication.objects.with_all().get(pk=made.pk)


def test_it_is_kept_with_who_why_and_what_was_before(alice: User, sam: User) -> None:
    row = failed(alice, retry_count=3)
    said = interventions.carry_out(Deed.MARK, row, by=By(user=sam, door=Door.ADMIN, reason="The owner asked for it."))
    kept = Intervention.objects.get()
    assert (kept.deed, kept.door, kept.by, kept.by_name, kept.by_staff, kept.reason, kept.state_before, kept.said) == (
        "mark",
        "admin",
        sam,
        "sam",
        True,
        "The owner asked for it.",
        "failed",
        said,
    )
    assert (kept.before["retry_count"], kept.before["error_code"]) == (3, "server_error")


def test_what_was_refused_is_not_kept_as_done(alice: User, sam: User) -> None:
    with pytest.raises(NotPossible):
        interventions.carry_out(Deed.RESUME, failed(alice), by=By(user=sam, door=Door.ADMIN))
    assert not Intervention.objects.exists()


def test_its_owner_is_no_staff_and_a_command_has_no_name(alice: User) -> None:
    interventions.carry_out(Deed.RETRY, failed(alice), by=By(user=alice, door=Door.PAGE))
    interventions.carry_out(Deed.CANCEL, Publication.objects.with_all().get(), by=By(user=None, door=Door.COMMAND))
    assert list(Intervention.objects.values_list("by_staff", "by_name")) == [(False, alice.username), (True, "")]


@pytest.mark.parametrize("deed", Deed.values)
def test_every_deed_has_its_service(deed: str) -> None:
    assert Deed(deed) in interventions._DEEDS
