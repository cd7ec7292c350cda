"""What a publication says on Instagram: its caption, and the parameters of its container."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from platforms.contract import Upload, Words
from platforms.instagram import links

MOST_CAPTION, MOST_HASHTAGS, MOST_MENTIONS = 2200, 30, 20
"""Source: developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media."""
_MENTION = re.compile(r"(?<![\w.@])@[\w.]+")
AT_A_MOMENT, OWN_PICTURE = "moment", "picture"


def caption(words: Words) -> str:
    """The one text that Instagram has: the title, the description below it, and the tags as hashtags at its end."""
    hashtags = " ".join(f"#{tag}" for tag in (re.sub(r"[^\w]", "", each) for each in words.tags) if tag)
    return "\n\n".join(part for part in (" ".join(words.title.split()), words.description.strip(), hashtags) if part)


def mentions(text: str) -> int:
    """How many people are mentioned: an @ with a name after it, and none of a mail address."""
    return len(_MENTION.findall(text))


def compared(text: str) -> str:
    """A caption as it is compared with one that Instagram lists, which may have other blanks and other forms of one character."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def parameters(upload: Upload, *, pushes: bool, api_url: str, with_cover: bool = True) -> dict[str, str]:
    """The parameters of a container: `pushes` says that we send the bytes, else Instagram, at `api_url`, comes for them."""
    source = {"upload_type": "resumable"} if pushes else {"video_url": upload.address()}
    cover = _cover(upload, api_url=api_url) if with_cover else {}
    to_feed = "false" if upload.options.get("share_to_feed") is False else "true"
    return {"media_type": "REELS", **source, "caption": caption(upload.words), "share_to_feed": to_feed, **cover}


def cover_seconds(options: Mapping[str, Any]) -> float:
    """The moment of the video that is its cover, in seconds."""
    seconds = options.get("cover_seconds")
    return float(seconds) if options.get("cover") == AT_A_MOMENT and isinstance(seconds, int | float) else 0.0


def wants_chosen_picture(upload: Upload) -> bool:
    """Whether the picture of its owner's own is to be its cover, because nothing else was said for Instagram alone."""
    return not upload.options.get("cover") and upload.chosen is not None and upload.chosen.at_ms is None


def _cover(upload: Upload, *, api_url: str) -> dict[str, str]:
    if upload.options.get("cover") == OWN_PICTURE and (picture := upload.poster_address()):
        return {"cover_url": picture}
    if wants_chosen_picture(upload):
        address = upload.poster_address()
        return {"cover_url": address} if links.can_be_fetched(address, api_url=api_url) else {}
    if not upload.options.get("cover") and upload.chosen and upload.chosen.at_ms:
        return {"thumb_offset": str(upload.chosen.at_ms)}
    seconds = cover_seconds(upload.options)
    return {"thumb_offset": str(int(seconds * 1000))} if seconds else {}
