"""Notices: what happened, newest first, each once; new until it was seen, and looking by itself changes nothing."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from publisher import inbox
from publisher.models import Notice, NoticeKind
from tests.factories import ConnectionFactory
from tests.publisher.pages.conftest import Standing
from tests.publisher.pages.test_attention import page

STAGES = {
    "published": "is published on YouTube",
    "permanently_failed": "could not be published on YouTube",
    "asked": "Is “",
    "crashed": "broke off again and again",
    "held_long": "has been on hold for three days",
}
STAGE_OF = {
    "published": "published",
    "permanently_failed": "refused",
    "asked": "unconfirmed, a person is asked",
    "crashed": "on hold: crashed",
    "held_long": "on hold: quota",
}


def a_notice(standing: Standing, kind: str = "published", *, ago: timedelta = timedelta(hours=1), **changes: object) -> Notice:
    own = {"remote_id": f"post-{Notice.objects.count()}"} if kind == "published" else {}
    row = standing(STAGE_OF[kind], **{**own, **changes})
    return Notice.objects.create(user=row.connection.user, kind=kind, publication=row, happened_at=clock.now() - ago)


def new_ones() -> set[int]:
    return set(Notice.objects.unread().values_list("pk", flat=True))


def unread(shown: str) -> str:
    found = re.search(r'id="count-notices">(?:(\d+\+?)<)?', shown)
    assert found
    return found[1] or ""


@pytest.mark.parametrize("kind", STAGES)
def test_each_kind_is_told_with_the_way_to_its_place(browser: Client, standing: Standing, kind: str) -> None:
    notice = a_notice(standing, kind)
    shown = page(browser, "/notices/")
    assert STAGES[kind] in shown
    assert f'href="/videos/{notice.publication.video_id}/#publication-{notice.publication_id}"' in shown
    assert "Since then" not in shown


def test_an_account_is_told_once_whatever_waits_for_it(browser: Client, alice: User) -> None:
    since = clock.now() - timedelta(hours=1)
    broken = ConnectionFactory(user=alice, name="Kitchen", problem="reconnect", problem_message="It was taken back.", problem_since=since)
    Notice.objects.create(user=alice, kind=NoticeKind.RECONNECT, connection=broken, happened_at=since)
    shown = page(browser, "/notices/")
    assert "Kitchen has to be reconnected on YouTube" in shown
    assert "It was taken back." in shown
    assert f'href="/connections/#connection-{broken.pk}"' in shown
    broken.problem, broken.problem_since = "", None
    broken.save()
    assert "Since then: reconnected." in page(browser, "/notices/")


def test_what_has_changed_since_says_so(browser: Client, standing: Standing) -> None:
    notice = a_notice(standing, "asked")
    notice.publication.state, notice.publication.remote_id = "published", "v"
    notice.publication.save()
    assert "Since then: published." in page(browser, "/notices/")


def test_the_newest_stand_first_and_what_is_new_is_said(browser: Client, standing: Standing) -> None:
    old, new = a_notice(standing, ago=timedelta(hours=2)), a_notice(standing)
    Notice.objects.filter(pk=old.pk).update(read_at=clock.now())
    shown = page(browser, "/notices/")
    assert shown.index(f'id="notice-{new.pk}"') < shown.index(f'id="notice-{old.pk}"')
    assert shown.count('<span class="new">New</span>') == 1
    assert unread(shown) == unread(page(browser, "/library/")) == "1"


def test_to_look_changes_nothing(browser: Client, standing: Standing) -> None:
    notice = a_notice(standing)
    page(browser, "/notices/")
    assert new_ones() == {notice.pk}


def test_what_was_seen_is_noted_and_the_rail_learns_of_it(browser: Client, standing: Standing) -> None:
    seen, other = a_notice(standing), a_notice(standing)
    given = {"notice": seen.pk, "as_of": clock.now().isoformat()}
    answer = browser.post("/notices/read", given, headers={"HX-Request": "true"})
    assert new_ones() == {other.pk}
    assert 'id="count-notices" hx-swap-oob="true">1<' in answer.content.decode()


def test_all_are_read_by_one_press(browser: Client, standing: Standing) -> None:
    for _ in range(3):
        a_notice(standing)
    assert browser.post("/notices/read", {"all": "1"}, follow=True).redirect_chain == [("/notices/", 302)]
    assert new_ones() == set()


@pytest.mark.parametrize("as_of", ["", "soon", "2001-01-01T00:00:00", "2001-13-01T00:00:00Z", "2999-01-01T00:00:00Z"])
def test_what_happens_after_the_page_was_made_stays_new(browser: Client, standing: Standing, as_of: str) -> None:
    notice = a_notice(standing, ago=-timedelta(minutes=1))
    browser.post("/notices/read", {"all": "1", "as_of": as_of})
    assert new_ones() == {notice.pk}


def test_nobody_elses_are_shown_or_read(browser: Client, standing: Standing, bob: User) -> None:
    notice = a_notice(standing, connection=ConnectionFactory(user=bob))
    assert "Nothing happened yet" in page(browser, "/notices/")
    browser.post("/notices/read", {"all": "1", "notice": notice.pk})
    assert new_ones() == {notice.pk}


def test_it_goes_on_where_the_page_before_ended(browser: Client, standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "PAGE", 2)
    same = clock.now() - timedelta(hours=3)
    notices = [a_notice(standing) for _ in range(5)]
    Notice.objects.update(happened_at=same)
    seen, address = [], "/notices/"
    while address:
        shown = page(browser, address)
        seen += [int(pk) for pk in re.findall(r'id="notice-(\d+)"', shown)]
        older = re.search(r'href="(/notices/\?before=[^"]+)"', shown)
        address = older[1] if older else ""
    assert seen == [notice.pk for notice in reversed(notices)]


@pytest.mark.parametrize("before", ["x", "1", "1-x", "-1", "9" * 40 + "-1", "²-1", "9" * 17 + "-1"])
def test_a_place_that_makes_no_sense_is_the_beginning(browser: Client, standing: Standing, before: str) -> None:
    a_notice(standing)
    assert "is published" in page(browser, f"/notices/?before={before}")


def test_it_takes_few_queries_however_many_there_are(
    browser: Client, standing: Standing, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for kind in (*STAGES, "asked", "crashed"):
        a_notice(standing, kind)
    # The session, the user, the time, the notices; whether retries are paused, the counts in the rail.
    with django_assert_num_queries(6):
        page(browser, "/notices/")
