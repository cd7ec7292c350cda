"""Posting in the Instagram app oneself, for accounts that are no professional ones: its API posts to no other."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from platforms.by_hand import ByHand, Pasted
from platforms.contract import Words
from platforms.instagram import words
from platforms.instagram.links import REAL

_PROFILE = re.compile(r"/@?[\w.]{1,30}/?", re.ASCII)


def by_hand(site: str) -> ByHand:
    """For the Instagram at `site`."""
    return ByHand(
        page=f"{site}/",
        how="Open Instagram in the app or in your browser, begin a Reel with the file that you take from here, and paste the caption. Then "
        "paste the address of the Reel here.",
        why="For a personal account: Instagram lets apps post to professional ones alone.",
        pasted=pasted,
        address=f"{site}/your.name",
        is_account=lambda address: _is_account(address, site),
    )


def pasted(title: str, description: str, tags: Sequence[str]) -> Sequence[Pasted]:
    """Instagram has one text."""
    return (Pasted(label="Caption", text=words.caption(Words(title=title, description=description, tags=tuple(tags)))),)


def _is_account(address: str, site: str) -> bool:
    homes = (site, "https://instagram.com") if site == REAL else (site,)
    return any(address.startswith(f"{home}/") and _PROFILE.fullmatch(urlsplit(address[len(home) :]).path) for home in homes)
