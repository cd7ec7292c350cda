"""Posting in the Instagram app oneself, for accounts that are no professional ones: its API posts to no other."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from platforms.by_hand import ByHand, Pasted
from platforms.contract import Words
from platforms.instagram import words
from platforms.instagram.links import REAL

_PROFILE = re.compile(r"/@?([\w.]{1,30})/?", re.ASCII)
_NOBODY = frozenset({"accounts", "direct", "explore", "p", "reel", "reels", "stories"})
"""Names that are pages of Instagram's own."""


def by_hand(site: str) -> ByHand:
    """For the Instagram at `site`."""
    return ByHand(
        page=f"{site}/",
        how="Open Instagram in the app or in your browser, begin a Reel with the file that you take from here, and paste the caption. Then "
        "paste the address of the Reel here.",
        why="Instagram lets apps post to professional accounts alone. To a personal one you post yourself, with all of it ready to paste.",
        pasted=pasted,
        address=f"{site}/your.name",
        account_in=lambda address: _account_in(address, site),
        options=frozenset({"share_to_feed", "cover", "cover_seconds"}),
    )


def pasted(title: str, description: str, tags: Sequence[str]) -> Sequence[Pasted]:
    """Instagram has one text."""
    caption = words.caption(Words(title=title, description=description, tags=tuple(tags)))
    return (Pasted(label="Caption", text=caption, is_long=True),)


def _account_in(address: str, site: str) -> str:
    for home in (site, "https://instagram.com", "https://m.instagram.com") if site == REAL else (site,):
        if address.startswith(f"{home}/") and (found := _PROFILE.fullmatch(urlsplit(address[len(home) :]).path)):
            name = found[1].lower()
            return "" if name in _NOBODY else name
    return ""
