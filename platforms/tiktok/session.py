"""The requests of one upload: a piece sent to its address. Whoever has the address may write to it, so that no token goes with them.

Source: developers.tiktok.com/doc/content-posting-api-media-transfer-guide, read 2026-09-11.
"""

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass

from platforms import errors
from platforms.contract import Upload
from platforms.http import Answer, Exchange, Line, redact
from platforms.tiktok import words

READ_SECONDS = 120.0
STORED, TAKEN = 206, 201
UNREADABLE, EXPIRED, UNKNOWN, OUT_OF_STEP = 400, 403, 404, 416


@dataclass(frozen=True, kw_only=True)
class Session:
    """Sends pieces of one file."""

    line: Line
    upload: Upload

    def put(self, address: str, first: int, end: int) -> Answer:
        """Send the bytes from `first` to before `end`. Raises `errors.NoAnswer`."""
        with self.piece(address, first, end) as exchange:
            exchange.send(self.upload.read(first, end - first))
            return exchange.finish()

    def piece(self, address: str, first: int, end: int, *, fresh: bool = False) -> AbstractContextManager[Exchange]:
        """Stand ready to send them: connected, nothing sent."""
        headers = {
            "Content-Type": words.content_type(self.upload.file),
            "Content-Range": f"bytes {first}-{end - 1}/{self.upload.file.size}",
        }
        return self.line.open("PUT", address, headers=headers, length=end - first, read_timeout=READ_SECONDS, fresh=fresh)


def progress_in(answer: Answer) -> int | None:
    """How far it says that the upload is, as it says it: a number of bytes, or the number of the last one; None where it does not."""
    found = re.fullmatch(r"bytes 0-(\d{1,12})/\d{1,12}", answer.headers.get("Content-Range", "").strip())
    return int(found[1]) if found else None


def failure_in(answer: Answer) -> errors.PlatformError:
    """The error that a piece failed with, should asking what arrived bring no progress. The body is not TikTok's usual one."""
    told = {"detail": redact(answer.body[:500].decode(errors="replace")), "http_status": answer.status}
    match answer.status:
        case 400:
            fix = "Upload the video again, and publish that. If it happens again, tell the people who run Retake."
            return errors.Refused("bytes_refused", "TikTok did not take the bytes of the file.", fix=fix, **told)  # type: ignore[arg-type]
        case 403 | 404:
            return errors.Transient("window_over", "TikTok no longer takes bytes for this upload.", **told)  # type: ignore[arg-type]
        case 416:
            return errors.Transient("out_of_step", "TikTok and Retake disagreed on how much was sent.", **told)  # type: ignore[arg-type]
        case status if status >= 500:
            return errors.Transient("platform_down", "TikTok had trouble of its own.", **told)  # type: ignore[arg-type]
    return errors.Transient("garbled", "TikTok’s answer could not be read.", **told)  # type: ignore[arg-type]
