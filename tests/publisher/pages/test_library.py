"""The library: every video with what became of it, in few queries however many there are."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from publisher import library
from tests.factories import AssetFactory, AttemptFactory, VideoFactory
from tests.publisher.pages.conftest import Standing
from tests.publisher.stages import STAGES
from videos.models import Video


def page(browser: Client, address: str = "/library/") -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_front_door_leads_to_it(browser: Client) -> None:
    assert browser.get("/", follow=True).redirect_chain == [("/library/", 302)]


def test_an_empty_one_teaches_the_next_step(browser: Client) -> None:
    shown = page(browser)
    assert "Upload your first video" in shown
    assert 'href="/videos/upload/"' in shown


@pytest.mark.parametrize("stage", STAGES)
def test_it_shows_a_publication_wherever_it_stands(browser: Client, standing: Standing, stage: str) -> None:
    row = standing(stage)
    shown = page(browser)
    assert row.title in shown
    assert f"/videos/{row.video_id}/#publication-{row.pk}" in shown


def test_it_offers_retry_where_that_helps(browser: Client, standing: Standing) -> None:
    failed, refused = standing("failed"), standing("refused")
    shown = page(browser)
    assert f'action="/publications/{failed.pk}/retry"' in shown
    assert f'action="/publications/{refused.pk}/retry"' not in shown


def test_it_tells_length_and_size_and_what_is_wrong_with_a_file(browser: Client, alice: User) -> None:
    AssetFactory(video__owner=alice, duration=3723.4, size=60_000_000)
    AssetFactory(video__owner=alice, state="refused", refused_code="no_video", refused_reason="There is no picture in it.")
    AssetFactory(video__owner=alice, state="probing", duration=None)
    shown = page(browser)
    assert "1:02:03" in shown
    assert "57.2\N{NO-BREAK SPACE}MB" in shown
    assert "There is no picture in it." in shown
    assert "Checking the file" in shown


def test_it_holds_nobody_elses_videos(browser: Client, bob: User) -> None:
    AssetFactory(video__owner=bob, video__title="Bob's own")
    assert "Bob&#x27;s own" not in page(browser)


def test_a_title_is_words_and_never_markup(browser: Client, alice: User) -> None:
    VideoFactory(owner=alice, title="<script>alert(1)</script>")
    assert "<script>alert" not in page(browser)


def test_it_takes_few_queries_whatever_it_shows(
    browser: Client, standing: Standing, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for stage in STAGES:
        standing(stage)
    # The session, the user, the time, the videos, their files, their publications with connections, and the attempts under way;
    # on the whole page also what needs its reader.
    with django_assert_num_queries(10):
        page(browser)
    with django_assert_num_queries(8):
        page(browser, "/library/rows")


def test_it_goes_on_where_the_page_before_ended(browser: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "PAGE", 2)
    videos: list[Video] = VideoFactory.create_batch(3, owner=alice)
    first = page(browser)
    assert [video.title in first for video in videos] == [False, True, True]
    assert f'href="/library/?before={videos[1].pk}"' in first
    second = page(browser, f"/library/?before={videos[1].pk}")
    assert [video.title in second for video in videos] == [True, False, False]
    assert "Older videos" not in second
    assert "No older videos" in page(browser, f"/library/?before={videos[0].pk}")


@pytest.mark.parametrize("before", ["x", "-1", "1' OR 1", "9" * 40, "²"])
def test_a_place_that_makes_no_sense_is_the_beginning(browser: Client, bowl: Video, before: str) -> None:
    assert bowl.title in page(browser, f"/library/?before={before}")


def test_its_rows_alone_say_whether_to_ask_again(browser: Client, standing: Standing) -> None:
    standing("published")
    assert 'data-live-again=""' in page(browser, "/library/rows")
    standing("failed")
    assert 'data-live-again="15"' in page(browser, "/library/rows")
    standing("uploading")
    rows = page(browser, "/library/rows")
    assert 'data-live-again="2"' in rows
    assert "<html" not in rows


def test_it_tells_how_long_an_upload_still_takes(browser: Client, standing: Standing) -> None:
    row = standing("uploading")
    AttemptFactory(publication=row, started_at=clock.now() - timedelta(minutes=10), ended_at=None, outcome="")
    assert "61 % · 7 min left" in page(browser)
