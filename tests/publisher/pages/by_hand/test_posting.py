"""Posting by hand: an account without leave, all that it takes ready to paste, and the address that ends it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django_q.models import OrmQ

from platforms import clock, registry
from platforms.models import Connection
from publisher import engine, rounds, services, sweep
from publisher.attention import awaiting
from publisher.inbox import inbox
from publisher.models import Publication
from publisher.states import HoldReason, State
from tests.factories import AssetFactory, UserFactory
from tests.publisher.pages.by_hand.conftest import CONTENT, INSTAGRAM, LINK, SITE, confirm, page_of


def test_an_account_by_hand_has_no_token_and_asks_for_none(browser: Client, connection: Connection) -> None:
    assert (connection.is_by_hand, connection.sealed_tokens) == (True, "")
    assert (connection.can_be_published_to, connection.is_usable, connection.needs_reconnect) == (True, False, False)
    assert connection not in Connection.objects.untested(clock.now())
    page = browser.get("/connections/").content.decode()
    assert "Slow Rivers" in page
    assert "You post to it yourself" in page
    assert f"/connections/{connection.pk}/test/" not in page


def test_the_same_address_is_the_same_account(browser: Client, connection: Connection) -> None:
    browser.post("/connect/by-hand/rumble/", {"name": "Slow Rivers again", "address": f"{SITE}/c/SlowRivers/"})
    assert Connection.objects.get().name == "Slow Rivers again"


def test_whoever_notes_an_account_keeps_nobody_else_from_it_and_learns_nothing_of_them(connection: Connection, client: Client) -> None:
    charlie = UserFactory()
    client.force_login(charlie)
    client.post("/connect/by-hand/rumble/", {"name": "Mine", "address": f"{SITE}/c/SlowRivers"})
    assert Connection.objects.get(user=charlie).pk != connection.pk


@pytest.mark.parametrize("address", ["https://example.org/c/SlowRivers", "rumble", "javascript:alert(1)", f"{SITE}/", ""])
def test_an_address_of_nothing_is_refused_and_what_was_typed_is_kept(browser: Client, address: str) -> None:
    answer = browser.post("/connect/by-hand/rumble/", {"name": "Slow Rivers", "address": address})
    assert answer.status_code == 422
    assert 'value="Slow Rivers"' in answer.content.decode()
    assert not Connection.objects.exists()


def test_a_platform_that_does_not_offer_it_has_no_such_page(browser: Client) -> None:
    assert browser.get("/connect/by-hand/youtube/").status_code == 404
    assert browser.get("/connect/by-hand/nowhere/").status_code == 404


def test_what_is_published_to_it_waits_for_its_owner_and_no_worker_ever_takes_it(row: Publication) -> None:
    assert (row.state, row.hold_reason, row.due_at) == (State.ON_HOLD, HoldReason.BY_HAND, None)
    assert not OrmQ.objects.exists()
    rounds.run_round()
    engine.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts.count()) == (State.ON_HOLD, 0)


@pytest.mark.parametrize("state", [State.WAITING, State.FAILED, State.PERMANENTLY_FAILED])
def test_the_database_lets_nobody_make_it_one_that_is_sent(row: Publication, state: State) -> None:
    sent = {"state": state, "hold_reason": "", "held_at": None, "due_at": None if state == State.PERMANENTLY_FAILED else clock.now()}
    with pytest.raises(IntegrityError, match="what_is_posted_by_hand_is_never_sent"), transaction.atomic():
        Publication.objects.filter(pk=row.pk).update(**sent)


def test_no_sweep_takes_it_even_days_later(row: Publication) -> None:
    later = clock.now() + timedelta(days=4)
    assert sweep.foreseen(later, limit=10) == []
    sweep.sweep_by_hand(later, by=None)
    rounds.release_holds(later)
    row.refresh_from_db()
    assert (row.state, row.hold_reason, row.retry_count) == (State.ON_HOLD, HoldReason.BY_HAND, 0)


def test_its_owner_is_asked_after_three_days_as_for_every_hold(row: Publication) -> None:
    Publication.objects.filter(pk=row.pk).update(held_at=clock.now() - timedelta(hours=73))
    rounds.run_round()
    told = inbox(row.connection.user, before="", now=clock.now()).told
    assert [each.head for each in told] == ["“Tide pools” still waits for you to post it on Rumble"]
    row.refresh_from_db()
    assert row.state == State.ON_HOLD


@pytest.mark.parametrize("verb", [services.retry, services.resume, services.mark_permanent])
def test_nothing_sends_it(row: Publication, verb: object) -> None:
    with pytest.raises(services.NotPossible) as refused:
        verb(row)  # type: ignore[operator]
    assert refused.value.code == "posted_by_hand"


def test_the_page_has_all_that_it_takes(browser: Client, row: Publication) -> None:
    page = page_of(browser, row)
    for words in ("Ready to post", f"{SITE}/upload.php", "At low water.\nWith &lt;crabs&gt;.", "sea, low tide", "Copy"):
        assert words in page, words
    taken = browser.get(f"/publications/{row.pk}/file")
    assert b"".join(taken) == CONTENT  # type: ignore[arg-type]
    assert taken.headers["Content-Disposition"] == 'attachment; filename="holiday.mp4"'
    assert browser.get(f"/publications/{row.pk}/picture").status_code == 404
    part = browser.get(f"/publications/{row.pk}/file", headers={"Range": "bytes=0-6"})
    assert (part.status_code, b"".join(part)) == (206, CONTENT[:7])  # type: ignore[arg-type]


def test_its_words_are_those_that_were_frozen(browser: Client, row: Publication) -> None:
    row.video.title = "Changed since"
    row.video.save()
    assert "Tide pools" in page_of(browser, row)


def test_it_is_among_what_needs_attention(browser: Client, row: Publication, alice: User) -> None:
    assert row in awaiting(alice, now=clock.now())
    page = browser.get("/attention/").content.decode()
    assert "Ready for you to post to Rumble" in page
    assert 'name="row"' not in page


def test_the_address_completes_it(browser: Client, row: Publication) -> None:
    assert "Published, by your hand." in confirm(browser, row, f"{LINK}?mref=zc4j3")
    assert (row.state, row.remote_id, row.hold_reason) == (State.PUBLISHED, "page-vwg19z", "")
    assert (row.interventions.get().deed, row.interventions.get().by_name) == ("confirm", "alice")
    assert not row.follow_ups.exists()
    page = page_of(browser, row)
    assert "It was posted by hand, and its address is kept here." in page
    assert "You gave the address of the post" in page


def test_a_second_press_changes_nothing(browser: Client, row: Publication) -> None:
    confirm(browser, row, LINK)
    said = browser.post(f"/publications/{row.pk}/confirm", {"answer": "there", "link": f"{SITE}/v9abc12-other.html"}, follow=True)
    assert any("There is nothing to confirm." in str(message) for message in said.context["messages"])
    row.refresh_from_db()
    assert row.remote_id == "page-vwg19z"


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "This is no link to a post on Rumble."),
        (f"{SITE}/c/SlowRivers", "This is no link to a post on Rumble."),
        ("no link", "This is no link."),
        ("", "Paste the link to the post."),
    ],
)
def test_what_is_no_address_of_a_post_there_is_said_beside_it_and_stays_to_be_mended(
    browser: Client, row: Publication, link: str, said: str
) -> None:
    answer = browser.post(f"/publications/{row.pk}/confirm", {"answer": "there", "link": link}, follow=True)
    page = answer.content.decode()
    assert said in page
    assert f'value="{link}" aria-invalid="true"' in page
    row.refresh_from_db()
    assert (row.state, row.remote_id) == (State.ON_HOLD, None)


def test_an_address_that_is_anothers_is_refused_by_its_name(browser: Client, row: Publication, alice: User) -> None:
    confirm(browser, row, LINK)
    other = AssetFactory(video__owner=alice, video__title="Another")
    second = services.publish(other.video, row.connection, options={"licence": "0"}, by=alice)
    answer = browser.post(f"/publications/{second.pk}/confirm", {"answer": "there", "link": LINK}, follow=True)
    assert "That post belongs to “Tide pools” already." in answer.content.decode()
    second.refresh_from_db()
    assert second.state == State.ON_HOLD


def test_that_it_is_not_there_needs_no_word(browser: Client, row: Publication) -> None:
    answer = browser.post(f"/publications/{row.pk}/confirm", {"answer": "absent"}, follow=True)
    assert any("It waits until you have posted it." in str(each) for each in answer.context["messages"])


def test_it_can_be_cancelled(browser: Client, row: Publication) -> None:
    browser.post(f"/publications/{row.pk}/cancel")
    row.refresh_from_db()
    assert row.state == State.CANCELLED


def test_bob_finds_none_of_it(row: Publication, client: Client) -> None:
    client.force_login(UserFactory())
    assert client.post(f"/publications/{row.pk}/confirm", {"answer": "there", "link": LINK}).status_code == 404
    assert client.get(f"/publications/{row.pk}/file").status_code == 404
    assert client.get(f"/publications/{row.pk}/picture").status_code == 404


def test_it_is_disconnected_without_asking_anybody(browser: Client, connection: Connection) -> None:
    browser.post(f"/connections/{connection.pk}/disconnect/", {"sure": "yes"})
    connection.refresh_from_db()
    assert connection.disconnected_at is not None


def test_a_personal_account_may_be_posted_to_by_hand(browser: Client) -> None:
    offered = {slug for slug in registry.slugs() if registry.adapter(slug).by_hand}
    assert offered == {"instagram", "rumble"}
    browser.post("/connect/by-hand/instagram/", {"name": "Ada", "address": f"{INSTAGRAM}/ada.l/"})
    assert Connection.objects.get(provider="instagram").is_by_hand
