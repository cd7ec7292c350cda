"""What a publication says on YouTube: the video resource that opens an upload."""

import re
from typing import Any

from platforms.contract import Upload
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
        "snippet": {
            "title": title(upload),
            "description": description(upload),
            "tags": tags(upload),
            "categoryId": str(options["category"]),
        },
        "status": status | ({"publishAt": publish_at} if publish_at else {}),
        **paid,
    }


def parts(upload: Upload) -> str:
    """What `resource` consists of, for the query of videos.insert."""
    return ",".join(["snippet", "status", *(["paidProductPlacementDetails"] if upload.options.get("paid_promotion") else [])])


def title(upload: Upload) -> str:
    return " ".join(_cleaned(upload.words.title).split())


def description(upload: Upload) -> str:
    return _cleaned(upload.words.description).strip()


def tags(upload: Upload) -> list[str]:
    """The owner's tags, and the marker by which looks find the video."""
    return [*own_tags(upload), upload.marker]


def own_tags(upload: Upload) -> list[str]:
    """The owner's tags, each once."""
    cleaned = (" ".join(_cleaned(tag).split()) for tag in upload.words.tags)
    return list(dict.fromkeys(tag for tag in cleaned if tag))


def file_name(upload: Upload) -> str:
    """The name that the file is sent under: the second mark by which looks find the video."""
    return f"pub-{upload.marker}.mp4"


def content_type(upload: Upload) -> str:
    """YouTube takes video/* and application/octet-stream. Source: `mediaUpload` of videos.insert in the discovery document."""
    kind = upload.file.content_type
    return kind if re.fullmatch(r"video/[\w.+-]+", kind) else "application/octet-stream"


def _cleaned(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
