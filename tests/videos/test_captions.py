"""Captions: read strictly, kept as WebVTT by language, their owner's alone, and handed on with the video."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from publisher.snapshot import upload_done
from tests.factories import PublicationFactory, VideoFactory
from videos.captions import MOST_BYTES, NotCaptions, of_part, to_webvtt
from videos.models import Caption, Video

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nLow tide\n"
SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\nLow tide\r\nat the harbour\r\n\r\n2\r\n00:00:04,000 --> 00:00:05,000\r\nThe end\r\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (VTT.encode(), "Low tide"),
        (SRT.encode(), "Low tide\nat the harbour"),
        (b"\xef\xbb\xbf" + SRT.encode(), "The end"),
        (SRT.replace("Low", "L\xf6w").encode("cp1252"), "L\xf6w tide"),
        (SRT.encode("utf-16"), "The end"),
    ],
    ids=["webvtt", "subrip", "with a mark", "Windows", "UTF-16"],
)
def test_it_reads_what_people_bring(content: bytes, said: str) -> None:
    kept = to_webvtt(content)
    assert kept.startswith("WEBVTT\n")
    assert said in kept
    assert "00:00:01.000 --> " in kept
    assert to_webvtt(kept.encode()) == kept


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Dear Bob", "cannot read captions"),
        (b"", "cannot read captions"),
        (bytes(range(256)) * 8, "cannot read captions"),
        (b"WEBVTT\n\n", "no captions in this file"),
        (b"x" * (MOST_BYTES + 1), "larger than 1 MB"),
        (b"1\n00:00:05,000 --> 00:00:03,000\nBack\n", "ends before it begins"),
        (b"1\n00:00:05,000 --> 00:00:06,000\nLate\n\n2\n00:00:01,000 --> 00:00:02,000\nEarly\n", "stands after one that comes later"),
    ],
    ids=["a letter", "nothing", "noise", "no cue", "too large", "backwards", "out of order"],
)
def test_it_says_what_is_wrong_with_a_file(content: bytes, why: str) -> None:
    with pytest.raises(NotCaptions, match=why):
        to_webvtt(content)


def bring(browser: Client, video: Video, content: str, language: str = "en") -> int:
    file = SimpleUploadedFile("captions.srt", content.encode())
    return browser.post(f"/videos/{video.pk}/captions/", {"language": language, "file": file}).status_code


def test_a_file_of_the_same_language_replaces_the_one_before(at_alices: Client, alice: User) -> None:
    video = VideoFactory(owner=alice)
    assert bring(at_alices, video, SRT) == bring(at_alices, video, VTT) == bring(at_alices, video, SRT, "de") == 302
    assert [(track.language, track.count) for track in Caption.objects.all()] == [("de", 2), ("en", 1)]
    shown = at_alices.get(f"/videos/{video.pk}/captions/").content.decode()
    assert "German" in shown
    assert "English" in shown


@pytest.mark.parametrize(
    ("content", "language"),
    [("Dear Bob", "en"), ("x" * (MOST_BYTES + 100_000), "en"), (SRT, "xx"), (SRT, "")],
    ids=["a letter", "too large", "no such language", "no language"],
)
def test_what_does_not_fit_is_told_and_nothing_is_kept(at_alices: Client, alice: User, content: str, language: str) -> None:
    assert bring(at_alices, VideoFactory(owner=alice), content, language) == 422
    assert not Caption.objects.exists()


def test_a_track_can_be_taken_back_and_let_go(at_alices: Client, alice: User) -> None:
    video = VideoFactory(owner=alice)
    bring(at_alices, video, VTT)
    page = f"/videos/{video.pk}/captions/en"
    taken = at_alices.get(page)
    assert (taken.headers["Content-Type"], "Low tide" in taken.content.decode()) == ("text/vtt; charset=utf-8", True)
    assert at_alices.post(f"{page}/drop").status_code == 302
    assert at_alices.get(page).status_code == 404


def test_they_go_with_the_video(alice: User) -> None:
    publication = PublicationFactory(owner=alice)
    Caption.objects.create(video=publication.video, language="de", vtt=VTT)
    assert upload_done(publication).captions() == []
    later = PublicationFactory(asset=publication.asset, connection__provider="peertube")
    assert [(track.language, track.vtt) for track in upload_done(later).captions()] == [("de", VTT.encode())]
    later.captions = None  # as made by a release that did not freeze them
    assert [track.language for track in upload_done(later).captions()] == ["de"]


TALK = "WEBVTT\n\n00:01.000 --> 00:04.500\nEbb\n\n00:30.000 --> 00:35.000\nTide\n\n1:00:00.000 --> 1:00:01.000\nFlood\n"


def test_the_captions_of_a_part_go_by_its_own_time() -> None:
    assert of_part(TALK, start=2.0, seconds=30.0) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nEbb\n\n00:00:28.000 --> 00:00:30.000\nTide\n"
    )
    assert "00:00:00.000 --> 00:00:01.000\nFlood" in of_part(TALK, start=3600.0, seconds=10.0)


def test_a_part_in_which_nothing_is_said_has_none() -> None:
    assert of_part(TALK, start=5.0, seconds=20.0) == ""


def test_it_names_the_line_that_is_wrong() -> None:
    with pytest.raises(NotCaptions, match="Line 6 does not say when its caption stands: “00:03 --> 4”"):
        to_webvtt(b"WEBVTT\n\n00:01.000 --> 00:02.000\nEbbe\n\n00:03 --> 4\nFlut\n")


def test_a_track_is_corrected_as_text(client: Client, alice: User) -> None:
    video = VideoFactory(owner=alice)
    Caption.objects.create(video=video, language="de", vtt=VTT)
    client.force_login(alice)
    page = f"/videos/{video.pk}/captions/de/edit"
    assert "Low tide" in client.get(page).content.decode()
    answer = client.post(page, {"text": VTT.replace("Low", "High")}, follow=True)
    assert "are kept as they are now" in answer.content.decode()
    assert "High tide" in Caption.objects.get().vtt


def test_what_was_typed_stays_where_it_is_no_track(client: Client, alice: User) -> None:
    video = VideoFactory(owner=alice)
    Caption.objects.create(video=video, language="de", vtt=VTT)
    client.force_login(alice)
    answer = client.post(f"/videos/{video.pk}/captions/de/edit", {"text": "WEBVTT\n\n00:03 --> 4\nmine\n"})
    assert answer.status_code == 422
    assert "Line 3 does not say" in answer.content.decode()
    assert "mine" in answer.content.decode()
    assert Caption.objects.get().vtt == VTT
