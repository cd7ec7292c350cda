"""A day and an hour before its time, what is planned is looked at, and its owner told of what would be refused."""

from datetime import timedelta

import pytest
from django.test import Client
from django_q.models import OrmQ

from platforms import clock
from platforms.models import Connection
from publisher import tasks
from publisher.models import Notice, NoticeKind, Publication
from publisher.models.publications import EARLY, SHORTLY
from publisher.planned import ahead
from tests.factories import ConnectionFactory, PublicationFactory
from videos.storage import media

MINUTE = timedelta(minutes=1)
OPTIONS = {"privacy": "unlisted", "made_for_kids": False, "category": "22", "licence": "youtube"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def channel() -> Connection:
    return ConnectionFactory(tested_at=clock.now())


def planned(channel: Connection, *, ahead: timedelta, **columns: object) -> Publication:
    """A publication whose file is in the store, as it was when Publish was pressed."""
    at = clock.now() + ahead
    row = PublicationFactory(connection=channel, owner=channel.user, scheduled_at=at, due_at=at, **{"options": OPTIONS, **columns})
    writer = media().create(row.file_key)
    writer.append(b"bytes")
    stored = writer.finish()
    Publication.objects.filter(pk=row.pk).update(file_etag=stored.etag)
    row.refresh_from_db()
    return row


def looked_at() -> list[int]:
    ahead.keep(clock.now())
    found = [task.task["args"][0] for task in OrmQ.objects.all() if task.func() == "publisher.tasks.look_ahead"]
    OrmQ.objects.all().delete()
    return found


@pytest.mark.parametrize(
    ("time_left", "looked", "is_due"),
    [
        pytest.param(EARLY + MINUTE, None, False, id="more than a day ahead"),
        pytest.param(EARLY - MINUTE, None, True, id="within a day, never looked at"),
        pytest.param(EARLY - MINUTE, EARLY + MINUTE, True, id="within a day, looked at before that"),
        pytest.param(EARLY - 2 * MINUTE, EARLY - MINUTE, False, id="within a day, and looked at"),
        pytest.param(SHORTLY - MINUTE, EARLY, True, id="within the hour, looked at a day before"),
        pytest.param(SHORTLY - 2 * MINUTE, SHORTLY - MINUTE, False, id="within the hour, and looked at"),
        pytest.param(-MINUTE, None, False, id="its time has come"),
    ],
)
def test_when_it_is_looked_at(channel: Connection, time_left: timedelta, looked: timedelta | None, is_due: bool) -> None:
    row = planned(channel, ahead=time_left)
    if looked is not None and row.due_at:
        Publication.objects.filter(pk=row.pk).update(foreseen_at=row.due_at - looked)
    assert looked_at() == ([row.pk] if is_due else [])


def test_what_is_well_is_not_told(channel: Connection) -> None:
    row = planned(channel, ahead=EARLY / 2)
    tasks.look_ahead(row.pk)
    row.refresh_from_db()
    assert (row.foreseen, Notice.objects.count()) == ([], 0)
    assert row.foreseen_at is not None
    assert looked_at() == []


TROUBLES = {
    "the account has to be reconnected": {"problem": "reconnect", "problem_message": "Google no longer takes the leave."},
    "the words would be refused": {},
    "the file is gone": {},
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_would_be_refused_is_told_in_time_and_beside_it(channel: Connection, trouble: str, client: Client) -> None:
    title = "A <title>" if "words" in trouble else "Low tide"
    row = planned(channel, ahead=EARLY / 2, title=title)
    Connection.objects.filter(pk=channel.pk).update(**TROUBLES[trouble])
    if "file" in trouble:
        media().delete(row.file_key)
    tasks.look_ahead(row.pk)
    assert [notice.kind for notice in Notice.objects.all()] == [NoticeKind.AHEAD]
    client.force_login(channel.user)
    shown = client.get(f"/videos/{row.video_id}/").content.decode()
    assert "would refuse it at its time" in shown
    assert "would be refused by YouTube at its time" in client.get("/notices/").content.decode()


def test_what_was_mended_is_no_longer_said(channel: Connection, client: Client) -> None:
    row = planned(channel, ahead=EARLY / 2, title="A <title>")
    tasks.look_ahead(row.pk)
    Publication.objects.filter(pk=row.pk).update(title="Low tide")
    client.force_login(channel.user)
    assert "would refuse it" not in client.get(f"/videos/{row.video_id}/").content.decode()


def test_a_look_whose_worker_died_is_made_again(channel: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    row = planned(channel, ahead=EARLY / 2, title="A <title>")

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ahead, "foreseen", dies)
        with pytest.raises(KeyboardInterrupt):
            tasks.look_ahead(row.pk)
    assert looked_at() == [row.pk]
    tasks.look_ahead(row.pk)
    tasks.look_ahead(row.pk)  # a message that came twice
    assert Notice.objects.count() == 1


def test_a_store_that_is_away_says_nothing_of_the_file(channel: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    row = planned(channel, ahead=EARLY / 2)

    class Away:
        def etag(self, key: str) -> str:
            raise ahead.StoreError("The store does not answer.")

    monkeypatch.setattr(ahead, "media", Away)
    tasks.look_ahead(row.pk)
    assert not Notice.objects.exists()


def test_one_who_posts_by_hand_is_reminded_once_when_its_time_comes(client: Client) -> None:
    by_hand = ConnectionFactory(provider="rumble", is_by_hand=True, extra_data={}, scopes=[])
    at = clock.now() - MINUTE
    given = {"state": "on_hold", "hold_reason": "by_hand", "held_at": at - EARLY, "due_at": None, "is_by_hand": True}
    PublicationFactory(connection=by_hand, owner=by_hand.user, scheduled_at=at, **given)
    PublicationFactory(connection=by_hand, owner=by_hand.user, scheduled_at=at + EARLY, **given)
    for _ in range(2):
        ahead.notices.tell_of_posts_by_hand(clock.now())
    assert [notice.kind for notice in Notice.objects.all()] == [NoticeKind.TIME_TO_POST]
    client.force_login(by_hand.user)
    assert "It is time to post" in client.get("/notices/").content.decode()
