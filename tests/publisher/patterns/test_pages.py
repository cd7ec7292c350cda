"""The pages of patterns: seen, made, changed, deleted, each with its preview; and the pages of defaults."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms.models import Connection
from publisher.models import Beside, Pattern, WordDefaults
from publisher.patterns.forms import MOST_PATTERNS
from tests.factories import PatternFactory, UserFactory
from videos.models import Video

pytestmark = pytest.mark.django_db
WEEKLY = {"name": "Weekly", "title": "{title} on {platform}", "description": "{description}", "tags": "{tags}"}


def sent(browser: Client, path: str, **given: Any) -> tuple[int, str]:
    answer = browser.post(path, given)
    return answer.status_code, answer.content.decode()


def test_the_empty_page_says_what_a_pattern_is(browser: Client) -> None:
    assert "Make a pattern" in browser.get("/patterns/").content.decode()


def test_one_is_made_changed_and_deleted(browser: Client, alice: User) -> None:
    assert sent(browser, "/patterns/new/", **WEEKLY)[0] == 302
    made = Pattern.objects.get()
    assert (made.owner, made.name, made.title) == (alice, "Weekly", "{title} on {platform}")
    assert "Weekly" in browser.get("/patterns/").content.decode()
    assert sent(browser, f"/patterns/{made.pk}/", **{**WEEKLY, "title": "{title}!"})[0] == 302
    assert Pattern.objects.get().title == "{title}!"
    WordDefaults.objects.create(owner=alice, pattern=made, footer="F")
    assert "start without a pattern" in " ".join(browser.get(f"/patterns/{made.pk}/delete/").content.decode().split())
    assert sent(browser, f"/patterns/{made.pk}/delete/")[0] == 302
    assert not Pattern.objects.exists()
    kept = WordDefaults.objects.get()
    assert (kept.pattern, kept.footer) == (None, "F")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": ""}, "Give the pattern a name."),
        ({"title": "{titel}"}, "There is no {titel}. There are {title}, "),
        ({"title": "{title.__class__}"}, "There is no {title.__class__}."),
        ({"tags": "{"}, "Write {{ where a brace is meant."),
        ({"title": "", "description": "", "tags": " "}, "Fill in at least one of title, description and tags."),
        ({"title": "x" * 501}, "at most 500 characters"),
        ({"name": "Taken"}, "You have a pattern of that name already."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(browser: Client, alice: User, given: dict[str, str], says: str) -> None:
    PatternFactory(owner=alice, name="Taken")
    status, shown = sent(browser, "/patterns/new/", **{**WEEKLY, **given})
    assert (status, says in shown) == (422, True)
    assert Pattern.objects.count() == 1


def test_there_is_an_end_to_how_many_one_has(browser: Client, alice: User) -> None:
    PatternFactory.create_batch(MOST_PATTERNS, owner=alice)
    assert f"You have {MOST_PATTERNS} patterns." in sent(browser, "/patterns/new/", **WEEKLY)[1]


def test_bobs_pattern_of_the_same_name_is_no_matter_and_not_hers_to_see(browser: Client) -> None:
    bobs = PatternFactory(owner=UserFactory(), name="Weekly")
    assert sent(browser, "/patterns/new/", **WEEKLY)[0] == 302
    for path in (f"/patterns/{bobs.pk}/", f"/patterns/{bobs.pk}/delete/"):
        assert browser.get(path).status_code == 404
        assert browser.post(path, WEEKLY).status_code == 404
    assert browser.post(f"/patterns/{bobs.pk}/default").status_code == 404
    assert Pattern.objects.filter(pk=bobs.pk).exists()


def test_a_preview_shows_the_words_of_each_account_and_keeps_nothing(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection
) -> None:
    status, shown = sent(browser, "/patterns/new/", **WEEKLY, preview="yes", video=bowl.pk)
    assert (status, Pattern.objects.count()) == (200, 0)
    assert "Glazing a bowl on YouTube" in shown
    assert "Glazing a bowl on PeerTube" in shown
    assert "25 of 100 characters" in shown


def test_a_preview_says_what_is_too_long_for_which_platform(browser: Client, bowl: Video, atelier: Connection) -> None:
    shown = sent(browser, "/patterns/new/", **{**WEEKLY, "title": "x" * 104}, preview="yes")[1]
    assert "4 too many for YouTube." in shown
    longest = sent(browser, "/patterns/new/", **{**WEEKLY, "tags": "y" * 101}, preview="yes")[1]
    assert "A tag may have 100 characters" in longest


def test_a_preview_of_what_is_wrong_says_so_and_shows_the_rest(browser: Client, bowl: Video, atelier: Connection) -> None:
    status, shown = sent(browser, "/patterns/new/", **{**WEEKLY, "tags": "{nothing}"}, preview="yes")
    assert status == 200
    assert "There is no {nothing}." in shown
    assert "Glazing a bowl on YouTube" in shown


def test_before_there_is_a_video_or_an_account_an_example_is_shown(browser: Client) -> None:
    shown = sent(browser, "/patterns/new/", **WEEKLY, preview="yes")[1]
    assert "Low tide at the old harbour on YouTube" in shown


def test_somebody_elses_video_is_no_example(browser: Client, bowl: Video) -> None:
    other = Client()
    other.force_login(UserFactory())
    assert "Glazing a bowl" not in sent(other, "/patterns/new/", **WEEKLY, preview="yes", video=bowl.pk)[1]


def test_markup_in_a_pattern_is_text(browser: Client, bowl: Video) -> None:
    shown = sent(browser, "/patterns/new/", **{**WEEKLY, "description": "<script>x</script>"}, preview="yes")[1]
    assert "<script>x" not in shown


def test_every_form_starts_with_one_until_it_is_taken_back(browser: Client, alice: User) -> None:
    pattern = PatternFactory(owner=alice)
    for expected in (pattern, None):
        assert browser.post(f"/patterns/{pattern.pk}/default").status_code == 302
        assert WordDefaults.objects.get().pattern == expected


def test_the_defaults_of_all_accounts_are_kept_and_shown(browser: Client, alice: User) -> None:
    given = {"privacy": "unlisted", "tags": "#sea, Sea, tide", "footer": "Thanks.\r\nAlice"}
    assert sent(browser, "/account/defaults/", **given)[0] == 302
    kept = WordDefaults.objects.get()
    assert (kept.owner, kept.connection, kept.privacy, kept.tags, kept.footer) == (
        alice,
        None,
        "unlisted",
        ["sea", "tide"],
        "Thanks.\nAlice",
    )
    shown = browser.get("/account/defaults/").content.decode()
    assert '<option value="unlisted" selected>' in shown
    assert "sea, tide" in shown


@pytest.mark.parametrize("given", [{"privacy": "friends"}, {"footer": "x" * 2001}, {"pattern": "999"}, {"tags": "y" * 101}])
def test_defaults_that_cannot_be_are_refused(browser: Client, given: dict[str, str]) -> None:
    assert sent(browser, "/account/defaults/", **given)[0] == 422
    assert not WordDefaults.objects.exists()


def test_somebody_elses_pattern_is_no_default(browser: Client) -> None:
    assert sent(browser, "/account/defaults/", pattern=PatternFactory(owner=UserFactory()).pk)[0] == 422


def test_an_account_has_its_own_and_forgets_them(browser: Client, atelier: Connection) -> None:
    path = f"/connections/{atelier.pk}/defaults/"
    options = {"privacy": "public", "category": "22", "licence": "youtube"}
    own = {"words-tags_are": "added", "words-tags": "glaze", "words-footer_is": "none"}
    assert sent(browser, path, **options, **own)[0] == 302
    kept = WordDefaults.objects.get(connection=atelier)
    assert (kept.tags_are, kept.tags, kept.footer_is) == (Beside.ADDED, ["glaze"], Beside.NONE)
    assert "glaze" in browser.get(path).content.decode()
    assert sent(browser, path, **options, **{"words-tags_are": "same", "words-footer_is": "same"})[0] == 302
    assert not WordDefaults.objects.exists()
    sent(browser, path, **options, **own)
    sent(browser, path, forget="yes")
    assert not WordDefaults.objects.exists()


def test_what_would_not_be_used_is_asked_about(browser: Client, atelier: Connection) -> None:
    options = {"privacy": "public", "category": "22", "licence": "youtube"}
    shown = sent(browser, f"/connections/{atelier.pk}/defaults/", **options, **{"words-tags": "glaze"})[1]
    assert "Say whether these tags are added or stand instead" in shown
    assert not WordDefaults.objects.exists()
