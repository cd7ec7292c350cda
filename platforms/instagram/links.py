"""The addresses under which Instagram shows Reels, the name in each, and whether one of ours can be reached from there."""

import ipaddress
import re
from urllib.parse import urlsplit

REAL = "https://www.instagram.com"
META_HOSTS = ("facebook.com", "instagram.com")
SHORTCODE = "reel-"
"""Before the name of a Reel that a person pasted the link of: its id in the API is another."""
BY_CONTAINER = "container-"
"""Before the id of the container of a Reel that is there, and whose own id Instagram has not told."""
_REEL = re.compile(r"/(?:[\w.]{1,30}/)?(?:reel|reels|p)/([\w-]{5,40})/?", re.ASCII)


def site_of(api_url: str) -> str:
    """Where Reels are shown: a stand-in shows its own itself."""
    parts = urlsplit(api_url)
    host = parts.hostname or ""
    if any(host == own or host.endswith(f".{own}") for own in META_HOSTS):
        return REAL
    return api_url.rsplit("/graph.", 1)[0].rstrip("/")


def name_in(link: str, *, site: str) -> str:
    """Read the name out of a link to a Reel; "" where there is none."""
    link = link.strip()
    for home in (site, "https://instagram.com", "https://m.instagram.com") if site == REAL else (site,):
        if link.startswith(f"{home}/"):
            found = _REEL.fullmatch(urlsplit(link[len(home) :]).path)
            return f"{SHORTCODE}{found[1]}" if found else ""
    return ""


def can_be_fetched(address: str, *, api_url: str) -> bool:
    """Whether Instagram could come for it: https, under a name or number that all the world can reach.

    A stand-in on this machine reaches whatever is on this machine.
    """
    parts = urlsplit(address)
    if _is_of_this_machine(urlsplit(api_url).hostname or ""):
        return bool(parts.hostname)
    return parts.scheme == "https" and address.isascii() and _is_public(parts.hostname or "")


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal", ".lan", ".home.arpa", ".test", ".invalid"))


def _is_of_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
