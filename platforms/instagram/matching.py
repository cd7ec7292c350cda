"""Which of an account's posts came of a publication: by its caption and its time, since Instagram keeps no mark of ours.

The account's lane lets one publication at a time be posted, so that what appears meanwhile with this caption is this one, or is
somebody else's doing; where there are several that fit, nobody is guessed at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from platforms.contract import Upload
from platforms.instagram.calls import Calls
from platforms.instagram.progress import Saved
from platforms.instagram.words import caption, compared

EARLIER = timedelta(minutes=1)
LATER = timedelta(minutes=15)
HORIZON = timedelta(minutes=10)
MOST_PAGES = 20


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One Reel that fits."""

    id: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the list shows: the one Reel that fits, if there is just one, and how many fit. Not `is_whole`: it goes on further back."""

    one: Listed | None
    count: int
    is_whole: bool = True


def found(calls: Calls, upload: Upload, saved: Saved) -> Found:
    """Go through the list, back to before media_publish first left. Raises `errors.PlatformError`."""
    since, until = datetime.fromisoformat(saved.first_call) - EARLIER, datetime.fromisoformat(saved.last_call) + LATER
    fitting: list[Listed] = []
    is_whole = False
    for page, is_last in _pages(calls):
        fitting += [_listed(each) for each in _with_caption(page, upload) if _is_within(each, since, until)]
        moments = [moment for each in page if (moment := _moment(each))]
        if is_last or (moments and min(moments) < since - HORIZON):
            is_whole = True
            break
    ours = [each for each in fitting if each.id and each.id not in saved.known]
    return Found(one=ours[0] if len(ours) == 1 else None, count=len(ours), is_whole=is_whole)


def known(calls: Calls, upload: Upload) -> tuple[str, ...]:
    """The newest Reels that bear the caption already: none of them is what is about to be posted. Raises `errors.PlatformError`."""
    page, _ = calls.media()
    return tuple(str(each.get("id")) for each in _with_caption(page, upload) if each.get("id"))


def newest(calls: Calls, upload: Upload) -> Listed | None:
    """The one Reel among the newest that bears the caption; None where none does, or several."""
    page, _ = calls.media()
    fitting = [_listed(each) for each in _with_caption(page, upload)]
    return fitting[0] if len(fitting) == 1 else None


def named(calls: Calls, shortcode: str) -> Listed | None:
    """The post of that name, as far back as the list is gone through; None where it is not among them."""
    for page, _ in _pages(calls):
        for each in page:
            if each.get("shortcode") == shortcode or f"/{shortcode}/" in str(each.get("permalink", "")):
                return _listed(each)
    return None


def _pages(calls: Calls) -> Iterator[tuple[list[Mapping[str, Any]], bool]]:
    """The pages of the list, newest first, and whether it ends with this one."""
    after = ""
    for _ in range(MOST_PAGES):
        page, after = calls.media(after=after)
        yield list(page), not after
        if not after:
            return


def _with_caption(page: list[Mapping[str, Any]], upload: Upload) -> list[Mapping[str, Any]]:
    ours = compared(caption(upload.words))
    return [each for each in page if _is_reel(each) and compared(str(each.get("caption") or "")) == ours]


def _is_reel(each: Mapping[str, Any]) -> bool:
    """A kind that is not told is not held against it."""
    return str(each.get("media_product_type", "REELS")) == "REELS"


def _is_within(each: Mapping[str, Any], since: datetime, until: datetime) -> bool:
    moment = _moment(each)
    return moment is not None and since <= moment <= until


def _moment(each: Mapping[str, Any]) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(each.get("timestamp", "")))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _listed(each: Mapping[str, Any]) -> Listed:
    return Listed(id=str(each.get("id") or ""), url=str(each.get("permalink") or ""))
