"""The addresses under which TikTok shows posts, and the id in each."""

import re
from urllib.parse import quote, urlsplit

REAL = "https://www.tiktok.com"
OWN_HOST = "tiktokapis.com"
STUDIO = f"{REAL}/tiktokstudio/content"
_POST = re.compile(r"/@[\w.-]{1,64}/(?:video|photo)/(\d{5,25})/?", re.ASCII)


def site_of(api_url: str) -> str:
    """Where posts are shown: a stand-in shows its posts itself."""
    host = urlsplit(api_url).hostname or ""
    return REAL if host == OWN_HOST or host.endswith(f".{OWN_HOST}") else api_url.rstrip("/")


def post_url(site: str, username: str, post: str) -> str:
    """The page of a post; without its id that of the creator, and without a name nothing."""
    if not username:
        return ""
    profile = f"{site}/@{quote(username, safe='')}"
    return f"{profile}/video/{quote(post, safe='')}" if post else profile


def post_id(link: str, *, site: str) -> str:
    """Read the id out of a link to a post; "" where there is none. A short link (vm.tiktok.com) does not say it."""
    link = link.strip()
    for home in (site, "https://tiktok.com", "https://m.tiktok.com") if site == REAL else (site,):
        if link.startswith(f"{home}/@"):
            found = _POST.fullmatch(urlsplit(link[len(home) :]).path)
            return found[1] if found else ""
    return ""
