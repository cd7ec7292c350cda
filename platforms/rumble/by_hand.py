"""Posting on Rumble's own upload page, for whoever has no token of its Upload API."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from platforms.by_hand import ByHand, Pasted
from platforms.rumble.links import REAL

_CHANNEL = re.compile(r"/(?:c|user)/[\w.-]{1,80}/?", re.ASCII)


def by_hand(site: str) -> ByHand:
    """For the Rumble at `site`."""
    return ByHand(
        page=f"{site}/upload.php",
        how="Open Rumble’s upload page, choose the file that you take from here, and paste the words into its form. Then paste the address "
        "of the video here.",
        why="Without a token of the Upload API, which Rumble gives to few.",
        pasted=pasted,
        address=f"{site}/c/YourChannel",
        is_account=lambda address: _is_account(address, site),
    )


def pasted(title: str, description: str, tags: Sequence[str]) -> Sequence[Pasted]:
    """Rumble's form has the tags in one field, parted by commas."""
    return (
        Pasted(label="Video title", text=title),
        Pasted(label="Description", text=description),
        Pasted(label="Tags", text=", ".join(tags)),
    )


def _is_account(address: str, site: str) -> bool:
    homes = (site, "https://www.rumble.com") if site == REAL else (site,)
    return any(address.startswith(f"{home}/") and _CHANNEL.fullmatch(urlsplit(address[len(home) :]).path) for home in homes)
