"""What a publication says on Rumble: there are no tags, so they become hashtags, and a reference below them is what looks search for."""

import re

from platforms.contract import Upload, Words

MOST_TITLE = 100
"""Not on the API's page; its web form stops there."""
NOT_FOR_SALE, RUMBLE_ONLY = "0", "6"


def reference(marker: str) -> str:
    """The last line of a description: short enough not to disturb, and found again."""
    return f"ref:{marker[-8:]}"


def described(words: Words) -> str:
    """The description with the tags as hashtags at its end."""
    hashtags = " ".join(f"#{tag}" for tag in (re.sub(r"[^\w]", "", each) for each in words.tags) if tag)
    return "\n\n".join(part for part in (words.description.strip(), hashtags) if part)


def description(upload: Upload) -> str:
    said = described(upload.words)
    return f"{said}\n\n{reference(upload.marker)}".strip() if bears_reference(upload) else said


def bears_reference(upload: Upload) -> bool:
    """Whether the owner lets a reference be put into the description; without a word on it, yes."""
    return upload.options.get("reference") is not False


def title(words: Words) -> str:
    return " ".join(words.title.split())
