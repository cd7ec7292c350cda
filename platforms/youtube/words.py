"""What a publication says on YouTube: the video resource that opens an upload."""

import re
from typing import Any

from platforms.contract import Upload, Words
from platforms.youtube.options import STANDARD

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def resource(upload: Upload, *, publish_at: str = "") -> dict[str, Any]:
    """The JSON body of videos.insert. Privacy is always named: left out, it means public. So is what YouTube would fill in itself.

    `publish_at` is when YouTube is to make it public, "" for never.
    """
    options = upload.options
    status: dict[str, Any] = {
        "privacyStatus": str(options["privacy"]),
        "selfDeclaredMadeForKids": bool(options["made_for_kids"]),
        "containsSyntheticMedia": bool(options.get("synthetic_media", False)),
        "license": str(options.get("licence", STANDARD)),
        "embeddable": bool(options.get("embeddable", True)),
        "publicStatsViewable": bool(options.get("public_stats", True)),
    }
    paid = {"paidProductPlacementDetails": {"hasPaidProductPlacement": True}} if options.get("paid_promotion") else {}
    return {
        "snippet": {**resource_of(upload.words, marker=upload.marker), "categoryId": str(options["category"])},
        "status": status | ({"publishAt": publish_at} if publish_at else {}),
        **paid,
    }


def parts(upload: Upload) -> str:
    """What `resource` consists of, for the query of videos.insert."""
    return ",".join(["snippet", "status", *(["paidProductPlacementDetails"] if upload.options.get("paid_promotion") else [])])


def resource_of(said: Words, *, marker: str) -> dict[str, Any]:
    """The words as the snippet of a video has them; among the tags the marker by which looks find it."""
    return {"title": _title(said), "description": _description(said), "tags": [*_tags(said), marker]}


def title(upload: Upload) -> str:
    return _title(upload.words)


def description(upload: Upload) -> str:
    return _description(upload.words)


def own_tags(upload: Upload) -> list[str]:
    """The owner's tags, each once."""
    return _tags(upload.words)


def file_name(upload: Upload) -> str:
    """The name that the file is sent under: the second mark by which looks find the video."""
    return f"pub-{upload.marker}.mp4"


def content_type(upload: Upload) -> str:
    """YouTube takes video/* and application/octet-stream. Source: `mediaUpload` of videos.insert in the discovery document."""
    kind = upload.file.content_type
    return kind if re.fullmatch(r"video/[\w.+-]+", kind) else "application/octet-stream"


def _title(said: Words) -> str:
    return " ".join(_cleaned(said.title).split())


def _description(said: Words) -> str:
    return _cleaned(said.description).strip()


def _tags(said: Words) -> list[str]:
    cleaned = (" ".join(_cleaned(tag).split()) for tag in said.tags)
    return list(dict.fromkeys(tag for tag in cleaned if tag))


def _cleaned(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
