"""The note on the same file: on a video's page, on the upload page, on the publish form; and how it is put away."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.publisher.twins.conftest import Posted, uploaded
from videos.models import AssetState, Video

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return " ".join(html.split())


def page(browser: Client, video: Video, more: str = "") -> str:
    answer = browser.get(f"/videos/{video.pk}/{more}")
    assert answer.status_code == 200
    return words(answer.content.decode())


@pytest.mark.parametrize("more", ["", "file", "publish/", "twins"])
def test_the_note_names_when_it_was_uploaded_as_what_and_where_it_was_published(
    browser: Client, first: Video, second: Video, posted: Posted, more: str
) -> None:
    posted(first, remote_url="https://youtu.be/the-first")
    shown = page(browser, second, more)
    at = timezone.localtime(first.created_at)
    assert "You uploaded this file before</strong>, on" in shown
    assert f"{at.day} {at:%B} at {at:%H:%M}</time>" in shown
    assert f'as <a href="/videos/{first.pk}/">“The tide, before”</a>, and published it to <a href="https://youtu.be/the-first"' in shown
    assert f'action="/videos/{second.pk}/twins/keep"' in shown


def test_of_the_earlier_one_it_says_that_it_was_uploaded_again(browser: Client, first: Video, second: Video, posted: Posted) -> None:
    row = posted(second, "uploading")
    shown = page(browser, first)
    assert "You uploaded this file again" in shown
    assert f'It is on its way to <a href="/videos/{second.pk}/#publication-{row.pk}">Atelier Nord on YouTube</a>' in shown


def test_without_a_twin_nothing_is_said(browser: Client, first: Video, bob: User) -> None:
    uploaded(bob, "Bob’s own")
    assert "You uploaded this file" not in page(browser, first)
    assert browser.get(f"/videos/{first.pk}/twins").status_code == 204


def test_while_it_is_looked_into_the_upload_page_is_told_to_ask_again(browser: Client, first: Video, alice: User) -> None:
    coming = uploaded(alice, "Coming", state=AssetState.PROBING, waiting_since=timezone.now())
    assert browser.get(f"/videos/{coming.pk}/twins").status_code == 202


@pytest.mark.parametrize(("sent", "place"), [({}, ""), ({"publish": "yes"}, "publish/")])
def test_both_are_kept_and_no_more_is_said(browser: Client, first: Video, second: Video, sent: dict[str, str], place: str) -> None:
    answer = browser.post(f"/videos/{second.pk}/twins/keep", sent)
    assert answer.headers["Location"] == f"/videos/{second.pk}/{place}"
    for each in (first, second):
        assert "You uploaded this file" not in page(browser, each)


def test_a_title_cannot_bring_markup_along(browser: Client, second: Video, first: Video) -> None:
    Video.objects.filter(pk=first.pk).update(title="<script>alert(1)</script>")
    assert "<script>alert" not in page(browser, second)
