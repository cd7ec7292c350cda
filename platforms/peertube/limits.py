"""PeerTube's limits, checked before anything is sent. Source: the validators of PeerTube 6.3, `CONSTRAINTS_FIELDS.VIDEOS`."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from platforms import planned
from platforms.contract import Account, Problem, Upload
from platforms.counting import Counter, Unit
from platforms.peertube import words
from platforms.peertube.options import PRIVACIES, PRIVATE

COUNTERS: Mapping[str, Counter] = {
    "title": Counter(most=words.MOST_TITLE, unit=Unit.CHARACTERS),
    "description": Counter(most=words.MOST_DESCRIPTION, unit=Unit.CHARACTERS),
    "tags": Counter(most=words.MOST_TAGS, unit=Unit.NUMBER),
}


def problems(upload: Upload, account: Account, *, now: datetime) -> list[Problem]:
    """Everything that an instance would refuse, as far as that is known."""
    is_private = upload.options.get("privacy") == PRIVATE
    return [
        *_of_title(upload),
        *_of_description(upload),
        *_of_tags(upload),
        *_of_options(upload),
        *planned.problems(upload.options, platform="PeerTube", is_private=is_private, now=now),
        *_of_file(upload, account),
    ]


def _of_title(upload: Upload) -> Iterator[Problem]:
    length = COUNTERS["title"].count(words.title(upload))
    if length < words.LEAST_TITLE:
        yield Problem(code="title_too_short", message="PeerTube wants a title of at least 3 characters.", fix="Lengthen it.", field="title")
    if length > words.MOST_TITLE:
        message = f"The title has {length} characters; PeerTube takes {words.MOST_TITLE}."
        yield Problem(code="title_too_long", message=message, fix="Shorten the title.", field="title")


def _of_description(upload: Upload) -> Iterator[Problem]:
    length = COUNTERS["description"].count(upload.words.description.strip())
    if 0 < length < words.LEAST_DESCRIPTION:
        message = "PeerTube wants a description of at least 3 characters, or none."
        yield Problem(code="description_too_short", message=message, fix="Lengthen it, or leave it empty.", field="description")
    if length > words.MOST_DESCRIPTION:
        message = f"The description has {length} characters; PeerTube takes {words.MOST_DESCRIPTION}."
        yield Problem(code="description_too_long", message=message, fix="Shorten the description.", field="description")


def _of_tags(upload: Upload) -> Iterator[Problem]:
    tags = words.own_tags(upload)
    if len(tags) > words.MOST_TAGS:
        message = f"These are {len(tags)} tags; PeerTube takes {words.MOST_TAGS}."
        yield Problem(code="too_many_tags", message=message, fix="Leave some out here.", field="tags")
    for tag in tags:
        if not words.LEAST_TAG <= COUNTERS["title"].count(tag) <= words.MOST_TAG:
            message = f"PeerTube takes tags of 2 to 30 characters; “{tag[:40]}” is none."
            yield Problem(code="tag_length", message=message, fix="Change it or leave it out.", field="tags")


def _of_options(upload: Upload) -> Iterator[Problem]:
    if upload.options.get("privacy") not in dict(PRIVACIES):
        yield Problem(code="privacy_missing", message="PeerTube needs to know who may see the video.", fix="Choose one.", field="privacy")
    support = len(str(upload.options.get("support") or "").strip())
    if 0 < support < 3:
        message = "PeerTube wants at least 3 characters about support, or none."
        yield Problem(code="support_too_short", message=message, fix="Lengthen it, or leave it empty.", field="support")


def _of_file(upload: Upload, account: Account) -> Iterator[Problem]:
    if upload.file.size <= 0:
        yield Problem(code="file_empty", message="The file is empty.", fix="Upload the video again.", field="file")
    left = account.details.get("quota_left")
    if isinstance(left, int) and upload.file.size > left:
        message = "The file is larger than the room that this account had left on its instance when it was last tested."
        fix = "Make room there, then press Test on the connection; or publish a smaller file."
        yield Problem(code="file_exceeds_quota", message=message, fix=fix, field="connection")
