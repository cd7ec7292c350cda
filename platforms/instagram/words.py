"""What a publication says on Instagram: its caption, and the parameters of its container."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from platforms.contract import Upload, Words

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


def parameters(upload: Upload, *, pushes: bool) -> dict[str, str]:
    """The parameters of a container: `pushes` says that we send the bytes, else Instagram comes for them."""
    source = {"upload_type": "resumable"} if pushes else {"video_url": upload.address()}
    to_feed = "false" if upload.options.get("share_to_feed") is False else "true"
    return {"media_type": "REELS", **source, "caption": caption(upload.words), "share_to_feed": to_feed, **_cover(upload)}


def cover_seconds(options: Mapping[str, Any]) -> float:
    """The moment of the video that is its cover, in seconds."""
    seconds = options.get("cover_seconds")
    return float(seconds) if options.get("cover") == AT_A_MOMENT and isinstance(seconds, int | float) else 0.0


def _cover(upload: Upload) -> dict[str, str]:
    if upload.options.get("cover") == OWN_PICTURE and (picture := upload.poster_address()):
        return {"cover_url": picture}
    seconds = cover_seconds(upload.options)
    return {"thumb_offset": str(int(seconds * 1000))} if seconds else {}
