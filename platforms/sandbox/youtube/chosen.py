"""What was chosen for a posted video, in words: what the pages show, so that a person can compare it with what they asked for."""

from typing import Any

from platforms.sandbox.youtube.captions import Track
from platforms.sandbox.youtube.metadata import CATEGORIES
from platforms.sandbox.youtube.playlists import Playlist
from platforms.sandbox.youtube.videos import Video

_LICENSES = {"youtube": "standard", "creativeCommon": "Creative Commons"}


def chosen(video: Video, playlists: list[Playlist], tracks: list[Track]) -> dict[str, str]:
    """Each setting by its name; "not said" where the publisher left it out."""
    snippet, status = video.metadata.get("snippet", {}), video.metadata.get("status", {})
    paid = video.metadata.get("paidProductPlacementDetails", {})
    return {
        "Category": CATEGORIES.get(str(snippet.get("categoryId")), "not said"),
        "Made for kids": _yes_or_no(status.get("selfDeclaredMadeForKids")),
        "Altered or made with AI": _yes_or_no(status.get("containsSyntheticMedia")),
        "Public at": str(status.get("publishAt", "no time")),
        "Licence": _LICENSES.get(str(status.get("license")), "not said"),
        "Embeddable": _yes_or_no(status.get("embeddable")),
        "Public statistics": _yes_or_no(status.get("publicStatsViewable")),
        "Paid promotion": _yes_or_no(paid.get("hasPaidProductPlacement", False)),
        "Subscribers told": _yes_or_no(video.metadata.get("insert", {}).get("notifySubscribers")),
        "Captions": ", ".join(track.language for track in tracks) or "none",
        "Playlists": ", ".join(playlist.title for playlist in playlists) or "none",
    }


def _yes_or_no(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, "not said")
