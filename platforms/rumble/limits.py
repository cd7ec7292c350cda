"""Rumble's limits, checked before anything is sent. The API's page has none: these are its web form's, and may change."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from platforms.contract import Account, Problem, Upload
from platforms.counting import Counter, Unit, characters
from platforms.cover import Comes, CoverRule
from platforms.profile import Profile
from platforms.rumble import words

COUNTERS: Mapping[str, Counter] = {"title": Counter(most=words.MOST_TITLE, unit=Unit.CHARACTERS)}
MOST_BYTES = 15 * 1024**3
MOST_TIME = timedelta(hours=4)
PROFILE = Profile(key="video", name="Rumble", most_bytes=MOST_BYTES)
"""Whether a longer video is refused is not sure, so that none is shortened for that."""

COVER = CoverRule(
    name="Thumbnail",
    ratio=16 / 9,
    comes=Comes.WITH_VIDEO,
    content_types=("image/jpeg", "image/png", "image/gif"),
    most_width=1280,
    most_bytes=2 * 1000 * 1000,
    says="Its upload takes a picture with the video, and has no way to change it later: that is done on Rumble’s own page.",
)
"""The API's page names the field `thumb` and no limits of it; these are such as any web form takes."""


def problems(upload: Upload, account: Account) -> list[Problem]:
    """Everything that Rumble would refuse, as far as that is known, and what it costs to leave out what looks go by."""
    return [*_of_words(upload), *_of_file(upload), *_of_finding(upload, account)]


def _of_words(upload: Upload) -> Iterator[Problem]:
    title = words.title(upload.words)
    if not title:
        yield Problem(code="title_missing", message="Rumble wants a title.", fix="Give it one.", field="title")
    if (length := characters(title)) > words.MOST_TITLE:
        message = f"The title has {length} characters; Rumble takes {words.MOST_TITLE}."
        yield Problem(code="title_too_long", message=message, fix="Shorten it.", field="title")
    if str(upload.options.get("licence") or words.NOT_FOR_SALE) not in (words.NOT_FOR_SALE, words.RUMBLE_ONLY):
        yield Problem(code="licence_unknown", message="Rumble knows no such licence.", fix="Choose one of the two.", field="licence")


def _of_file(upload: Upload) -> Iterator[Problem]:
    file = upload.file
    if file.size <= 0:
        yield Problem(code="file_empty", message="The file is empty.", fix="Upload the video again.", field="file")
    if file.size > MOST_BYTES:
        message = f"The file has {file.size / 1024**3:.1f} GiB; Rumble takes 15."
        yield Problem(code="file_too_large", message=message, fix="Publish a smaller file.", field="file")
    if file.duration is not None and file.duration > MOST_TIME.total_seconds():
        yield Problem(
            code="video_too_long",
            message=f"The video takes {file.duration / 3600:.1f} hours; Rumble is known to take 4.",
            fix="Cut it if Rumble refuses it.",
            field="file",
            blocking=False,
        )


def _of_finding(upload: Upload, account: Account) -> Iterator[Problem]:
    if account.details.get("publisher_id") == "":
        message = "Retake does not know the channel’s publisher id. If Rumble’s answer is lost, it cannot look there, and asks you."
        fix = "Nothing has to be done. To have it look by itself, reconnect the channel with its publisher id."
        yield Problem(code="cannot_look", message=message, fix=fix, field="connection", blocking=False)
