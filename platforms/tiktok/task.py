"""What TikTok says of one publishing task."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Status(StrEnum):
    """Source: developers.tiktok.com/doc/content-posting-api-reference-get-video-status, read 2026-09-11."""

    UPLOADING = "PROCESSING_UPLOAD"
    """Bytes are awaited, or all of them are there and being worked on."""
    IN_INBOX = "SEND_TO_USER_INBOX"
    COMPLETE = "PUBLISH_COMPLETE"
    FAILED = "FAILED"


@dataclass(frozen=True, kw_only=True)
class Task:
    """One answer. `uploaded` is a number of bytes, None where none was given; `posts` are the ids of what became public of it."""

    status: str
    uploaded: int | None = None
    fail_reason: str = ""
    posts: tuple[str, ...] = ()

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Read it. The word "publicly" is misspelt in the API; both spellings are taken, as are one id and a list of ids."""
        uploaded = said.get("uploaded_bytes")
        posts = said.get("publicaly_available_post_id") or said.get("publicly_available_post_id") or ()
        return cls(
            status=str(said.get("status", "")),
            uploaded=uploaded if isinstance(uploaded, int) else None,
            fail_reason=str(said.get("fail_reason") or ""),
            posts=tuple(str(post) for post in (posts if isinstance(posts, list | tuple) else (posts,))),
        )
