"""What a publication says on YouTube: the video resource that opens an upload."""

import re
from typing import Any

from platforms.contract import Upload

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def resource(upload: Upload) -> dict[str, Any]:
    """The JSON body of videos.insert. Privacy is always named: left out, it means public."""
    return {
        "snippet": {
            "title": title(upload),
            "description": description(upload),
            "tags": tags(upload),
            "categoryId": str(upload.options["category"]),
        },
        "status": {
            "privacyStatus": str(upload.options["privacy"]),
            "selfDeclaredMadeForKids": bool(upload.options["made_for_kids"]),
        },
    }


def title(upload: Upload) -> str:
    return " ".join(_cleaned(upload.words.title).split())


def description(upload: Upload) -> str:
    return _cleaned(upload.words.description).strip()


def tags(upload: Upload) -> list[str]:
    """The owner's tags, each once, and the marker by which looks find the video."""
    cleaned = (" ".join(_cleaned(tag).split()) for tag in upload.words.tags)
    return [*dict.fromkeys(tag for tag in cleaned if tag), upload.marker]


def file_name(upload: Upload) -> str:
    """The name that the file is sent under: the second mark by which looks find the video."""
    return f"pub-{upload.marker}.mp4"


def content_type(upload: Upload) -> str:
    """YouTube takes video/* and application/octet-stream. Source: `mediaUpload` of videos.insert in the discovery document."""
    kind = upload.file.content_type
    return kind if re.fullmatch(r"video/[\w.+-]+", kind) else "application/octet-stream"


def _cleaned(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
