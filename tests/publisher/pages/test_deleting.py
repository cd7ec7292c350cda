"""Deleting on pages: what is asked, what is refused, what is shown of it, and whose it is."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import clock
from publisher import services
from publisher.models import Extent, Publication, Removal, RemovalStep, StepState
from tests.factories import ConnectionFactory, PublicationFactory
from tests.publisher.pages.conftest import Standing
from tests.publisher.stages import STAGES
from videos.models import Asset, Video

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_bobs(bob: User) -> Client:
    browser = Client()
    browser.force_login(bob)
    return browser


@pytest.fixture
def posted(standing: Standing) -> Publication:
    return standing("published")


def _order(browser: Client, row: Publication, **wish: object) -> str:
    answer = browser.post(f"/videos/{row.video_id}/delete/", wish)
    return answer.content.decode() if answer.status_code == 422 else ""


def test_each_extent_is_ordered_as_it_was_chosen(browser: Client, posted: Publication) -> None:
    assert _order(browser, posted, extent="platforms", post=[posted.pk]) == ""
    removal = Removal.objects.get()
    assert (removal.extent, removal.by_name, removal.cancels) == (Extent.LIBRARY, "alice", True)
    assert removal.steps.get().state == StepState.WAITING
    page = browser.get(f"/videos/{posted.video_id}/delete/").content.decode()
    assert "Deleting “" in page
    assert "Being deleted" in page
    assert "Being deleted" in browser.get("/deleted/").content.decode()


def test_the_library_alone_leaves_the_posts(browser: Client, posted: Publication) -> None:
    assert _order(browser, posted, extent="library", post=[posted.pk], under_way="wait") == ""
    removal = Removal.objects.get()
    assert removal.steps.get().state == StepState.KEPT
    assert removal.cancels is False


def test_what_is_not_chosen_is_asked_again_and_nothing_is_ordered(browser: Client, posted: Publication) -> None:
    assert "Choose what is to be deleted" in _order(browser, posted)
    assert "Tick at least one post" in _order(browser, posted, extent="platforms")
    assert "Tick at least one post" in _order(browser, posted, extent="platforms", post=["987654", "x"])
    assert not Removal.objects.exists()


def test_a_file_that_is_needed_says_by_what(browser: Client, standing: Standing) -> None:
    assert "The file is still needed: YouTube" in _order(browser, standing("failed"), extent="file")


def test_a_post_of_another_video_is_not_ordered_with_it(browser: Client, posted: Publication, bob: User) -> None:
    theirs = PublicationFactory(connection=ConnectionFactory(user=bob), **STAGES["published"](clock.now()) | {"remote_id": "bobs"})
    assert "Tick at least one post" in _order(browser, posted, extent="platforms", post=[theirs.pk])


def test_which_address_is_deleted_is_said_before(browser: Client, posted: Publication) -> None:
    Publication.objects.update(remote_url="https://www.youtube.com/watch?v=abc")
    for page in (f"/videos/{posted.video_id}/delete/", f"/publications/{posted.pk}/delete/"):
        assert "https://www.youtube.com/watch?v=abc" in browser.get(page).content.decode()


def test_the_rejected_copy_has_a_way_to_be_deleted_too(browser: Client, standing: Standing) -> None:
    row = standing("rejected, a copy is there")
    assert "Delete the rejected copy from YouTube" in browser.get(f"/videos/{row.video_id}/").content.decode()
    assert "it can be sent again" in browser.get(f"/publications/{row.pk}/delete/").content.decode()


def test_a_file_that_was_let_go_is_no_fault(browser: Client, posted: Publication) -> None:
    Asset.objects.let_go(reason="The stored file was deleted by alice on 1 May.", now=clock.now())
    page = browser.get(f"/videos/{posted.video_id}/").content.decode()
    assert "The stored file was deleted by alice" in page
    assert "Nothing was kept of the file" not in page
    assert "Not taken" not in browser.get("/library/").content.decode()
    assert "cannot be published" not in browser.get(f"/videos/{posted.video_id}/publish/").content.decode()


def test_the_history_says_who_asked_for_it(browser: Client, posted: Publication) -> None:
    browser.post(f"/publications/{posted.pk}/delete/")
    assert "asked for the post to be deleted" in browser.get(f"/videos/{posted.video_id}/").content.decode()


def test_storage_says_what_could_be_freed(browser: Client, posted: Publication, standing: Standing) -> None:
    Asset.objects.update(size=3_000_000)
    page = browser.get("/storage/").content.decode()
    assert "2.9 MB could be freed" in page.replace("\xa0", " ")
    browser.post(f"/videos/{posted.video_id}/keep", {"keep": "1"})
    page = browser.get("/storage/").content.decode()
    assert "could be freed" not in page
    assert "You keep its file" in page


def test_bob_sees_and_does_nothing_of_it(at_bobs: Client, posted: Publication) -> None:
    services.remove_video(posted.video, extent=Extent.LIBRARY, by="alice", posts=[posted])
    step = RemovalStep.objects.get()
    for page in (f"/videos/{posted.video_id}/delete/", f"/publications/{posted.pk}/delete/"):
        assert at_bobs.get(page).status_code == 404
        assert at_bobs.post(page, {"extent": "library"}).status_code == 404
    for verb in ("again", "gone", "leave"):
        assert at_bobs.post(f"/removals/{step.pk}/{verb}").status_code == 404
    assert at_bobs.post(f"/videos/{posted.video_id}/keep", {"keep": "1"}).status_code == 404
    for page in ("/deleted/", "/storage/"):
        assert posted.title not in at_bobs.get(page).content.decode()
    Removal.objects.update(finished_at=clock.now(), due_at=None)
    assert posted.title not in at_bobs.get("/deleted/").content.decode()
    step.refresh_from_db()
    assert (step.state, Video.objects.get(pk=posted.video_id).keeps_file) == (StepState.WAITING, False)
