"""What is read back from Rumble: the list of one's own videos, and the player's word on one of them.

Sources: Rumble's own WordPress plugin 1.0.8 for the list (its tab "Your Videos"), yt-dlp 2026.10.26 for the player. Neither is documented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import urlencode

from platforms import errors
from platforms.http import Answer, Door
from platforms.rumble import links
from platforms.rumble.refusals import refusal_in

READ_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One entry of the list. `seconds`, `posted`, `guid` and `url` are there at times alone."""

    video: str
    title: str
    description: str
    url: str = ""
    guid: str = ""
    seconds: float | None = None
    posted: datetime | None = None

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        player = said.get("video")
        seconds = said.get("duration")
        return cls(
            video=links.in_player(str(player.get("iframe", ""))) if isinstance(player, dict) else "",
            title=str(said.get("title") or ""),
            description=str(said.get("description") or ""),
            url=links.canonical(str(said.get("url") or "")),
            guid=str(said.get("guid") or ""),
            seconds=float(seconds) if isinstance(seconds, int | float) else None,
            posted=_moment(said.get("pubDate")),
        )


@dataclass(frozen=True, kw_only=True)
class Player:
    """`is_ready`: there are files to play. `trouble` is what it says in place of a video."""

    is_ready: bool
    trouble: str = ""


class Calls:
    """Reads at Rumble's web address. Each raises `errors.PlatformError`."""

    def __init__(self, *, door: Door, web_url: str) -> None:
        self._door = door
        self._web_url = web_url.rstrip("/")

    def own_videos(self, publisher_id: str, page: int) -> tuple[list[Listed], bool]:
        """A page of one's own videos, the newest first, and whether it is the last."""
        query = urlencode({"_p": publisher_id, "criteria": f"pg={page},sort=date", "user": "me"}, safe=",=")
        said = self._object(f"/api/v0/Media.Search.json?{query}")
        results, paginate = said.get("results"), said.get("paginate")
        if not isinstance(results, list):
            raise _unreadable()
        pages = paginate.get("pages") if isinstance(paginate, dict) else 1
        return [Listed.read(each) for each in results if isinstance(each, dict)], not (isinstance(pages, int) and page < pages)

    def player(self, video: str) -> Player:
        """Whether a video plays."""
        said = self._object(f"/embedJS/u3/?{urlencode({'request': 'video', 'ver': '2', 'v': f'v{video}'})}")
        sys = said.get("sys")
        if isinstance(sys, dict) and sys.get("msg"):
            return Player(is_ready=False, trouble=str(sys["msg"]))
        return Player(is_ready=bool(said.get("ua")))

    def _object(self, path: str) -> Mapping[str, Any]:
        answer: Answer = self._door.send(
            "GET", f"{self._web_url}{path}", headers={"Accept": "application/json"}, read_timeout=READ_SECONDS, quick_tries=True
        )
        if answer.status >= 300:
            error = refusal_in(answer).error
            # No token goes with a read, so that none can have been refused.
            raise _unreadable(answer) if isinstance(error, errors.Unauthorized) else error
        said = answer.json()
        if not isinstance(said, dict) or said.get("error"):
            raise _unreadable(answer)
        return said


def _unreadable(answer: Answer | None = None) -> errors.Transient:
    message = "Rumble does not show the channel’s videos."
    return errors.Transient("not_shown", message, http_status=answer.status if answer else None)


def _moment(said: Any) -> datetime | None:
    """A date as mail writes it, or as ISO 8601 does."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(str(said))
        except (TypeError, ValueError):
            continue
        return moment if moment.tzinfo else None
    return None
