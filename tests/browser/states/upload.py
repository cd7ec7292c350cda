"""Uploading, and the words and captions of a video."""

from datetime import timedelta

from playwright.sync_api import Page

from platforms import clock
from tests.browser.states.case import Case, Scene
from tests.videos.sender import a_file
from videos.models import Caption, Upload


def _details(scene: Scene) -> str:
    return f"/videos/{scene.video().pk}/details"


def _save_without_title(page: Page) -> None:
    page.get_by_label("Title").fill("")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").first.wait_for()


def _captions(scene: Scene) -> str:
    return f"/videos/{scene.video().pk}/captions/"


def _some_captions(scene: Scene) -> str:
    video = scene.video()
    for language in ("de", "pt-br"):
        Caption.objects.create(video=video, language=language, vtt="WEBVTT\n\n00:01.000 --> 00:02.000\nEbbe\n")
    return f"/videos/{video.pk}/captions/"


def _bring_a_letter(page: Page) -> None:
    page.get_by_label("Language").select_option("en")
    page.get_by_label("File of captions").set_input_files({"name": "letter.srt", "mimeType": "text/plain", "buffer": b"Dear Bob"})
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("alert").first.wait_for()


def _spoil_a_time(page: Page) -> None:
    page.get_by_label("Text").fill("WEBVTT\n\n00:01.000 -> 00:02.000\nEbbe\n\n00:03 --> 4\nFlut\n")
    page.get_by_role("button", name="Keep them so").click()
    page.get_by_role("alert").first.wait_for()


def _broken_off(scene: Scene) -> str:
    received = {"state": "receiving", "waiting_since": clock.now() - timedelta(hours=2), "bytes_received": 2_000_000}
    asset = scene.video(**received).asset
    Upload.objects.create(asset=asset, owner=scene.alice, fingerprint="f" * 64, part_size=1_000_000)
    return "/videos/upload/"


def _pause_and_nearly_cancel(page: Page) -> None:
    page.route("**/parts/*", lambda route: None)  # no byte arrives, so that nothing is over before it is looked at
    page.get_by_label("Video file").set_input_files({"name": "a long walk.mp4", "mimeType": "video/mp4", "buffer": a_file(parts=2)})
    page.get_by_text("0 % ·").wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Cancel this upload").click()
    page.get_by_role("button", name="Keep it").wait_for()


CASES = [
    Case(address="upload", state="empty", at=lambda scene: "/videos/upload/"),
    Case(address="upload", state="with one that broke off", at=_broken_off),
    Case(address="upload", state="paused, and asked about", at=lambda scene: "/videos/upload/", then=_pause_and_nearly_cancel),
    Case(address="details", state="as it is", at=_details),
    Case(address="captions", state="none", at=_captions),
    Case(address="captions", state="two languages", at=_some_captions),
    Case(address="captions", state="refused", at=_captions, then=_bring_a_letter),
    Case(address="edit_caption", state="as it is", at=lambda scene: f"{_some_captions(scene)}de/edit"),
    Case(address="edit_caption", state="refused", at=lambda scene: f"{_some_captions(scene)}de/edit", then=_spoil_a_time),
    Case(address="details", state="refused", at=_details, then=_save_without_title),
]
