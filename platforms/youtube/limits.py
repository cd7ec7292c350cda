"""YouTube's limits, checked before anything is sent. Source: the video resource's reference, and YouTube Help where named."""

from collections.abc import Iterator
from datetime import timedelta

from platforms.contract import Account, Problem, Upload
from platforms.youtube import words
from platforms.youtube.options import CATEGORIES, PRIVACIES

TITLE_CHARACTERS = 100
DESCRIPTION_BYTES = 5000
TAGS_CHARACTERS = 500
FILE_BYTES = 256 * 1024**3  # `maxSize` of videos.insert in the discovery document
DURATION = timedelta(hours=12)
DURATION_UNVERIFIED = timedelta(minutes=15)
SHORT_DURATION = timedelta(minutes=3)  # support.google.com/youtube/answer/15424877


def problems(upload: Upload, account: Account) -> list[Problem]:
    """Everything that YouTube would refuse, and what will happen that the owner may not expect."""
    return [*_of_words(upload), *_of_options(upload), *_of_file(upload), *_of_duration(upload, account)]


def length(text: str) -> int:
    """Characters as YouTube may count them: Unicode's code points or UTF-16 units, which is not documented; the larger."""
    return max(len(text), len(text.encode("utf-16-le", errors="surrogatepass")) // 2)


def tags_length(tags: list[str]) -> int:
    """Each tag's characters, two quotes around one with a space, and the commas between them."""
    return sum(length(tag) + (2 if " " in tag else 0) for tag in tags) + max(len(tags) - 1, 0)


def _of_words(upload: Upload) -> Iterator[Problem]:
    title, description, tags = words.title(upload), words.description(upload), words.tags(upload)
    if not title:
        yield Problem(code="title_missing", message="YouTube needs a title.", fix="Give the video a title.", field="title")
    if length(title) > TITLE_CHARACTERS:
        yield Problem(
            code="title_too_long",
            message=f"The title has {length(title)} characters; YouTube takes {TITLE_CHARACTERS}.",
            fix="Shorten the title.",
            field="title",
        )
    if len(description.encode(errors="surrogatepass")) > DESCRIPTION_BYTES:
        yield Problem(
            code="description_too_long",
            message=f"The description has {len(description.encode(errors='surrogatepass'))} bytes; YouTube takes {DESCRIPTION_BYTES}.",
            fix="Shorten the description; letters beyond the English alphabet count twice or more.",
            field="description",
        )
    if tags_length(tags) > TAGS_CHARACTERS:
        yield Problem(
            code="tags_too_long",
            message=f"The tags come to {tags_length(tags)} characters with the one that Retake adds; YouTube takes {TAGS_CHARACTERS}.",
            fix="Remove some tags.",
            field="tags",
        )
    for field, text in (("title", title), ("description", description), ("tags", " ".join(tags))):
        if "<" in text or ">" in text:
            yield Problem(code=f"{field}_has_brackets", message=f"YouTube takes no < or > in the {field}.", fix="Remove them.", field=field)


def _of_options(upload: Upload) -> Iterator[Problem]:
    options = upload.options
    if options.get("privacy") not in dict(PRIVACIES):
        yield Problem(code="privacy_missing", message="YouTube needs to know who may see the video.", fix="Choose one.", field="privacy")
    if options.get("category") not in dict(CATEGORIES):
        yield Problem(code="category_missing", message="YouTube needs a category.", fix="Choose one.", field="category")
    if not isinstance(options.get("made_for_kids"), bool):
        yield Problem(
            code="made_for_kids_missing",
            message="YouTube needs to know whether the video is made for kids.",
            fix="Answer yes or no.",
            field="made_for_kids",
        )


def _of_file(upload: Upload) -> Iterator[Problem]:
    if upload.file.size <= 0:
        yield Problem(code="file_empty", message="The file is empty.", fix="Upload the video again.")
    if upload.file.size > FILE_BYTES:
        yield Problem(
            code="file_too_large", message="The file is larger than the 256 GB that YouTube takes.", fix="Publish a smaller file."
        )


def _of_duration(upload: Upload, account: Account) -> Iterator[Problem]:
    file = upload.file
    if file.duration is None:
        return
    duration = timedelta(seconds=file.duration)
    if duration > DURATION:
        yield Problem(code="too_long", message="The video is longer than the 12 hours that YouTube takes.", fix="Publish it in parts.")
    elif duration > DURATION_UNVERIFIED and account.details.get("long_uploads") in ("eligible", "disallowed"):
        yield Problem(
            code="too_long_for_channel",
            message="YouTube takes videos over 15 minutes only from channels that were verified by phone, and this one was not.",
            fix="Verify the channel at youtube.com/verify, then press Test on the connection.",
        )
    if file.width and file.height and file.height >= file.width and duration <= SHORT_DURATION:
        yield Problem(
            code="will_be_a_short",
            message="YouTube will show this as a Short: it is upright or square, and no longer than three minutes.",
            fix="Nothing to do if that is what you want.",
            blocking=False,
        )
