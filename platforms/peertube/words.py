"""What a publication says on PeerTube: the announcement that opens an upload."""

from typing import Any

from platforms.contract import Upload, Words
from platforms.peertube.options import PUBLIC

LEAST_TITLE, MOST_TITLE = 3, 120
LEAST_DESCRIPTION, MOST_DESCRIPTION = 3, 10_000
MOST_TAGS, LEAST_TAG, MOST_TAG = 5, 2, 30


def announcement(upload: Upload, *, channel_id: int, publish_at: str = "") -> dict[str, Any]:
    """The JSON body of uploadResumableInit. The name of the file carries the marker: looks find the video by it.

    `publish_at` is when the instance is to make it public, "" for never.
    """
    options, description, tags = upload.options, upload.words.description.strip(), own_tags(upload)
    named = {
        "description": description,
        "tags": tags,
        "category": number(options.get("category")),
        "licence": number(options.get("licence")),
        "language": options.get("language"),
        "support": str(options.get("support") or "").strip(),
        "scheduleUpdate": update_at(publish_at) if publish_at else None,
    }
    return {
        "name": title(upload),
        "channelId": channel_id,
        "filename": upload.file.name,
        "privacy": int(options["privacy"]),
        "nsfw": bool(options.get("sensitive", False)),
        "waitTranscoding": bool(options.get("wait_transcoding", True)),
        "commentsPolicy": int(options.get("comments") or 1),
        "downloadEnabled": bool(options.get("downloads", True)),
        **{name: said for name, said in named.items() if said},
    }


def update_at(moment: str) -> dict[str, Any]:
    """The order to make it public then."""
    return {"updateAt": moment, "privacy": int(PUBLIC)}


def title(upload: Upload) -> str:
    return title_of(upload.words)


def own_tags(upload: Upload) -> list[str]:
    return tags_of(upload.words)


def title_of(said: Words) -> str:
    return " ".join(said.title.split())


def tags_of(said: Words) -> list[str]:
    return [" ".join(tag.split()) for tag in said.tags]


def number(chosen: object) -> int | None:
    return int(str(chosen)) if str(chosen or "").isdigit() else None
