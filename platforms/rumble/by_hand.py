"""Posting on Rumble's own upload page, for whoever has no token of its Upload API."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from platforms.by_hand import ByHand, Pasted
from platforms.rumble.links import REAL

_CHANNEL = re.compile(r"/((?:c|user)/[\w.-]{1,80})/?", re.ASCII)


def by_hand(site: str) -> ByHand:
    """For the Rumble at `site`."""
    return ByHand(
        page=f"{site}/upload.php",
        how="Open Rumble’s upload page, choose the file that you take from here, and paste the words into its form. Then paste the address "
        "of the video here.",
        why="Rumble gives tokens of its Upload API to few. You can post there yourself, with all of it ready to paste.",
        pasted=pasted,
        address=f"{site}/c/YourChannel",
        account_in=lambda address: _account_in(address, site),
        options=frozenset({"licence"}),
    )


def pasted(title: str, description: str, tags: Sequence[str]) -> Sequence[Pasted]:
    """Rumble's form has the tags in one field, parted by commas."""
    return (
        Pasted(label="Video title", text=title),
        Pasted(label="Description", text=description, is_long=True),
        Pasted(label="Tags", text=", ".join(tags)),
    )


def _account_in(address: str, site: str) -> str:
    """A channel and a user may bear one name, and are two."""
    for home in (site, "https://www.rumble.com") if site == REAL else (site,):
        if address.startswith(f"{home}/") and (found := _CHANNEL.fullmatch(urlsplit(address[len(home) :]).path)):
            return found[1].lower()
    return ""
