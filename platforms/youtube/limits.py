"""YouTube's limits, checked before anything is sent. Source: the video resource's reference, and YouTube Help where named."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from platforms import planned
from platforms.contract import Account, Problem, Upload
from platforms.counting import Counter, Unit, hashtags
from platforms.profile import Profile
from platforms.youtube import shorts, words
from platforms.youtube.categories import CATEGORIES
from platforms.youtube.options import LICENCES, PRIVACIES

BRACKETS = "<>"
MOST_HASHTAGS = 60  # support.google.com/youtube/answer/6390658: with more, all of them are ignored
COUNTERS: Mapping[str, Counter] = {
    # YouTube does not say whether it means code points or UTF-16 units; the title stays below both.
    "title": Counter(most=100, unit=Unit.CHARACTERS, refused=BRACKETS, hashtags=MOST_HASHTAGS),
    "description": Counter(most=5000, unit=Unit.BYTES, refused=BRACKETS, hashtags=MOST_HASHTAGS),
    "tags": Counter(most=500, unit=Unit.TAGS, refused=BRACKETS, added="rt00000000000000"),
}
FILE_BYTES = 256 * 1024**3  # `maxSize` of videos.insert in the discovery document
DURATION = timedelta(hours=12)
DURATION_UNVERIFIED = timedelta(minutes=15)
SCOPES = frozenset({"https://www.googleapis.com/auth/youtube.force-ssl", "https://www.googleapis.com/auth/youtube"})
"""One of these is needed for all that Retake does. Source: `scopes` of each method in the discovery document."""


def problems(upload: Upload, account: Account, *, now: datetime) -> list[Problem]:
    """Everything that YouTube would refuse, and what it would pass over."""
    return [
        *_of_account(account),
        *_of_words(upload),
        *_of_hashtags(upload),
        *_of_options(upload.options),
        *planned.problems(upload.options, platform="YouTube", is_private=upload.options.get("privacy") == "private", now=now),
        *_of_file(upload),
        *_of_duration(upload, account),
        *_of_a_short(upload),
    ]


def profile(account: Account) -> Profile:
    """What a file has to be for an ordinary video of this channel: YouTube takes nearly all, and encodes it itself."""
    most = DURATION_UNVERIFIED if _is_unverified(account) else DURATION
    return Profile(key="video", name="YouTube", most_bytes=FILE_BYTES, most_seconds=most.total_seconds())


def _is_unverified(account: Account) -> bool:
    return account.details.get("long_uploads") in ("eligible", "disallowed")


def _of_account(account: Account) -> Iterator[Problem]:
    if account.scopes and not account.scopes & SCOPES:
        yield Problem(
            code="permission_missing",
            message="Retake was not granted all that it needs on this channel.",
            fix="Reconnect it, and leave every permission ticked.",
            field="account",
        )


def _of_words(upload: Upload) -> Iterator[Problem]:
    title, description, tags = words.title(upload), words.description(upload), words.own_tags(upload)
    title_length, description_length = COUNTERS["title"].count(title), COUNTERS["description"].count(description)
    tags_length = COUNTERS["tags"].count(tags)
    if not title:
        yield Problem(code="title_missing", message="YouTube needs a title.", fix="Give the video a title.", field="title")
    if title_length > COUNTERS["title"].most:
        yield Problem(
            code="title_too_long",
            message=f"The title has {title_length} characters; YouTube takes {COUNTERS['title'].most}.",
            fix="Shorten the title.",
            field="title",
        )
    if description_length > COUNTERS["description"].most:
        yield Problem(
            code="description_too_long",
            message=f"The description has {description_length} bytes; YouTube takes {COUNTERS['description'].most}.",
            fix="Shorten the description; letters beyond the English alphabet count twice or more.",
            field="description",
        )
    if tags_length > COUNTERS["tags"].most:
        yield Problem(
            code="tags_too_long",
            message=f"The tags come to {tags_length} characters with the one that Retake adds; YouTube takes {COUNTERS['tags'].most}.",
            fix="Remove some tags.",
            field="tags",
        )
    for field, text in (("title", title), ("description", description), ("tags", " ".join(tags))):
        if set(BRACKETS) & set(text):
            yield Problem(code=f"{field}_has_brackets", message=f"YouTube takes no < or > in the {field}.", fix="Remove them.", field=field)


def _of_hashtags(upload: Upload) -> Iterator[Problem]:
    count = hashtags(words.title(upload)) + hashtags(words.description(upload))
    if count > MOST_HASHTAGS:
        yield Problem(
            code="too_many_hashtags",
            message=f"Title and description have {count} hashtags; with more than {MOST_HASHTAGS}, YouTube ignores all of them.",
            fix="Leave some out.",
            field="description",
            blocking=False,
        )


def _of_options(options: Mapping[str, Any]) -> Iterator[Problem]:
    if options.get("privacy") not in dict(PRIVACIES):
        yield Problem(code="privacy_missing", message="YouTube needs to know who may see the video.", fix="Choose one.", field="privacy")
    if options.get("category") not in dict(CATEGORIES):
        yield Problem(code="category_missing", message="YouTube needs a category.", fix="Choose one.", field="category")
    if options.get("licence", LICENCES[0][0]) not in dict(LICENCES):
        yield Problem(code="licence_unknown", message="YouTube does not know this licence.", fix="Choose another.", field="licence")
    if not isinstance(options.get("made_for_kids"), bool):
        yield Problem(
            code="made_for_kids_missing",
            message="YouTube needs to know whether the video is made for kids.",
            fix="Answer yes or no.",
            field="made_for_kids",
        )


def _of_file(upload: Upload) -> Iterator[Problem]:
    if upload.file.size <= 0:
        yield Problem(code="file_empty", message="The file is empty.", fix="Upload the video again.", field="file")
    if upload.file.size > FILE_BYTES:
        yield Problem(
            code="file_too_large",
            message="The file is larger than the 256 GB that YouTube takes.",
            fix="Publish a smaller file.",
            field="file",
        )


def _of_duration(upload: Upload, account: Account) -> Iterator[Problem]:
    if upload.file.duration is None:
        return
    duration = timedelta(seconds=upload.file.duration)
    if duration > DURATION:
        yield Problem(
            code="too_long", message="The video is longer than the 12 hours that YouTube takes.", fix="Publish it in parts.", field="file"
        )
    elif duration > DURATION_UNVERIFIED and _is_unverified(account):
        yield Problem(
            code="too_long_for_channel",
            message="YouTube takes videos over 15 minutes only from channels that were verified by phone, and this one was not.",
            fix="Verify the channel at youtube.com/verify, then press Test on the connection.",
            field="connection",
        )


def _of_a_short(upload: Upload) -> Iterator[Problem]:
    problem = shorts.not_a_short(upload.file) if upload.options.get("short") else None
    if problem is not None:
        yield problem
