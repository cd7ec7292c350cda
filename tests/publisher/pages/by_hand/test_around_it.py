"""What happens around a post by hand: leave that comes later, two tabs, and what is chosen for it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import by_hand_accounts, clock, connections
from platforms.grants import Identity, Tokens
from platforms.models import Connection
from publisher import engine, rounds, services
from publisher.models import Publication
from publisher.services import Found
from publisher.states import HoldReason, State
from tests.factories import AssetFactory, ConnectionFactory, PublicationFactory
from tests.publisher.pages.by_hand.conftest import LINK, SITE, confirm, page_of

# -- once Retake has leave ------------------------------------------------------------------------------------------------


@pytest.fixture
def leave(connection: Connection, row: Publication) -> Connection:
    """Given after the video was left to its owner."""
    identity = Identity(id="zc4j3/77", name="Slow Rivers", details={"publisher_id": "zc4j3"})
    tokens = Tokens(access_token="a" * 40, scopes=("upload",))
    given, _ = connections.connect(connection.user, "rumble", realm=connection.realm, identity=identity, tokens=tokens)
    return given


def test_what_was_left_to_its_owner_stays_so_and_is_not_sent_as_well(browser: Client, row: Publication, leave: Connection) -> None:
    assert (leave.pk, leave.is_usable) == (row.connection_id, True)
    rounds.run_round()
    engine.run(row.pk)
    row.refresh_from_db()
    assert (row.is_to_be_posted, row.attempts.count()) == (True, 0)
    for verb in (services.retry, services.resume):
        with pytest.raises(services.NotPossible, match="You post this one yourself"):
            verb(Publication.objects.with_all().get(pk=row.pk))
    assert "Ready to post" in page_of(browser, row)
    confirm(browser, row, LINK)
    assert row.state == State.PUBLISHED
    assert not row.follow_ups.exists()


def test_the_same_video_does_not_go_there_a_second_time(row: Publication, leave: Connection) -> None:
    with pytest.raises(services.NotPossible) as refused:
        services.publish(row.video, leave, options={"licence": "0"}, by=leave.user)
    assert refused.value.code == "already_live"


def test_the_next_video_goes_by_itself(leave: Connection, alice: User) -> None:
    made = services.publish(AssetFactory(video__owner=alice).video, leave, options={"licence": "0"}, by=alice)
    assert (made.state, made.is_by_hand) == (State.WAITING, False)


def test_what_waited_for_a_reconnect_is_not_sent_by_an_account_by_hand(leave: Connection, alice: User) -> None:
    waiting = services.publish(AssetFactory(video__owner=alice).video, leave, options={"licence": "0"}, by=alice)
    connections.disconnect(leave, by=alice)
    engine.run(waiting.pk)
    by_hand_accounts.note(alice, "rumble", name="Slow Rivers", address=f"{SITE}/c/SlowRivers")
    rounds.run_round()
    engine.run(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.hold_reason, waiting.attempts.count()) == (State.ON_HOLD, HoldReason.RECONNECT, 0)


# -- two tabs -------------------------------------------------------------------------------------------------------------


def test_two_tabs_with_two_addresses_publish_it_once(browser: Client, row: Publication) -> None:
    one, other = (Publication.objects.with_all().get(pk=row.pk) for _ in range(2))
    services.confirm(one, Found(remote_id="page-vwg19z", url=LINK))
    with pytest.raises(services.NotPossible) as refused:
        services.confirm(other, Found(remote_id="page-v9abc12", url=f"{SITE}/v9abc12-other.html"))
    assert refused.value.code == "changed"
    row.refresh_from_db()
    assert row.remote_id == "page-vwg19z"


def test_a_tab_that_cancelled_it_ends_it_for_the_other(row: Publication) -> None:
    one, other = (Publication.objects.with_all().get(pk=row.pk) for _ in range(2))
    services.cancel(one)
    with pytest.raises(services.NotPossible):
        services.confirm(other, Found(remote_id="page-vwg19z", url=LINK))
    row.refresh_from_db()
    assert (row.state, row.remote_id) == (State.CANCELLED, None)


# -- what is chosen -------------------------------------------------------------------------------------------------------


def test_the_publish_form_asks_for_nothing_that_only_the_api_knows(browser: Client, connection: Connection, alice: User) -> None:
    video = AssetFactory(video__owner=alice).video
    page = browser.get(f"/videos/{video.pk}/publish/").content.decode()
    assert "by hand" in page
    assert "Licence" in page
    assert "short reference" not in page
    assert "publisher id" not in page


def test_on_all_accounts_together_it_waits_for_its_owner(browser: Client, row: Publication, alice: User) -> None:
    for number in range(2):
        PublicationFactory(
            connection=ConnectionFactory(user=alice), asset=row.asset, state="published", due_at=None, remote_id=f"there-{number}"
        )
    assert "Published on 2 of 3 · 1 waits for you" in browser.get("/library/").content.decode()


def test_what_was_planned_says_when(browser: Client, connection: Connection, alice: User, media: Path) -> None:
    at = clock.now() + timedelta(minutes=30)
    made = services.publish(AssetFactory(video__owner=alice).video, connection, options={"licence": "0"}, by=alice, at=at)
    assert (made.state, made.due_at) == (State.ON_HOLD, None)
    assert "planned" in page_of(browser, made)


def test_an_account_of_another_address_is_added_anew_and_never_reconnected(browser: Client, connection: Connection, alice: User) -> None:
    Connection.objects.filter(pk=connection.pk).update(realm="https://rumble.example")
    page = browser.get(f"/videos/{AssetFactory(video__owner=alice).video.pk}/publish/").content.decode()
    assert "Add it anew" in page
    assert "needs reconnecting" not in page
    assert "By hand, elsewhere" in browser.get("/connections/").content.decode()
