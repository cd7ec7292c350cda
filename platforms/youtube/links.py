"""The addresses under which YouTube shows a video, and the id in each."""

import re
from urllib.parse import parse_qs, urlsplit

_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "studio.youtube.com"}
_SHORT_HOST = "youtu.be"
_ID = re.compile(r"[\w-]{11}", re.ASCII)


def video_id(link: str, *, stand_in: str) -> str:
    """Read the video's id out of a link: watch pages, Shorts, live and embedded players, YouTube Studio, youtu.be.

    `stand_in` is the base address that plays YouTube's part, which shows its videos itself. "" where there is no id.
    """
    parts = urlsplit(link.strip())
    steps = [step for step in parts.path.split("/") if step]
    watched = parse_qs(parts.query).get("v", [""])[0]
    if parts.hostname == _SHORT_HOST:
        return _checked(steps[0] if steps else "")
    if parts.hostname in _HOSTS:
        return _checked(watched if steps == ["watch"] else _after_kind(steps))
    return _checked(watched) if link.strip().startswith(f"{stand_in}/watch?") else ""


def _after_kind(steps: list[str]) -> str:
    return steps[1] if len(steps) >= 2 and steps[0] in ("shorts", "live", "embed", "video", "v") else ""


def _checked(candidate: str) -> str:
    return candidate if _ID.fullmatch(candidate) else ""
