"""Retry, cancel and confirm: one's own only, POST only, once however often they are pressed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_q.models import OrmQ

from platforms import clock
from publisher.models import Publication
from tests.publisher.pages.conftest import Standing

VERBS = ["retry", "cancel", "confirm"]
LINK = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def press(browser: Client, verb: str, row: Publication, **given: str) -> str:
    """Press the button on the video's page; gives what the page then says."""
    origin = f"http://testserver/videos/{row.video_id}/"
    answer = browser.post(f"/publications/{row.pk}/{verb}", given, headers={"Referer": origin}, follow=True)
    assert answer.redirect_chain == [(origin, 302)]
    row.refresh_from_db()
    said = answer.context["messages"]
    return " ".join(str(message) for message in said)


# -- retry -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["failed", "exhausted", "refused", "marked by staff", "on hold: overdue"])
def test_retry_starts_a_try_at_once(browser: Client, standing: Standing, stage: str) -> None:
    row = standing(stage)
    assert "Trying again now." in press(browser, "retry", row)
    assert (row.state, row.cause, row.error_message) == ("waiting", "by_hand", "")
    assert OrmQ.objects.count() == 1


def test_a_double_click_makes_one_retry(browser: Client, standing: Standing) -> None:
    row = standing("failed")
    press(browser, "retry", row)
    due_at, marker = row.due_at, row.marker
    assert "It is on its way already." in press(browser, "retry", row)
    assert (row.due_at, row.marker) == (due_at, marker)
    assert OrmQ.objects.count() == 1
    assert Publication.objects.count() == 1


def test_retry_of_what_may_exist_only_looks(browser: Client, standing: Standing) -> None:
    row = standing("unconfirmed")
    assert "nothing is sent again before that is clear" in press(browser, "retry", row)
    assert row.state == "unconfirmed"
    assert row.due_at <= clock.now()


def test_retry_never_deletes_a_copy_unasked(browser: Client, standing: Standing) -> None:
    row = standing("rejected, a copy is there")
    assert "Retry has to delete it there first." in press(browser, "retry", row)
    assert (row.state, row.remote_id) == ("permanently_failed", "copy-1")
    assert "Trying again now." in press(browser, "retry", row, discard_copy="1")
    assert (row.state, row.remote_id, row.discard_id) == ("waiting", None, "copy-1")


@pytest.mark.parametrize("stage", ["published", "cancelled", "removed"])
def test_what_has_ended_is_not_retried(browser: Client, standing: Standing, stage: str) -> None:
    row = standing(stage)
    assert "There is nothing to retry" in press(browser, "retry", row)
    assert row.state == stage


# -- cancel ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["waiting", "scheduled", "handed over", "failed", "on hold: quota"])
def test_cancel_ends_what_has_not_begun(browser: Client, standing: Standing, stage: str) -> None:
    row = standing(stage)
    assert "Cancelled. Nothing was published." in press(browser, "cancel", row)
    assert row.state == "cancelled"


def test_cancel_asks_a_worker_to_stop(browser: Client, standing: Standing) -> None:
    row = standing("uploading")
    assert "Stopping. Nothing will be published." in press(browser, "cancel", row)
    assert row.cancel_requested_at is not None


@pytest.mark.parametrize("stage", ["uploading the last bytes", "processing", "unconfirmed", "on hold, and may exist", "published"])
def test_cancel_comes_too_late_once_a_post_may_exist(browser: Client, standing: Standing, stage: str) -> None:
    row = standing(stage)
    state = row.state
    assert "too late to cancel" in press(browser, "cancel", row)
    assert (row.state, row.cancel_requested_at) == (state, None)


# -- confirm ---------------------------------------------------------------------------------------------------------


def test_the_owners_link_makes_it_published(browser: Client, standing: Standing) -> None:
    row = standing("unconfirmed, a person is asked")
    assert "Published, by your word." in press(browser, "confirm", row, answer="there", link=LINK)
    assert (row.state, row.remote_id, row.remote_url) == ("published", "dQw4w9WgXcQ", LINK)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("", "Paste the link to the post."),
        ("glaze", "This is no link"),
        ("javascript:alert(1)", "This is no link"),
        ("https://example.org/watch?v=dQw4w9WgXcQ", "This is no link to a post on YouTube."),
    ],
)
def test_no_other_link_counts(browser: Client, standing: Standing, link: str, said: str) -> None:
    row = standing("unconfirmed, a person is asked")
    answer = browser.post(f"/publications/{row.pk}/confirm", {"answer": "there", "link": link}, follow=True)
    assert said in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.remote_id) == ("unconfirmed", None)


def test_the_post_of_another_publication_does_not_count(browser: Client, standing: Standing) -> None:
    standing("published", remote_id="dQw4w9WgXcQ")
    row = standing("unconfirmed, a person is asked")
    answer = browser.post(f"/publications/{row.pk}/confirm", {"answer": "there", "link": LINK}, follow=True)
    page = answer.content.decode()
    assert "That post belongs to “" in page
    assert f'value="{LINK}" aria-invalid="true"' in page
    row.refresh_from_db()
    assert row.state == "unconfirmed"


def test_the_owners_no_lets_it_be_tried_again(browser: Client, standing: Standing) -> None:
    row = standing("unconfirmed, a person is asked")
    assert "Noted: it is not there." in press(browser, "confirm", row, answer="absent")
    assert (row.state, row.deciding_since) == ("failed", None)


def test_a_no_is_not_taken_before_the_settle_time(browser: Client, standing: Standing) -> None:
    row = standing("unconfirmed, a person is asked", deciding_since=clock.now() - timedelta(seconds=5))
    assert "It may still appear." in press(browser, "confirm", row, answer="absent")
    assert row.state == "unconfirmed"


def test_nothing_is_confirmed_that_was_not_asked(browser: Client, standing: Standing) -> None:
    row = standing("failed")
    assert "There is nothing to confirm." in press(browser, "confirm", row, answer="there", link=LINK)
    assert row.state == "failed"


# -- who, and how ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
def test_somebody_elses_is_not_found_and_not_touched(standing: Standing, charlie: User, verb: str) -> None:
    row = standing("failed")
    stranger = Client()
    stranger.force_login(charlie)
    assert stranger.post(f"/publications/{row.pk}/{verb}").status_code == 404
    assert stranger.post(f"/publications/{row.pk + 999}/{verb}").status_code == 404
    row.refresh_from_db()
    assert row.state == "failed"


@pytest.mark.parametrize("verb", VERBS)
def test_a_visitor_is_led_to_log_in_and_back_to_the_page_of_the_button(standing: Standing, verb: str) -> None:
    row = standing("failed")
    origin = f"http://testserver/videos/{row.video_id}/"
    answer = Client().post(f"/publications/{row.pk}/{verb}", headers={"Referer": origin})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=http")
    assert f"/videos/{row.video_id}/" in answer["Location"]
    row.refresh_from_db()
    assert row.state == "failed"


@pytest.mark.parametrize("verb", VERBS)
def test_a_link_does_nothing(browser: Client, standing: Standing, verb: str) -> None:
    row = standing("failed")
    assert browser.get(f"/publications/{row.pk}/{verb}").status_code == 405
    row.refresh_from_db()
    assert row.state == "failed"


@pytest.mark.parametrize("origin", ["", "https://evil.example/videos/1/"])
def test_it_goes_back_to_the_video_where_the_page_of_the_button_is_not_ours(browser: Client, standing: Standing, origin: str) -> None:
    row = standing("failed")
    answer = browser.post(f"/publications/{row.pk}/retry", headers={"Referer": origin})
    assert answer["Location"] == f"/videos/{row.video_id}/#publication-{row.pk}"
