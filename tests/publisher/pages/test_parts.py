"""The parts of pages that the browser asks for again: cheap, silent where nothing changed, and clear about when to ask next."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from publisher.models import Publication
from tests.factories import AssetFactory, AttemptFactory
from tests.publisher.pages.conftest import Standing
from videos.models import Asset, Video


def ask(browser: Client, path: str, *, tag: str = "") -> HttpResponse:
    return browser.get(path, headers={"If-None-Match": tag} if tag else {})


@pytest.fixture
def uploading(standing: Standing) -> Publication:
    row = standing("uploading")
    AttemptFactory(publication=row, ended_at=None, outcome="")
    return row


@pytest.mark.parametrize("path", ["/publications/{row.pk}/panel", "/videos/{row.video_id}/file", "/library/rows"])
def test_what_did_not_change_comes_without_a_body(browser: Client, uploading: Publication, path: str) -> None:
    path = path.format(row=uploading)
    first = ask(browser, path)
    assert first.status_code == 200
    again = ask(browser, path, tag=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers.get("Live-Again") == first.headers.get("Live-Again")
    assert "no-store" in again.headers["Cache-Control"]


def test_the_passing_of_time_alone_is_no_change(browser: Client, standing: Standing) -> None:
    with time_machine.travel(0, tick=False) as clock:
        browser.force_login(standing("failed").video.owner)
        row = standing("failed")
        first = ask(browser, f"/publications/{row.pk}/panel")
        clock.shift(timedelta(minutes=5))
        assert ask(browser, f"/publications/{row.pk}/panel", tag=first.headers["ETag"]).status_code == 304


def test_each_byte_and_each_move_is_a_change(browser: Client, uploading: Publication) -> None:
    path = f"/publications/{uploading.pk}/panel"
    tags = [ask(browser, path).headers["ETag"]]
    for change in ({"bytes_sent": 54_000_000}, {"cancel_requested_at": uploading.created_at}):
        Publication.objects.filter(pk=uploading.pk).update(**change)
        answer = ask(browser, path, tag=tags[-1])
        assert answer.status_code == 200
        tags.append(answer.headers["ETag"])
    assert len(set(tags)) == 3


def test_it_says_when_to_ask_again_and_when_no_more(browser: Client, standing: Standing, bowl: Video) -> None:
    waits = {
        stage: ask(browser, f"/publications/{standing(stage).pk}/panel").headers.get("Live-Again") for stage in ("uploading", "failed")
    }
    assert waits == {"uploading": "2", "failed": "15"}
    assert "Live-Again" not in ask(browser, f"/publications/{standing('published').pk}/panel").headers
    assert "Live-Again" not in ask(browser, f"/videos/{bowl.pk}/file").headers
    Asset.objects.update(state="probing")
    assert ask(browser, f"/videos/{bowl.pk}/file").headers["Live-Again"] == "2"
    AssetFactory(video__owner=bowl.owner, state="probing", duration=None)
    assert ask(browser, "/library/rows").headers["Live-Again"] == "2"


def test_each_takes_few_queries_however_much_it_tells(
    browser: Client, uploading: Publication, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    AttemptFactory.create_batch(5, publication=uploading)
    # The session, the user, the time, the pause; the publication with its connection, its attempts, deeds, follow-ups, changes and
    # removals, and the orders of those.
    with django_assert_num_queries(10):
        ask(browser, f"/publications/{uploading.pk}/panel")
    with django_assert_num_queries(7):  # the session, the user, the video, its file, its twins, its captions, the time
        ask(browser, f"/videos/{uploading.video_id}/file")
