"""Where a request goes: one of Meta's hosts is the first segment of the path, then come a version, a node and its edge."""

import re
from dataclasses import dataclass

from platforms.sandbox.plumbing import Request

GRAPH_INSTAGRAM = "graph.instagram.com"
API_INSTAGRAM = "api.instagram.com"
WWW_INSTAGRAM = "www.instagram.com"
GRAPH_FACEBOOK = "graph.facebook.com"
WWW_FACEBOOK = "www.facebook.com"
UPLOADS = "rupload.facebook.com"
CALLED = (GRAPH_INSTAGRAM, API_INSTAGRAM, GRAPH_FACEBOOK, UPLOADS)
"""Hosts that programs call; the others are looked at by people."""
GRAPHS = (GRAPH_INSTAGRAM, GRAPH_FACEBOOK)
UPLOAD_ROOT = "ig-api-upload"
CONTAINER, MEDIA = "17889", "17995"
"""How the ids of containers and of media begin."""
_VERSION = re.compile(r"v\d{1,3}\.\d{1,2}")


@dataclass(frozen=True, kw_only=True)
class Target:
    """A host, the version that was asked for ("": none), and the segments after it."""

    host: str
    version: str
    parts: tuple[str, ...]

    @property
    def major(self) -> int:
        return int(self.version.removeprefix("v").partition(".")[0] or 0)


def target_of(request: Request) -> Target | None:
    """None where programs have no business."""
    host, *parts = request.path.removeprefix("/").rstrip("/").split("/")
    if host not in CALLED:
        return None
    place = 1 if host == UPLOADS else 0
    has_version = len(parts) > place and _VERSION.fullmatch(parts[place])
    version = parts.pop(place) if has_version else ""
    return Target(host=host, version=version, parts=tuple(parts))


def is_sending(request: Request) -> bool:
    """Whether it carries bytes of a video."""
    return request.method == "POST" and request.path.startswith(f"/{UPLOADS}/")
