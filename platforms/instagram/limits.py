"""Instagram's limits for Reels, checked before anything is sent.

Source: developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media, "Reel specifications".
"""

from collections.abc import Iterator, Mapping

from platforms import misfits
from platforms.contract import Account, File, Problem, Upload
from platforms.counting import Counter, Unit, characters, hashtags
from platforms.cover import Comes, CoverRule
from platforms.instagram import links, words
from platforms.instagram.profile import REELS

COUNTERS: Mapping[str, Counter] = {
    "title": Counter(most=words.MOST_CAPTION, unit=Unit.CHARACTERS),
    "description": Counter(most=words.MOST_CAPTION, unit=Unit.CHARACTERS),
    "tags": Counter(most=words.MOST_HASHTAGS, unit=Unit.NUMBER),
}

COVER = CoverRule(
    name="Cover of a Reel",
    ratio=9 / 16,
    comes=Comes.WITH_VIDEO,
    takes_moments=True,
    most_width=1080,
    most_bytes=8 * 1000 * 1000,
    says="A frame goes by its time, and Instagram cuts it from the middle; a picture of your own Instagram has to come for, so that this "
    "Retake has to be reachable from the internet. Later it can be changed in the Instagram app alone.",
)
"""`cover_url`: a JPEG of at most 8 MB, 9:16. `thumb_offset`: a moment of the video."""


def problems(upload: Upload, account: Account, *, pushes: bool) -> list[Problem]:
    """Everything that Instagram would refuse, as far as that is known. `pushes`: we send the bytes, and need no address."""
    return [*_of_words(upload), *_of_cover(upload, account), *_of_file(upload.file), *([] if pushes else _of_address(upload, account))]


def _of_words(upload: Upload) -> Iterator[Problem]:
    caption = words.caption(upload.words)
    if (length := characters(caption)) > words.MOST_CAPTION:
        message = f"Title, description and hashtags make a caption of {length:,} characters; Instagram takes {words.MOST_CAPTION:,}."
        yield Problem(code="caption_too_long", message=message, fix="Shorten the description.", field="description")
    if (count := hashtags(caption)) > words.MOST_HASHTAGS:
        message = f"The caption has {count} hashtags; Instagram takes {words.MOST_HASHTAGS}."
        yield Problem(code="too_many_hashtags", message=message, fix="Take some of the tags out.", field="tags")
    if (count := words.mentions(caption)) > words.MOST_MENTIONS:
        message = f"The caption mentions {count} people; Instagram takes {words.MOST_MENTIONS}."
        yield Problem(code="too_many_mentions", message=message, fix="Take some of the @ names out.", field="description")


def _of_cover(upload: Upload, account: Account) -> Iterator[Problem]:
    seconds, duration = words.cover_seconds(upload.options), upload.file.duration
    if duration is not None and seconds and seconds >= duration:
        message = f"The moment of the cover is at {seconds:g} s, and the video takes {duration:.0f} s."
        yield Problem(code="cover_outside", message=message, fix="Choose an earlier one.", field="cover_seconds")
    if upload.options.get("cover") == words.OWN_PICTURE:
        yield from _of_picture(upload, account)
    elif words.wants_chosen_picture(upload) and not links.can_be_fetched(upload.poster_address(), api_url=account.realm):
        message = (
            "Instagram fetches a picture of your own itself, and cannot reach this Retake from the internet. The Reel shows its first."
        )
        fix = "Choose a frame of the video as its picture, or a moment of the cover here."
        yield Problem(code="cover_left_out", message=message, fix=fix, field="cover", blocking=False)


def _of_picture(upload: Upload, account: Account) -> Iterator[Problem]:
    address = upload.poster_address()
    if not address:
        yield Problem(code="cover_missing", message="Retake has no picture of this video.", fix="Choose another cover.", field="cover")
    elif not links.can_be_fetched(address, api_url=account.realm):
        message = "Instagram fetches a cover picture itself, and cannot reach this Retake from the internet."
        yield Problem(code="cover_not_reachable", message=message, fix="Choose a moment of the video as its cover.", field="cover")


def _of_file(file: File) -> list[Problem]:
    if file.size <= 0:
        return [Problem(code="file_empty", message="The file is empty.", fix="Upload the video again.", field="file")]
    return misfits.problems(REELS, file)


def _of_address(upload: Upload, account: Account) -> Iterator[Problem]:
    if not links.can_be_fetched(upload.address(), api_url=account.realm):
        yield Problem(
            code="not_reachable",
            message="Connected with Instagram’s own login, the account takes a video only from an address on the internet, and this "
            "Retake has none: its address is not a public one with https.",
            fix="Connect the account by Facebook instead. Or have whoever runs Retake give it a public address with https (SITE_URL).",
            field="account",
        )
