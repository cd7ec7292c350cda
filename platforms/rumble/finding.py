"""Which of a channel's videos came of a publication: by its reference or its guid, else by title, length and time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from platforms.contract import Upload
from platforms.rumble.calls import Calls, Listed
from platforms.rumble.words import bears_reference, reference, title

EARLIER = timedelta(minutes=1)
NEARLY_SECONDS = 2.0
MOST_PAGES = 5


@dataclass(frozen=True, kw_only=True)
class Found:
    """The one video that fits, if there is just one; and how many do."""

    one: Listed | None
    count: int


def found(calls: Calls, upload: Upload, *, publisher_id: str, since: datetime) -> Found:
    """Go through the newest of the channel's videos. Raises `errors.PlatformError`."""
    fitting: list[Listed] = []
    for page in range(1, MOST_PAGES + 1):
        listed, is_last = calls.own_videos(publisher_id, page)
        fitting += [each for each in listed if each.video and _is_ours(each, upload, since)]
        if is_last or any(each.posted and each.posted < since - EARLIER for each in listed):
            break
    return Found(one=fitting[0] if len(fitting) == 1 else None, count=len(fitting))


def _is_ours(each: Listed, upload: Upload, since: datetime) -> bool:
    if each.guid:
        return each.guid == upload.marker
    if bears_reference(upload):
        return reference(upload.marker) in each.description
    return each.title == title(upload.words) and _has_length(each, upload) and each.posted is not None and each.posted >= since - EARLIER


def _has_length(each: Listed, upload: Upload) -> bool:
    duration = upload.file.duration
    return each.seconds is not None and duration is not None and abs(each.seconds - duration) <= NEARLY_SECONDS
