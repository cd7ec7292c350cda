"""What a publication says on PeerTube: the announcement that opens an upload."""

from typing import Any

from platforms.contract import Upload
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
        "category": _number(options.get("category")),
        "licence": _number(options.get("licence")),
        "language": options.get("language"),
        "support": str(options.get("support") or "").strip(),
        "scheduleUpdate": {"updateAt": publish_at, "privacy": int(PUBLIC)} if publish_at else None,
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


def title(upload: Upload) -> str:
    return " ".join(upload.words.title.split())


def own_tags(upload: Upload) -> list[str]:
    return [" ".join(tag.split()) for tag in upload.words.tags]


def _number(chosen: object) -> int | None:
    return int(str(chosen)) if str(chosen or "").isdigit() else None
