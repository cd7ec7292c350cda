"""The addresses under which an instance shows a video, and the id in each."""

import re
from urllib.parse import urlsplit

_ID = re.compile(r"[\w-]{20,40}", re.ASCII)
_KINDS = (["w"], ["videos", "watch"], ["videos", "embed"], ["videos", "update"])


def video_id(link: str, *, instance: str) -> str:
    """Read the video's UUID or short UUID out of a link to this very instance; "" where there is none."""
    link, base = link.strip(), instance.rstrip("/")
    if not base or not link.startswith(f"{base}/"):
        return ""
    steps = [step for step in urlsplit(link[len(base) :]).path.split("/") if step]
    candidate = steps[-1] if steps[:-1] in _KINDS else ""
    return candidate if _ID.fullmatch(candidate) else ""
