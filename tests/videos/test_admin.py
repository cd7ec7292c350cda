"""Staff find videos and files, and read their facts; files are neither made nor removed there."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import AssetFactory, FitFactory
from videos.models import Asset, AssetState, Video


@pytest.fixture
def at_sams(sam: User) -> Client:
    browser = Client()
    browser.force_login(sam)
    return browser


def test_the_lists_show_rows_in_a_constant_number_of_queries(at_sams: Client, django_assert_max_num_queries: pytest.FixtureRequest) -> None:
    for place in ("video", "asset", "fit"):
        AssetFactory.create_batch(20)
        FitFactory.create_batch(20)
        with django_assert_max_num_queries(8):  # type: ignore[operator]
            assert at_sams.get(f"/admin/videos/{place}/").status_code == 200


def test_refused_files_can_be_found_with_their_reason(at_sams: Client) -> None:
    AssetFactory(name="fine.mp4")
    refused = AssetFactory(name="bad.mp4", state=AssetState.REFUSED, refused_code="cut_off", refused_reason="It is cut off.")
    page = at_sams.get("/admin/videos/asset/?state__exact=refused").content.decode()
    assert "bad.mp4" in page
    assert "fine.mp4" not in page
    assert "It is cut off." in at_sams.get(f"/admin/videos/asset/{refused.pk}/change/").content.decode()


def test_what_could_not_be_made_can_be_found_with_its_reason(at_sams: Client) -> None:
    fit = FitFactory(state="failed", failed_code="no_room", failed_reason="There is no room.", key="originals/" + "a" * 32)
    assert "no_room" in at_sams.get("/admin/videos/fit/?state__exact=failed").content.decode()
    page = at_sams.get(f"/admin/videos/fit/{fit.pk}/change/").content.decode()
    assert "There is no room." in page
    assert fit.key not in page


def test_facts_cannot_be_written_and_words_can(at_sams: Client, bob: User) -> None:
    asset = AssetFactory()
    at_sams.post(f"/admin/videos/asset/{asset.pk}/change/", {"state": "refused", "size": "1"})
    assert Asset.objects.get().state == AssetState.READY
    words = {"title": "Mended", "description": "", "tags": '["a"]', "owner": bob.pk}
    inline = {f"assets-{name}": value for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))}
    at_sams.post(f"/admin/videos/video/{asset.video_id}/change/", words | inline)
    video = Video.objects.get()
    assert (video.title, video.tags, video.owner) == ("Mended", ["a"], asset.video.owner)


@pytest.mark.parametrize("place", ["video", "asset"])
def test_nothing_is_added_or_deleted(at_sams: Client, place: str) -> None:
    asset = AssetFactory()
    pk = asset.pk if place == "asset" else asset.video_id
    assert at_sams.get(f"/admin/videos/{place}/add/").status_code == 403
    assert at_sams.post(f"/admin/videos/{place}/{pk}/delete/", {"post": "yes"}).status_code == 403
    assert Video.objects.count() == Asset.objects.count() == 1


def test_where_a_file_is_kept_is_not_shown(at_sams: Client) -> None:
    asset = AssetFactory()
    for address in (f"asset/{asset.pk}", f"video/{asset.video_id}"):
        assert asset.key not in at_sams.get(f"/admin/videos/{address}/change/").content.decode()
