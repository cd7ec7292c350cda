"""Changing a post that is there: a form of what can be changed, its way in the panel, and plain words where it cannot be."""

import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import clock, registry
from platforms.models import Connection
from publisher import services
from publisher.models import Publication, Revision
from publisher.services import NotPossible
from publisher.services.revising import WILL_BE
from tests.factories import ConnectionFactory
from tests.publisher.pages.conftest import Standing
from tests.publisher.stages import STAGES

CHOSEN = {"privacy": "unlisted", "category": "22", "made_for_kids": False, "licence": "youtube", "thumbnail": True, "embeddable": False}
SENT = {"title": "Low tide", "description": "By the harbour.", "tags": "sea", "privacy": "unlisted", "category": "22"}
SENT |= {"made_for_kids": "False", "licence": "youtube", "public_stats": "on"}
WORDS = {"title": "Low tide", "description": "By the harbour.", "tags": ["sea"], "options": CHOSEN}
CANNOT = [each.slug for each in registry.platforms() if not each.revisable.is_any]


@pytest.fixture
def row(standing: Standing) -> Publication:
    return standing("published", **WORDS)


def plain(answer: Any) -> str:
    return html.unescape(" ".join(answer.content.decode().split()))


def form(browser: Client, row: Publication) -> str:
    return plain(browser.get(f"/publications/{row.pk}/change/"))


def panel(browser: Client, row: Publication) -> str:
    return plain(browser.get(f"/publications/{row.pk}/panel"))


def send(browser: Client, row: Publication, **changes: Any) -> tuple[str, list[str]]:
    answer = browser.post(f"/publications/{row.pk}/change/", {**SENT, **changes}, follow=True)
    return plain(answer), [str(each) for each in answer.context["messages"]]


def beside(shown: str, field: str) -> str:
    found = re.search(rf'<div id="id_{field}_error">(.*?)</div>', shown)
    return re.sub(r"<[^>]+>", " ", found[1]) if found else ""


def test_only_what_can_be_changed_is_a_field(browser: Client, row: Publication) -> None:
    shown = form(browser, row)
    assert 'name="title" value="Low tide"' in shown
    assert '<option value="unlisted" selected>' in shown
    assert not re.search(r'name="embeddable"[^>]*checked', shown)
    assert not any(f'name="{name}"' in shown for name in ("thumbnail", "playlists", "short", "notify_subscribers"))
    assert "are changed in YouTube Studio" in shown


def test_one_press_wishes_for_what_was_changed_alone(browser: Client, row: Publication, alice: User) -> None:
    _, said = send(browser, row, title="Low tide, at last", privacy="public")
    assert said == [f"Low tide: {WILL_BE}"]
    wish = Revision.objects.get()
    assert (wish.title, wish.named, wish.requested_by) == ("Low tide, at last", ["privacy", "title"], alice)
    row.refresh_from_db()
    assert (row.title, row.state) == ("Low tide", "published")
    assert "A change is on its way to YouTube" in panel(browser, row)
    assert 'value="Low tide, at last"' in form(browser, row)


def test_pressed_twice_it_is_one_wish(browser: Client, row: Publication) -> None:
    send(browser, row, title="Low tide, at last")
    _, said = send(browser, row, title="Low tide, at last")
    assert said == ["Low tide: It is on its way already."]
    assert Revision.objects.count() == 1


def test_nothing_changed_is_said(browser: Client, row: Publication) -> None:
    _, said = send(browser, row)
    assert said == ["Low tide: Nothing to change: it is so already."]
    assert not Revision.objects.exists()


def test_what_would_be_refused_is_said_beside_its_field(browser: Client, row: Publication) -> None:
    shown, _ = send(browser, row, title="Low <tide>", publish_at="2020-01-01T10:00")
    assert "in the title. Remove them." in beside(shown, "title")
    assert beside(shown, "publish_at").strip()
    assert 'value="Low <tide>"' in shown
    shown, _ = send(browser, row, title="", made_for_kids="")
    assert beside(shown, "title").strip()
    assert "Answer yes or no." in beside(shown, "made_for_kids")
    assert not Revision.objects.exists()


def test_what_is_wrong_already_and_does_not_change_is_let_be(browser: Client, row: Publication) -> None:
    Publication.objects.update(file_size=0, description="Was <taken> once.")
    _, said = send(browser, row, description="Was <taken> once.", title="Low tide, at last")
    assert said == [f"Low tide: {WILL_BE}"]


def test_a_video_that_became_public_by_itself_is_shown_so(browser: Client, standing: Standing) -> None:
    row = standing("published", **{**WORDS, "options": {**CHOSEN, "privacy": "private", "publish_at": "2020-01-01T10:00:00Z"}})
    assert '<option value="public" selected>' in form(browser, row)
    _, said = send(browser, row, privacy="public", title="Low tide, at last")
    assert said == [f"Low tide: {WILL_BE}"]
    assert Revision.objects.get().named == ["title"]


@pytest.mark.parametrize("stage", STAGES)
def test_it_is_offered_for_what_is_published_and_refused_elsewhere(browser: Client, standing: Standing, stage: str) -> None:
    row = standing(stage, **WORDS)
    offered = f'href="/publications/{row.pk}/change/"' in panel(browser, row)
    assert offered == (row.state == "published")
    if offered:
        assert services.revise(row, options={"privacy": "public"}, by=None) == WILL_BE
        return
    assert "It cannot be changed from here" in form(browser, row)
    with pytest.raises(NotPossible) as refusal:
        services.revise(row, options={"privacy": "public"}, by=None)
    assert refusal.value.code == "not_published"
    send(browser, row)
    assert not Revision.objects.exists()


@pytest.mark.parametrize("slug", CANNOT)
def test_where_a_platform_has_no_call_it_says_where_it_is_done(browser: Client, standing: Standing, alice: User, slug: str) -> None:
    row = standing("published", connection=ConnectionFactory(user=alice, provider=slug))
    elsewhere = registry.adapter(slug, row.connection.realm).revisable.elsewhere
    assert elsewhere in panel(browser, row)
    assert row.remote_url in panel(browser, row)
    assert elsewhere in form(browser, row)


def test_what_was_posted_by_hand_is_changed_by_hand(browser: Client, standing: Standing, alice: User) -> None:
    row = standing("published", is_by_hand=True, deciding_since=None, **WORDS)
    assert "You posted this one yourself" in form(browser, row)
    assert "/change/" not in panel(browser, row)


def test_a_refusal_is_told_with_a_way_on(browser: Client, row: Publication, atelier: Connection) -> None:
    send(browser, row, title="Low tide, at last")
    told = {
        "error_kind": "refused",
        "error_code": "deleted_there",
        "error_message": "It is not there any more.",
        "error_fix": "Publish it.",
    }
    Revision.objects.update(given_up_at=clock.now(), due_at=None, **told)
    shown = panel(browser, row)
    assert "The change was not made on YouTube" in shown
    assert "It is not there any more. Publish it." in shown
    answer = browser.post(f"/publications/{row.pk}/change/again", follow=True)
    assert [str(each) for each in answer.context["messages"]] == [f"Low tide: {WILL_BE}"]
    assert [each.is_open for each in Revision.objects.all()] == [False, True]
    assert browser.post(f"/publications/{row.pk}/change/again").status_code == 302


def test_what_waits_says_until_when_and_what_was_made_is_told(browser: Client, row: Publication) -> None:
    send(browser, row, title="Low tide, at last")
    Revision.objects.update(due_at=None, error_kind="unauthorized", error_code="x", error_message="No leave any more.")
    assert "It is told again once the account is connected." in panel(browser, row)
    Revision.objects.update(done_at=clock.now(), error_message="", warning="Its time had passed.")
    shown = panel(browser, row)
    assert "Changed on YouTube" in shown
    assert "Its time had passed." in shown
    answer = browser.post(f"/publications/{row.pk}/change/again", follow=True)
    assert [str(each) for each in answer.context["messages"]] == ["Low tide: There is no change to try again."]


def test_while_it_is_on_its_way_the_panel_asks_again(browser: Client, row: Publication) -> None:
    assert "Live-Again" not in browser.get(f"/publications/{row.pk}/panel").headers
    send(browser, row, title="Low tide, at last")
    assert browser.get(f"/publications/{row.pk}/panel").headers["Live-Again"] == "2"


def test_somebody_elses_is_not_found(row: Publication, charlie: User) -> None:
    stranger = Client()
    stranger.force_login(charlie)
    for path in ("change/", "change/again"):
        assert stranger.post(f"/publications/{row.pk}/{path}", SENT).status_code == 404
    assert not Revision.objects.exists()
