"""The addresses under which Rumble shows videos, and the name in each.

A video has two names: the id that the API gives (which the player's address bears, after a v), and the one in its page's address.
"""

import re
from urllib.parse import urlsplit

REAL = "https://rumble.com"
BY_PAGE = "page-"
"""Before the name of a page that a person pasted: which id it is, is not told by it."""
_PAGE = re.compile(r"/(v[0-9a-z]{3,12})-[^/]*\.html", re.ASCII)
_EMBED = re.compile(r"/embed/v([0-9a-z]{3,12})/?", re.ASCII)
_IN_PLAYER = re.compile(r"/embed/v([0-9a-z]{3,12})(?![0-9a-z])", re.ASCII)


def name_in(link: str, *, site: str) -> str:
    """Read the name out of a link to a video; "" where there is none."""
    link = link.strip()
    for home in (site, "https://www.rumble.com") if site == REAL else (site,):
        if link.startswith(f"{home}/"):
            path = urlsplit(link[len(home) :]).path
            if page := _PAGE.fullmatch(path):
                return f"{BY_PAGE}{page[1]}"
            if embed := _EMBED.fullmatch(path):
                return embed[1]
    return ""


def in_player(markup: str) -> str:
    """The id in a player's address, or in the markup around it; "" where there is none."""
    found = _IN_PLAYER.search(markup)
    return found[1] if found else ""


def canonical(address: str) -> str:
    """A page's address without what pays an affiliate."""
    return address.partition("?")[0].partition("#")[0]


def page_of(site: str, video: str) -> str:
    """An address that leads to a video of which only the id is known."""
    return f"{site}/embed/v{video}/"
