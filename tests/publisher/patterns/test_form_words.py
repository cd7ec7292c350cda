"""A publish form's words: what it starts with, and what a pattern fills in; for each account what is right for it."""

from datetime import UTC, datetime
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import clock
from platforms.models import Connection
from publisher.models import Beside, Pattern, Profile, Publication, WordDefaults
from tests.factories import PatternFactory, UserFactory
from tests.publisher.publish_form import both, field, press
from videos.models import Video

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 13, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def third_of_november(monkeypatch: pytest.MonkeyPatch, alice: User) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Profile.objects.create(user=alice, time_zone="Europe/Berlin")


def words(browser: Client, video: Video, query: str = "", sent: dict[str, object] | None = None) -> dict[str, str]:
    """The words on the form: the shared ones, and under its prefix what an account has of its own."""
    address = f"/videos/{video.pk}/publish/{query}"
    answer = browser.get(address) if sent is None else browser.post(address, sent)
    assert answer.status_code == 200
    wishes = answer.context["wishes"]
    shared = {name: wishes.words[name].value() for name in wishes.words.fields}
    own = {field(wish.connection, name): wish.words[name].value() for wish in wishes.each for name in shared if wish.words.is_own(name)}
    return {name: unescape(value).replace("\r\n", "\n") for name, value in {**shared, **own}.items()}


def test_without_defaults_it_starts_with_the_videos_words(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    query = f"?connection={atelier.pk}&connection={pools.pk}"
    assert words(browser, bowl, query) == {"title": "Glazing a bowl", "description": "By hand.", "tags": "clay"}


def test_defaults_are_added_and_what_differs_for_an_account_is_its_own(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, alice: User
) -> None:
    WordDefaults.objects.create(owner=alice, tags=["weekly"], footer="Thanks.")
    WordDefaults.objects.create(owner=alice, connection=pools, footer_is=Beside.NONE, tags=["fedi"], tags_are=Beside.ADDED)
    assert words(browser, bowl, f"?connection={atelier.pk}&connection={pools.pk}") == {
        "title": "Glazing a bowl",
        "description": "By hand.",
        "tags": "clay, weekly, fedi",
        field(atelier, "description"): "By hand.\n\nThanks.",
        field(atelier, "tags"): "clay, weekly",
    }


def test_every_place_is_filled_in_in_the_owners_zone(browser: Client, bowl: Video, atelier: Connection, alice: User) -> None:
    WordDefaults.objects.create(owner=alice, footer="Thanks.", tags=["weekly"])
    pattern = PatternFactory(
        owner=alice,
        title="{title} · {account} on {platform} ({number})",
        description="{weekday}, {date}, {time}; {day}/{month}/{year}; {duration}; {description} {footer} {{x}}",
        tags="{tags}, {platform}, clay",
    )
    assert words(browser, bowl, sent={"connection": atelier.pk, "use_pattern": "yes", "pattern": pattern.pk}) == {
        "title": "Glazing a bowl · Atelier Nord on YouTube (1)",
        "description": "Tuesday, 3 November 2026, 14:02; 3/November/2026; 12:34; By hand. Thanks. {x}",
        "tags": "clay, weekly, YouTube",
    }


def test_the_account_comes_out_right_for_each_and_only_what_differs_is_its_own(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, alice: User
) -> None:
    pattern = PatternFactory(owner=alice, title="{title}, by {account}", description="{description}", tags="")
    sent = {**both(atelier, pools), "use_pattern": "yes", "pattern": pattern.pk}
    found = words(browser, bowl, sent=sent)
    assert found == {
        "title": "Glazing a bowl, by Tide pools",
        "description": "By hand.",
        "tags": "clay",
        field(atelier, "title"): "Glazing a bowl, by Atelier Nord",
    }
    assert not Publication.objects.exists()


def test_what_was_filled_in_is_sent_as_it_stands_then(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, alice: User
) -> None:
    pattern = PatternFactory(owner=alice)
    shown = browser.post(f"/videos/{bowl.pk}/publish/", {**both(atelier, pools), "use_pattern": "yes", "pattern": pattern.pk})
    own = {field(pools, "title"): "By Tide pools", f"initial-{field(pools, 'title')}": "Glazing a bowl, by Atelier Nord"}
    started = shown.context["patterns"].started
    press(browser, bowl, both(atelier, pools, title="Changed by hand", started=started, **own))
    assert {row.connection: row.title for row in Publication.objects.all()} == {atelier: "Changed by hand", pools: "By Tide pools"}


def test_a_time_that_is_chosen_is_the_time_that_is_filled_in(browser: Client, bowl: Video, atelier: Connection, alice: User) -> None:
    pattern = PatternFactory(owner=alice, title="{date} {time}", description="", tags="")
    sent = {"connection": atelier.pk, "use_pattern": "yes", "pattern": pattern.pk, "at": "2026-12-24T09:30"}
    assert words(browser, bowl, sent=sent)["title"] == "24 December 2026 09:30"
    assert words(browser, bowl, sent={**sent, "at": "no time"})["title"] == "3 November 2026 14:02"


def test_a_form_starts_with_the_default_pattern_and_another_can_be_taken(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, alice: User
) -> None:
    usual, other = PatternFactory(owner=alice, title="Usual {platform}"), PatternFactory(owner=alice, title="Other {platform}")
    WordDefaults.objects.create(owner=alice, pattern=usual)
    WordDefaults.objects.create(owner=alice, connection=pools, pattern=other)
    found = words(browser, bowl, f"?connection={pools.pk}&connection={atelier.pk}")
    assert (found["title"], found[field(atelier, "title")]) == ("Other PeerTube", "Usual YouTube")
    none = words(browser, bowl, sent={**both(atelier, pools), "use_pattern": "yes", "pattern": ""})
    assert none == {"title": "Glazing a bowl", "description": "By hand.", "tags": "clay"}


def test_an_account_that_is_ticked_later_is_filled_in_beside_words_that_were_changed(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, alice: User
) -> None:
    pattern = PatternFactory(owner=alice, title="{title} on {platform}", description="{description}", tags="{tags}")
    started = f"{pattern.pk}.{atelier.pk}"
    sent = {name: value for name, value in both(atelier, pools).items() if not name.startswith(f"to-{pools.pk}")}
    found = words(browser, bowl, sent={**sent, "show": "yes", "started": started, "title": "Mine", "description": "Changed."})
    assert (found["title"], found["description"], found[field(pools, "title")]) == ("Mine", "Changed.", "Glazing a bowl on PeerTube")
    fetched = words(browser, bowl, f"?connection={pools.pk}&started={started}")
    assert (fetched["title"], fetched[field(pools, "title")]) == ("Glazing a bowl on YouTube", "Glazing a bowl on PeerTube")


@pytest.mark.parametrize("said", ["", ".", "x.y", "-1.1", "99999999999999999999.1", "0.99", "1.0"])
def test_a_place_kept_on_the_page_that_says_nothing_is_passed_over(browser: Client, bowl: Video, atelier: Connection, said: str) -> None:
    assert words(browser, bowl, f"?connection={atelier.pk}&started={said}")["title"] == "Glazing a bowl"


def test_somebody_elses_pattern_is_not_there(browser: Client, bowl: Video, atelier: Connection) -> None:
    bobs = PatternFactory(owner=UserFactory())
    for said in (bobs.pk, "x", "1 OR 1"):
        sent = {"connection": atelier.pk, "use_pattern": "yes", "pattern": said}
        assert browser.post(f"/videos/{bowl.pk}/publish/", sent).status_code == 404


def test_one_that_grows_too_long_is_said_and_leaves_the_words(browser: Client, bowl: Video, atelier: Connection, alice: User) -> None:
    Video.objects.filter(pk=bowl.pk).update(description="d" * 9000)
    pattern = PatternFactory(owner=alice, description="{description}" * 3)
    sent = {"connection": atelier.pk, "use_pattern": "yes", "pattern": pattern.pk}
    shown = browser.post(f"/videos/{bowl.pk}/publish/", sent).content.decode()
    assert "The pattern could not be filled in." in shown
    assert Pattern.objects.get() == pattern
