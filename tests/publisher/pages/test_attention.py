"""Attention: what failed, waits for its owner or is asked about, by cause, newest first, in few queries however much there is."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from publisher import attention, rail
from publisher.causes import Cause
from retries.models import SweepSwitch
from tests.factories import ConnectionFactory
from tests.publisher.pages.conftest import Standing
from tests.publisher.stages import STAGES
from videos.models import Video

SHOWN = {
    "failed",
    "failed twice",
    "failed, its slot has come",
    "exhausted",
    "refused",
    "rejected, a copy is there",
    "marked by staff",
    "processing, waits for its owner there",
    "unconfirmed, a person is asked",
    "on hold: reconnect",
    "on hold: by_hand",
    "on hold: overdue",
    "on hold: crashed",
    "on hold: to be posted by hand",
}
NOBODYS_BUT_MINE = SHOWN - {"failed", "failed twice", "failed, its slot has come", "on hold: crashed"}


def page(browser: Client, address: str = "/attention/") -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def heads(shown: str) -> list[str]:
    return re.findall(r'<h2 id="cause-\d+">(.*?)</h2>', shown)


def counted(shown: str) -> str:
    found = re.search(r'id="count-attention">(?:(\d+\+?)<)?', shown)
    assert found
    return found[1] or ""


# -- what is shown ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_it_shows_what_failed_or_needs_its_owner_and_nothing_else(browser: Client, standing: Standing, stage: str) -> None:
    row = standing(stage)
    assert (f'id="row-{row.pk}"' in page(browser)) == (stage in SHOWN)


@pytest.mark.parametrize("stage", STAGES)
def test_the_rail_counts_what_nobody_else_brings_forward(browser: Client, standing: Standing, stage: str) -> None:
    standing(stage)
    assert counted(page(browser, "/library/")) == ("1" if stage in NOBODYS_BUT_MINE else "")


@pytest.mark.parametrize("stage", [name for name in STAGES if name.startswith("on hold")])
def test_any_hold_is_shown_and_counted_once_it_has_lasted_three_days(browser: Client, standing: Standing, stage: str) -> None:
    row = standing(stage, held_at=clock.now() - timedelta(hours=73))
    shown = page(browser)
    assert f'id="row-{row.pk}"' in shown
    assert counted(shown) == "1"


def test_an_empty_one_says_that_nothing_needs_its_reader(browser: Client) -> None:
    assert "Nothing needs you" in page(browser)


def test_it_holds_nobody_elses(browser: Client, standing: Standing, bob: User) -> None:
    row = standing("refused", connection=ConnectionFactory(user=bob))
    shown = page(browser)
    assert f"row-{row.pk}" not in shown
    assert counted(shown) == ""


@pytest.mark.parametrize("newer", ["uploading", "published", "failed", "refused", "cancelled"])
def test_one_that_was_given_up_steps_back_behind_a_newer_one_of_its_video_there(
    browser: Client, standing: Standing, bowl: Video, newer: str
) -> None:
    old, other = standing("refused", video=bowl), standing("refused")
    standing(newer, video=bowl)
    shown = page(browser)
    assert f'id="row-{old.pk}"' not in shown
    assert f'id="row-{other.pk}"' in shown


def test_one_that_was_given_up_stays_beside_its_video_on_another_account(browser: Client, standing: Standing, alice: User) -> None:
    old = standing("refused")
    standing("published", video=old.video, connection=ConnectionFactory(user=alice))
    assert f'id="row-{old.pk}"' in page(browser)


def test_what_is_dismissed_leaves(browser: Client, standing: Standing) -> None:
    row = standing("refused")
    assert f'action="/publications/{row.pk}/cancel"' in page(browser)
    browser.post(f"/publications/{row.pk}/cancel")
    assert "Nothing needs you" in page(browser)


# -- causes ----------------------------------------------------------------------------------------------------------


def test_what_has_one_cause_stands_together_with_its_count_and_the_newest_first(browser: Client, standing: Standing) -> None:
    standing("failed", error_code="cut_off", error_message="The line broke.")
    standing("refused")
    standing("failed", error_code="cut_off", error_message="The line broke.")
    shown = page(browser)
    assert heads(shown) == ["The line broke", "YouTube refused the title"]
    assert "YouTube · 2 videos" in shown
    assert "YouTube · 1 video<" in shown


def test_where_the_account_is_the_cause_each_account_has_its_own(browser: Client, standing: Standing, alice: User) -> None:
    for name in ("Atelier", "Kitchen"):
        broken = ConnectionFactory(user=alice, name=name, problem="reconnect", problem_message="It was taken back.")
        for _ in range(2):
            standing("on hold: reconnect", connection=broken)
    shown = page(browser)
    assert heads(shown) == ["Kitchen has to be reconnected on YouTube", "Atelier has to be reconnected on YouTube"]
    assert shown.count("/connect/begin/") == 2


def test_where_the_platform_is_the_cause_accounts_stand_together(browser: Client, standing: Standing, alice: User) -> None:
    standing("failed")
    standing("failed", connection=ConnectionFactory(user=alice))
    assert len(heads(page(browser))) == 1


@pytest.mark.parametrize("stage", sorted(SHOWN))
def test_each_cause_is_said_in_sentences_that_can_be_read_aloud(browser: Client, standing: Standing, stage: str) -> None:
    standing(stage)
    told = re.search(r'<div class="told">(.*?)</div>', page(browser), re.DOTALL)
    assert told
    for sentence in re.findall(r"<p>(.*?)</p>", told[1]):
        assert re.fullmatch(r"[A-Z][^{}]*\.", sentence), sentence
        assert "None" not in sentence
        assert "  " not in sentence


def test_a_cause_shows_the_newest_few_and_leads_to_all(browser: Client, standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "EACH", 2)
    monkeypatch.setattr(attention, "PAGE", 3)
    rows = [standing("failed") for _ in range(5)]
    shown = page(browser)
    assert [f'id="row-{row.pk}"' in shown for row in rows] == [False, False, False, True, True]
    address = re.search(r'href="(/attention/\?cause=[^"]+)">Show all 5', shown)
    assert address
    first = page(browser, address[1])
    assert [f'id="row-{row.pk}"' in first for row in rows] == [False, False, True, True, True]
    second = page(browser, f"{address[1]}&before={rows[2].pk}")
    assert [f'id="row-{row.pk}"' in second for row in rows] == [True, True, False, False, False]
    assert "Older" not in second


def test_it_goes_on_with_older_causes_where_the_page_before_ended(
    browser: Client, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention, "GROUPS", 2)
    for number in range(3):
        standing("failed", error_code=f"code_{number}", error_message=f"Trouble {number}.")
    first = page(browser)
    assert heads(first) == ["Trouble 2", "Trouble 1"]
    older = re.search(r'href="(/attention/\?before=\d+)"', first)
    assert older
    assert heads(page(browser, older[1])) == ["Trouble 0"]


@pytest.mark.parametrize(
    "query", ["before=x", "before=-1", "before=" + "9" * 40, "before=²", "cause=x", "cause=....", "cause=failed....a.nowhere."]
)
def test_a_place_that_makes_no_sense_is_the_beginning(browser: Client, standing: Standing, query: str) -> None:
    row = standing("failed")
    assert f'id="row-{row.pk}"' in page(browser, f"/attention/?{query}")


@pytest.mark.parametrize("stage", sorted(SHOWN))
def test_a_cause_is_found_again_by_its_address(standing: Standing, alice: User, stage: str) -> None:
    standing(stage)
    [group] = attention.attention(alice, before=None, only=None, now=clock.now()).groups
    assert Cause.from_slug(group.cause.slug) == group.cause
    [same] = attention.attention(alice, before=None, only=group.cause, now=clock.now()).groups
    assert same == group


def test_while_automatic_retries_are_paused_no_time_is_promised(browser: Client, standing: Standing, sam: User) -> None:
    standing("failed")
    assert "Each is tried again by itself at its time." in page(browser)
    SweepSwitch.objects.stop(by=sam, why="", now=clock.now())
    assert "Each is tried again once automatic retries run." in page(browser)


# -- cost, and what is live ------------------------------------------------------------------------------------------


def test_it_takes_few_queries_whatever_it_shows(
    browser: Client, standing: Standing, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for stage in STAGES:
        standing(stage)
    for _ in range(3):
        standing("failed", connection=ConnectionFactory(user=alice))
    # The session, the user, the time, the pause, the rows, their causes, and what needs them.
    with django_assert_num_queries(7):
        page(browser)
    with django_assert_num_queries(7):
        page(browser, "/attention/causes")


def test_counting_stops_where_the_rail_does(browser: Client, standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rail, "MOST_COUNTED", 2)
    for _ in range(4):
        standing("refused")
    assert counted(page(browser)) == "2+"


def test_its_list_alone_brings_the_count_of_the_rail_along(browser: Client, standing: Standing) -> None:
    standing("refused")
    standing("failed")
    shown = page(browser, "/attention/causes")
    assert "<html" not in shown
    assert 'id="count-attention" hx-swap-oob="true">1<' in shown
    assert 'data-live-again="15"' in shown


def test_the_count_reads_no_more_than_its_index_finds(standing: Standing, alice: User) -> None:
    standing("refused")
    plan = attention.awaiting(alice, now=clock.now()).values("pk")[:100].explain()
    assert "publication_of_connection (connection_id=? AND state=?)" in plan or connection.vendor != "sqlite"


def test_what_waits_for_its_owner_on_the_platform_says_what_to_do_there(browser: Client, standing: Standing) -> None:
    standing("processing, waits for its owner there")
    shown = page(browser)
    assert heads(shown) == ["YouTube waits for you"]
    assert "The draft lies in the inbox of your app: open it there, and post it. Retake looks now and then whether you did." in shown
    assert "Waits for you there" in shown
