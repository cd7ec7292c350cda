"""What is foreseen of a deed is what the deed then comes to: at every stage, with every trouble around it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from platforms import clock
from platforms.models import Connection, Hold
from publisher import services
from publisher.bulk import done, each, forecast, possible
from publisher.facts import facts_of, with_facts
from publisher.foresight import Comes, foresee
from publisher.interventions import By
from publisher.models import Deed, Door, Extent, Publication
from tests.factories import AssetFactory, ConnectionFactory, PublicationFactory
from tests.publisher.stages import STAGES
from videos.models import Asset

BY_COMMAND = By(user=None, door=Door.COMMAND, reason="a test")
DEEDS = [deed for deed in Deed if deed not in (Deed.EDIT, Deed.RESCHEDULE)]
LEFT_BY_CHOICE = {"at_work"}
"""What the service would do, and nobody should do to many at once."""


def _nothing(row: Publication) -> None:
    pass


def _broken(row: Publication) -> None:
    Connection.objects.filter(pk=row.connection_id).update(problem="reconnect")


def _held(row: Publication) -> None:
    connection = row.connection
    Hold.objects.place("paused", platform=connection.provider, realm=connection.realm, connection=None, until=None, now=clock.now())


def _outdone(row: Publication) -> None:
    if row.state in ("permanently_failed", "cancelled"):
        PublicationFactory(connection=row.connection, asset=row.asset, **STAGES["failed"](clock.now()))


def _without_a_file(row: Publication) -> None:
    Asset.objects.filter(pk=row.asset_id).let_go(reason="Its owner deleted it.", now=clock.now())


def _leaving(row: Publication) -> None:
    services.remove_video(row.video, extent=Extent.LIBRARY, by="alice")


TROUBLES: dict[str, Callable[[Publication], None]] = {
    "no trouble": _nothing,
    "its account has to be reconnected": _broken,
    "its platform is paused": _held,
    "another took its place": _outdone,
    "its file was deleted": _without_a_file,
    "its video is being deleted": _leaving,
}


def wish_of(deed: Deed) -> dict[str, Any]:
    return {"found": None} if deed is Deed.CONFIRM else {}


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("stage", STAGES)
def test_it_is_what_the_deed_comes_to(alice: User, stage: str, trouble: str) -> None:
    for deed in DEEDS:
        made = PublicationFactory(
            connection=ConnectionFactory(user=alice), asset=AssetFactory(video__owner=alice), **STAGES[stage](clock.now())
        )
        TROUBLES[trouble](made)
        row = with_facts(Publication.objects.with_all(), now=clock.now()).get(pk=made.pk)
        foreseen = foresee(deed, facts_of(row))
        came = done(deed, row, by=BY_COMMAND, code=foreseen.code, **wish_of(deed))
        Hold.objects.all().delete()
        if foreseen.comes is Comes.LEFT:
            made.refresh_from_db()
            assert foreseen.code in LEFT_BY_CHOICE or came.comes is Comes.REFUSED or made.state == row.state, (deed, foreseen)
        else:
            assert (came.comes, came.code) == (foreseen.comes, foreseen.code), deed


def test_many_are_counted_by_kind_in_one_query(alice: User, django_assert_num_queries: Any) -> None:
    atelier = ConnectionFactory(user=alice)
    for stage in ("failed", "failed twice", "refused", "published", "uploading"):
        PublicationFactory(connection=atelier, asset=AssetFactory(video__owner=alice), **STAGES[stage](clock.now()))
    now = clock.now()
    with django_assert_num_queries(1):
        kinds = forecast(Deed.RETRY, Publication.objects.all(), now=now)
    assert [(kind.comes, kind.code, count) for kind, count in kinds.items()] == [
        ("done", "sends", 3),
        ("left", "on_its_way", 1),
        ("refused", "nothing_to_retry", 1),
    ]
    assert possible(Deed.RETRY, Publication.objects.all(), now=now).count() == 3


def test_a_dry_run_does_nothing(alice: User) -> None:
    made = PublicationFactory(
        connection=ConnectionFactory(user=alice), asset=AssetFactory(video__owner=alice), **STAGES["failed"](clock.now())
    )
    rows = with_facts(Publication.objects.with_all(), now=clock.now())
    assert [result.comes for result in each(Deed.RETRY, rows, by=BY_COMMAND, dry_run=True)] == [Comes.DONE]
    made.refresh_from_db()
    assert made.state == "failed"
