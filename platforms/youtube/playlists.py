"""The playlists of a channel: read to choose from, and a video put into those that were chosen."""

from collections.abc import Iterable, Iterator

from platforms import errors
from platforms.contract import Followed
from platforms.options import Choice
from platforms.youtube.calls import Calls

MOST_PAGES = 4
"""Two hundred playlists are offered; more would be a long wait, and a list in which nobody finds anything."""


def offered(calls: Calls) -> list[Choice]:
    """The channel's playlists by their names. Raises `errors.PlatformError`."""
    found: list[Choice] = []
    page: str | None = None
    for _ in range(MOST_PAGES):
        items, page = calls.playlists_page(page)
        found += [Choice(value=str(item["id"]), label=str(item.get("snippet", {}).get("title") or item["id"])) for item in items]
        if page is None:
            break
    return sorted(found, key=lambda choice: choice.label.casefold())


def put_into_each(calls: Calls, playlists: Iterable[str], video_id: str) -> Followed:
    """Put the video into each playlist that does not hold it yet; what is refused becomes a warning, and the others go on.

    Raises what passes: the follow-up is tried again then, and finds what it has done already.
    """
    refusals = list(dict.fromkeys(_refusals(calls, playlists, video_id)))
    return Followed(warning=" ".join(["The video is on YouTube, but not in every playlist.", *refusals]) if refusals else "")


def _refusals(calls: Calls, playlists: Iterable[str], video_id: str) -> Iterator[str]:
    for playlist in playlists:
        try:
            if not calls.lies_in(playlist, video_id):
                calls.put_into(playlist, video_id)
        except errors.Refused as refusal:
            if refusal.code == "video_gone":
                # For some minutes after it was made, YouTube may not find a video that is there.
                raise errors.Transient("not_listed_yet", "YouTube does not show the video yet.", max_failures=5) from refusal
            yield f"{refusal.message} {refusal.fix}".strip()
