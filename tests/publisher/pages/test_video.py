"""A video's page: the file, and for each publication what happened, what is next, and what the reader can do."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from publisher.models import Publication
from tests.factories import AssetFactory, AttemptFactory, FollowUpFactory
from tests.publisher.pages.conftest import Standing
from tests.publisher.pages.test_presentation import EXPECTED
from tests.publisher.stages import STAGES
from videos.models import Video


def page(browser: Client, row: Publication) -> str:
    return browser.get(f"/videos/{row.video_id}/").content.decode()


FORM_OF = {
    "retry": '/retry"',
    "look": '/retry"',
    "discard": 'name="discard_copy"',
    "cancel": '/cancel"',
    "dismiss": '/cancel"',
    "there": 'name="link"',
    "account": 'id="account-',
    "absent": 'value="absent"',
    "reconnect": "/connect/begin/",
    "edit": '/edit/"',
    "publish": "/publish/?connection=",
    "open": "https://video.example/",
}
_SAME_FORM = {'/retry"': {"retry", "look", "discard"}, '/cancel"': {"cancel", "dismiss"}}


@pytest.mark.parametrize("stage", STAGES)
def test_it_shows_what_its_owner_can_do_and_nothing_else(browser: Client, standing: Standing, stage: str) -> None:
    panel = " ".join(browser.get(f"/publications/{standing(stage).pk}/panel").content.decode().split())
    offered = set(EXPECTED[stage][2])
    for verb, form in FORM_OF.items():
        same_form = _SAME_FORM.get(form, {verb})
        if verb != "open":
            assert (form in panel) == bool(offered & same_form), verb


@pytest.mark.parametrize("stage", STAGES)
def test_the_panel_alone_is_the_panel_of_the_page(browser: Client, standing: Standing, stage: str) -> None:
    row = standing(stage)
    panel = browser.get(f"/publications/{row.pk}/panel").content.decode()
    assert "<html" not in panel
    assert panel.lstrip().startswith("<section")
    assert f'id="publication-{row.pk}"' in panel
    assert f'id="publication-{row.pk}"' in page(browser, row)


def test_it_shows_progress_in_bytes_and_percent(browser: Client, standing: Standing) -> None:
    shown = re.sub("[ \n]+", " ", page(browser, standing("uploading")))
    assert 'value="37000000" max="60000000"' in shown
    assert "35.3\N{NO-BREAK SPACE}MB of 57.2\N{NO-BREAK SPACE}MB" in shown
    assert "61 %" in shown


def test_it_keeps_the_platforms_own_words_and_ids_under_details(browser: Client, standing: Standing) -> None:
    shown = page(browser, standing("failed"))
    details = shown[shown.index("<details") :]
    assert "503 backendError: The service is currently unavailable." in details
    assert "server_error" in details
    assert "req-8841" in details


def test_it_tells_the_attempts_newest_first(browser: Client, standing: Standing) -> None:
    row = standing("failed")
    AttemptFactory(publication=row, number=1, outcome="crashed", bytes_after=9_000_000)
    AttemptFactory(publication=row, number=2, is_rescue=True, outcome="unknown", http_status=503, error_code="cut_off", request_id="req-2")
    AttemptFactory(publication=row, number=3, kind="look", outcome="not_there")
    AttemptFactory(publication=row, number=4, cause="automatic", outcome="", ended_at=None)
    shown = page(browser, row)
    told = [
        "4 · Automatic retry</strong>: Goes on now",
        "3 · A look on the platform</strong>: Nothing was posted",
        "2 · First try, taken over from a worker that stopped</strong>: Answer lost",
        "1 · First try</strong>: The worker stopped",
    ]
    assert sorted(told, key=shown.index) == told
    assert "8.6\N{NO-BREAK SPACE}MB sent" in shown
    assert "HTTP 503" in shown
    assert "req-2" in shown


def test_it_links_to_the_post_and_shows_its_warning_and_what_follows(browser: Client, standing: Standing) -> None:
    row = standing("published with a warning")
    FollowUpFactory(publication=row)
    shown = page(browser, row)
    assert 'href="https://video.example/2"' in shown
    assert row.warning in shown
    assert "Still to come: its picture." in shown


def test_a_closed_publication_steps_back_behind_a_live_one(browser: Client, standing: Standing, bowl: Video) -> None:
    old, live = standing("exhausted", video=bowl), standing("uploading", video=bowl)
    shown = page(browser, live)
    assert "Earlier publications (1)" in shown
    assert f"/publications/{old.pk}/retry" not in shown


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("receiving", "The file is still coming in."),
        ("probing", "Retake is looking into the file"),
        ("refused", "There is no picture in it. Nothing was kept of the file."),
    ],
)
def test_it_says_why_a_video_cannot_be_published_yet(browser: Client, alice: User, state: str, said: str) -> None:
    reason = {"refused_code": "no_video", "refused_reason": "There is no picture in it."} if state == "refused" else {}
    video = AssetFactory(video__owner=alice, state=state, duration=None, **reason).video
    for address in (f"/videos/{video.pk}/", f"/videos/{video.pk}/file"):
        shown = browser.get(address).content.decode()
        assert said in shown
        assert f"/videos/{video.pk}/publish/" not in shown


def test_it_takes_few_queries_however_many_publications_there_are(
    browser: Client, standing: Standing, bowl: Video, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for stage in ("exhausted", "refused", "marked by staff", "cancelled", "failed"):
        row = standing(stage, video=bowl)
        AttemptFactory.create_batch(3, publication=row)
    with django_assert_max_num_queries(16):
        browser.get(f"/videos/{bowl.pk}/")


def test_the_details_tell_what_was_chosen(browser: Client, standing: Standing) -> None:
    row = standing("published", options={"privacy": "unlisted", "category": "22", "made_for_kids": False, "playlists": ["PL1"]})
    shown = browser.get(f"/publications/{row.pk}/panel").content.decode()
    for line in ("Who may see it: Unlisted", "Is it made for kids? No, it is not made for kids", "Put it into playlists: 1"):
        assert line in shown
