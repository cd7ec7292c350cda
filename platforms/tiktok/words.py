"""What a publication says on TikTok: its caption, and the announcement that opens an upload."""

import re
from collections.abc import Mapping
from typing import Any

from platforms.contract import File, Upload, Words
from platforms.tiktok.plan import Plan

MOST_CAPTION = 2200
"""In UTF-16 units, hashtags included."""
DRAFT = "draft"
CONTENT_TYPES = ("video/mp4", "video/quicktime", "video/webm")


def caption(words: Words) -> str:
    """The one text that TikTok has: the title, the description below it, and the tags as hashtags at its end."""
    hashtags = " ".join(f"#{tag}" for tag in map(_joined, words.tags) if tag)
    return "\n\n".join(part for part in (" ".join(words.title.split()), words.description.strip(), hashtags) if part)


def is_draft(options: Mapping[str, Any]) -> bool:
    """Whether it goes to the creator's inbox, to be finished and posted in the app."""
    return options.get("mode") == DRAFT


def announcement(upload: Upload, plan: Plan) -> dict[str, Any]:
    """The JSON body of the call that opens an upload; of a draft, TikTok takes nothing but the file."""
    source = {"source": "FILE_UPLOAD", "video_size": plan.size, "chunk_size": plan.piece, "total_chunk_count": plan.count}
    if is_draft(upload.options):
        return {"source_info": source}
    return {"post_info": _post_info(upload), "source_info": source}


def content_type(file: File) -> str:
    """One of the three that TikTok takes."""
    return file.content_type if file.content_type in CONTENT_TYPES else CONTENT_TYPES[0]


def _post_info(upload: Upload) -> dict[str, Any]:
    options, cover_ms = upload.options, _cover_ms(upload)
    discloses = bool(options.get("discloses"))
    return {
        "title": caption(upload.words),
        "privacy_level": options.get("privacy", ""),
        "disable_comment": not options.get("comments"),
        "disable_duet": not options.get("duets"),
        "disable_stitch": not options.get("stitches"),
        "brand_organic_toggle": discloses and bool(options.get("own_brand")),
        "brand_content_toggle": discloses and bool(options.get("paid")),
        "is_aigc": bool(options.get("made_by_ai")),
        **({"video_cover_timestamp_ms": cover_ms} if cover_ms else {}),
    }


def _cover_ms(upload: Upload) -> int | None:
    """The moment that was written for TikTok, else that of the frame that was chosen as the video's picture."""
    seconds = upload.options.get("cover_seconds")
    if seconds:
        return int(float(seconds) * 1000)
    return upload.chosen.at_ms if upload.chosen else None


def _joined(tag: str) -> str:
    """A hashtag ends at the first blank or sign."""
    return re.sub(r"[^\w]", "", tag)
