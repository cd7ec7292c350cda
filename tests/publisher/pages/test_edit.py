"""Edit and retry: the words and options as they were sent, what was refused beside its field, and one press that tries again."""

import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_q.models import OrmQ

from platforms import clock
from platforms.models import Hold
from publisher.models import Deed, Intervention, Publication
from publisher.services import retry
from publisher.views import edit
from tests.factories import ConnectionFactory
from tests.publisher.pages.conftest import Standing
from tests.publisher.stages import STAGES

CHOSEN = {"privacy": "unlisted", "category": "22", "made_for_kids": False, "licence": "youtube", "thumbnail": True, "embeddable": False}
SENT = {"title": "Low tide, again", "description": "By the harbour.", "tags": "sea, mud", "privacy": "private", "category": "22"}
SENT |= {"made_for_kids": "False", "licence": "youtube", "thumbnail": "on"}
REFUSED = {"error_code": "title_refused", "error_message": "YouTube refused the title.", "error_fix": "Shorten it."}
WORDS = {"title": "Low tide", "description": "What was sent.", "tags": ["sea", "old harbour"], "options": CHOSEN}


def form(browser: Client, row: Publication) -> str:
    answer = browser.get(f"/publications/{row.pk}/edit/")
    assert answer.status_code == 200
    return html.unescape(" ".join(answer.content.decode().split()))


def send(browser: Client, row: Publication, **changes: Any) -> tuple[str, list[str]]:
    """Press the button; gives the page that follows, and what it says."""
    answer = browser.post(f"/publications/{row.pk}/edit/", {**SENT, **changes}, follow=True)
    row.refresh_from_db()
    return html.unescape(" ".join(answer.content.decode().split())), [str(each) for each in answer.context["messages"]]


def beside(shown: str, field: str) -> str:
    """What is said beside a field as being wrong."""
    found = re.search(rf'<div id="id_{field}_error">(.*?)</div>', shown)
    return re.sub(r"<[^>]+>", " ", found[1]) if found else ""


# -- the form --------------------------------------------------------------------------------------------------------


def test_it_starts_with_what_was_sent_and_not_with_the_videos_words(browser: Client, standing: Standing) -> None:
    row = standing("refused", **WORDS)
    row.video.title = "Another title by now"
    row.video.save()
    shown = form(browser, row)
    assert 'name="title" value="Low tide"' in shown
    assert "What was sent.</textarea>" in shown
    assert 'value="sea, old harbour"' in shown
    assert '<option value="unlisted" selected>' in shown
    assert re.search(r'name="made_for_kids" value="False"[^>]*checked', shown)
    assert not re.search(r'name="embeddable"[^>]*checked', shown)


def test_what_was_refused_stands_beside_its_field(browser: Client, standing: Standing) -> None:
    assert "YouTube refused the title. Shorten it." in beside(form(browser, standing("refused", **WORDS, **REFUSED)), "title")
    of_an_option = {"error_code": "category_refused", "error_message": "YouTube does not take this category.", "error_fix": ""}
    assert "does not take this category" in beside(form(browser, standing("refused", **WORDS, **of_an_option)), "category")


def test_what_belongs_beside_no_field_stands_on_top(browser: Client, standing: Standing) -> None:
    shown = form(browser, standing("exhausted", **WORDS))
    assert "YouTube broke off with an error of its own." in shown[shown.index("<form class") :]
    assert "error" not in beside(shown, "title")


def test_what_would_be_refused_now_is_said_at_once(browser: Client, standing: Standing) -> None:
    shown = form(browser, standing("refused", **{**WORDS, "title": "A <title>"}, **REFUSED))
    assert len(beside(shown, "title").strip()) > len("YouTube refused the title. Shorten it.")


@pytest.mark.parametrize("stage", STAGES)
def test_it_is_offered_where_it_can_be_done_and_nowhere_else(browser: Client, standing: Standing, stage: str) -> None:
    row = standing(stage)
    panel = browser.get(f"/publications/{row.pk}/panel").content.decode()
    can = any(does in form(browser, row) for does in ("with these</button>", "Keep the changes</button>"))
    if f'href="/publications/{row.pk}/edit/"' in panel:
        assert can
    elif can:
        assert row.state == "on_hold"  # what waits for something else is not asked to be edited, and may be


# -- sending it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["refused", "exhausted", "marked by staff", "failed", "on hold: by_hand", "on hold: overdue"])
def test_one_press_tries_again_with_other_words(browser: Client, standing: Standing, alice: User, stage: str) -> None:
    row = standing(stage, **WORDS)
    _, said = send(browser, row)
    assert said == ["Low tide, again: Trying again now, with the words as you changed them."]
    assert (row.state, row.title, row.description, row.tags) == ("waiting", "Low tide, again", "By the harbour.", ["sea", "mud"])
    assert (row.options["privacy"], row.options["embeddable"], row.error_message) == ("private", False, "")
    assert OrmQ.objects.count() == 1
    kept = Intervention.objects.get()
    assert (kept.deed, kept.by, kept.by_staff, kept.before["title"]) == (Deed.EDIT, alice, False, "Low tide")
    row.video.refresh_from_db()
    assert row.video.title != "Low tide, again"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_sent(browser: Client, standing: Standing) -> None:
    row = standing("refused", **WORDS)
    shown, _ = send(browser, row, title="Still <wrong>", made_for_kids="")
    assert beside(shown, "title")
    assert "Answer yes or no." in beside(shown, "made_for_kids")
    shown, _ = send(browser, row, title="Still <wrong>")
    assert beside(shown, "title").strip()
    assert 'value="Still <wrong>"' in shown
    assert (row.state, row.title) == ("permanently_failed", "Low tide")


def test_a_failed_copy_is_deleted_only_where_that_was_ticked(browser: Client, standing: Standing) -> None:
    row = standing("rejected, a copy is there", **WORDS)
    assert "A failed copy of this video is on YouTube." in form(browser, row)
    shown, _ = send(browser, row)
    assert "Tick this: while the failed copy is there, the video cannot be sent again." in shown
    assert (row.state, row.remote_id) == ("permanently_failed", "copy-1")
    send(browser, row, discard_copy="on")
    assert (row.state, row.remote_id, row.discard_id) == ("waiting", None, "copy-1")


# -- where it cannot be done -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["uploading", "waiting", "processing", "unconfirmed", "published", "cancelled", "removed"])
def test_it_says_why_where_it_cannot_be_edited(browser: Client, standing: Standing, stage: str) -> None:
    row = standing(stage, **WORDS)
    shown = form(browser, row)
    assert "It cannot be edited now" in shown
    assert "<form class" not in shown
    send(browser, row)
    assert (row.state, row.title) == (STAGES[stage](clock.now())["state"], "Low tide")


def test_one_that_was_retried_meanwhile_says_so(browser: Client, standing: Standing) -> None:
    row = standing("refused", **WORDS)
    retry(Publication.objects.with_all().get(pk=row.pk))
    shown, _ = send(browser, row)
    assert "It cannot be edited: it is waiting." in shown
    assert row.title == "Low tide"


def test_one_that_is_retried_in_the_same_moment_says_so(browser: Client, standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    row = standing("refused", **WORDS)

    def overtaken(found: Publication, **_: object) -> None:
        retry(Publication.objects.with_all().get(pk=found.pk))

    monkeypatch.setattr(edit, "insist_on_editable", overtaken)
    _, said = send(browser, row)
    assert said == [f"Low tide: {edit.OVERTAKEN}"]
    assert (row.state, row.title) == ("waiting", "Low tide")


def test_while_its_account_or_platform_is_held_it_keeps_what_was_typed(browser: Client, standing: Standing, alice: User) -> None:
    broken = ConnectionFactory(user=alice, name="Second Kitchen", problem="reconnect")
    row = standing("refused", connection=broken, **WORDS)
    shown, _ = send(browser, row, title="Typed already")
    assert "Reconnect Second Kitchen first" in shown
    assert 'value="Typed already"' in shown
    assert "/connect/begin/" in shown
    held = standing("refused", **WORDS)
    Hold.objects.place("outage", platform="youtube", realm=held.connection.realm, connection=None, until=None, now=clock.now())
    assert "Nothing can be sent now." in form(browser, held)


def test_somebody_elses_is_not_found(standing: Standing, charlie: User) -> None:
    row, stranger = standing("refused", **WORDS), Client()
    stranger.force_login(charlie)
    assert stranger.get(f"/publications/{row.pk}/edit/").status_code == 404
    assert stranger.post(f"/publications/{row.pk}/edit/", SENT).status_code == 404
    row.refresh_from_db()
    assert row.state == "permanently_failed"
