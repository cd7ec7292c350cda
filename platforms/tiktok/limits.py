"""TikTok's limits, checked before anything is sent.

Source: developers.tiktok.com/doc/content-posting-api-media-transfer-guide, read 2026-09-11.
"""

from collections.abc import Iterator, Mapping

from platforms.contract import Account, File, Options, Problem, Upload
from platforms.counting import Counter, Unit, characters
from platforms.cover import Comes, CoverRule
from platforms.profile import Profile
from platforms.tiktok import words
from platforms.tiktok.creator import Creator
from platforms.tiktok.guide import POSTING
from platforms.tiktok.options import ONLY_ME, PRIVACIES
from platforms.tiktok.plan import MOST_BYTES

COUNTERS: Mapping[str, Counter] = {
    "title": Counter(most=words.MOST_CAPTION, unit=Unit.CHARACTERS),
    "description": Counter(most=words.MOST_CAPTION, unit=Unit.CHARACTERS),
}
CODECS = ("h264", "hevc", "vp8", "vp9")
LEAST_SIDE, MOST_SIDE = 360, 4096
MOST_SECONDS_OF_A_DRAFT = 600

COVER = CoverRule(
    name="Cover",
    ratio=9 / 16,
    comes=Comes.WITH_VIDEO,
    takes_pictures=False,
    takes_moments=True,
    says="TikTok takes a moment of the video and makes the picture itself, cut from the middle. Of a draft you choose it in the app.",
)
"""`video_cover_timestamp_ms`. Source: developers.tiktok.com/doc/content-posting-api-reference-direct-post."""


def problems(upload: Upload, account: Account) -> list[Problem]:
    """Everything that TikTok would refuse, as far as that is known."""
    own = () if words.is_draft(upload.options) else (*_of_words(upload), *_of_choices(upload, account))
    return [*own, *_of_file(upload.file), *_of_duration(upload, account)]


def profile(options: Options, account: Account) -> Profile:
    """What a file has to be, as far as `problems` looks at files."""
    return Profile(
        key="post",
        name="TikTok",
        content_types=tuple(words.CONTENT_TYPES),
        video_codecs=CODECS,
        most_bytes=MOST_BYTES,
        most_seconds=longest(options, account),
        least_side=LEAST_SIDE,
        most_side=MOST_SIDE,
    )


def longest(options: Options, account: Account) -> int | None:
    """How many seconds this account may post; None where TikTok has not said."""
    if words.is_draft(options):
        return MOST_SECONDS_OF_A_DRAFT
    most = account.details.get("most_seconds")
    return most if isinstance(most, int) else None


def of_creator(upload: Upload, creator: Creator) -> Problem | None:
    """What stands against a post by what TikTok says of its creator just now."""
    privacy = upload.options.get("privacy")
    if privacy not in creator.privacies:
        named = dict(PRIVACIES).get(str(privacy), str(privacy))
        message = f"The account cannot post to “{named}” just now: that depends on whether it is private."
        return Problem(code="privacy_refused", message=message, fix="Choose again who may see it, and publish again.", field="privacy")
    if creator.most_seconds is not None and (upload.file.duration or 0) > creator.most_seconds:
        return _too_long(upload.file.duration or 0, creator.most_seconds)
    return None


def _of_words(upload: Upload) -> Iterator[Problem]:
    length = characters(words.caption(upload.words))
    if length > words.MOST_CAPTION:
        message = f"Title, description and hashtags make a caption of {length:,} characters; TikTok takes {words.MOST_CAPTION:,}."
        yield Problem(code="caption_too_long", message=message, fix="Shorten the description.", field="description")


def _of_choices(upload: Upload, account: Account) -> Iterator[Problem]:
    options = upload.options
    if account.scopes and POSTING not in account.scopes:
        message = "TikTok gave Retake leave for drafts in this account’s inbox, and none to post."
        yield Problem(code="scope_missing", message=message, fix="Choose the draft, or reconnect and leave every box ticked.", field="mode")
    if options.get("privacy") not in dict(PRIVACIES):
        yield Problem(code="privacy_missing", message="TikTok needs to know who may see the video.", fix="Choose one.", field="privacy")
    if options.get("discloses") and options.get("paid") and options.get("privacy") == ONLY_ME:
        message = "Branded content cannot be for “Only me”."
        yield Problem(code="branded_and_private", message=message, fix="Choose others who may see it.", field="privacy")


def _of_file(file: File) -> Iterator[Problem]:
    if file.size <= 0:
        yield Problem(code="file_empty", message="The file is empty.", fix="Upload the video again.", field="file")
    if file.size > MOST_BYTES:
        message = f"The file has {file.size / 1e9:.1f} GB; TikTok takes 4."
        yield Problem(code="file_too_large", message=message, fix="Publish a smaller file.", field="file")
    if file.content_type not in words.CONTENT_TYPES and file.content_type:
        yield Problem(code="file_type_refused", message="TikTok takes MP4, MOV and WebM.", fix="Export it as MP4.", field="file")
    if file.video_codec and file.video_codec not in CODECS:
        message = f"TikTok takes no video in {file.video_codec}."
        yield Problem(code="codec_refused", message=message, fix="Export it as MP4 with H.264 video.", field="file")
    sides = [side for side in (file.width, file.height) if side]
    if sides and not all(LEAST_SIDE <= side <= MOST_SIDE for side in sides):
        message = f"The picture has {file.width} × {file.height} pixels; TikTok takes {LEAST_SIDE} to {MOST_SIDE} a side."
        yield Problem(code="picture_size_refused", message=message, fix="Export it in another size.", field="file")


def _of_duration(upload: Upload, account: Account) -> Iterator[Problem]:
    most, duration = longest(upload.options, account), upload.file.duration
    if most is not None and duration is not None and duration > most:
        yield _too_long(duration, most)


def _too_long(duration: float, most: int) -> Problem:
    message = f"The video takes {_minutes(duration)}; this account may post {_minutes(most)}."
    return Problem(code="video_too_long", message=message, fix="Cut it, and publish that.", field="file")


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes and rest else f"{minutes} min" if minutes else f"{rest} s"
