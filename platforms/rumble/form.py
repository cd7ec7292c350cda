"""The body of an upload: one form, its video last, so that its very last bytes decide; they are held back until that is on disk."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from platforms.contract import Account, Upload
from platforms.rumble import words

TAIL_BYTES = 256 * 1024
"""How much of the file is held back, together with the end of the form."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """`head` and `end` around the bytes of the file. The head holds the token: it is never logged."""

    boundary: str
    head: bytes = field(repr=False)
    end: bytes
    upload: Upload

    @property
    def headers(self) -> dict[str, str]:
        return {"Content-Type": f"multipart/form-data; boundary={self.boundary}", "Accept": "application/json"}

    @property
    def length(self) -> int:
        return len(self.head) + self.upload.file.size + len(self.end)

    @property
    def cut(self) -> int:
        """The byte of the file from which on it is held back."""
        return max(self.upload.file.size - TAIL_BYTES, 0)

    def all_but_the_tail(self) -> Iterator[bytes]:
        yield self.head
        yield from self.upload.read(0, self.cut)

    def tail(self) -> bytes:
        """Raises ValueError where the source ended early."""
        rest = b"".join(self.upload.read(self.cut, self.upload.file.size - self.cut))
        if len(rest) != self.upload.file.size - self.cut:
            raise ValueError(f"the source ended {self.upload.file.size - self.cut - len(rest)} bytes early")
        return rest + self.end


def form_of(upload: Upload, account: Account, *, with_picture: bool = True) -> Form:
    """The form of an upload: its fields, its picture and captions where they are wanted, and the video last."""
    boundary = f"retake-{secrets.token_hex(16)}"
    fields = fields_of(upload, account)
    parts = [_part(boundary, name, value.encode()) for name, value in fields.items()]
    picture = upload.poster() if with_picture and upload.options.get("picture") is not False else None
    if picture:
        parts.append(_part(boundary, "thumb", picture, file_name="picture.jpg", content_type="image/jpeg"))
    for caption in upload.captions():
        language = caption.language.partition("-")[0].lower()
        parts.append(_part(boundary, f"cc_{language}", caption.vtt, file_name=f"{language}.vtt", content_type="text/vtt"))
    video = _opening(boundary, "video", file_name=upload.file.name, content_type=upload.file.content_type or "video/mp4")
    return Form(boundary=boundary, head=b"".join(parts) + video, end=f"\r\n--{boundary}--\r\n".encode(), upload=upload)


def probe_of(access_token: str) -> tuple[bytes, dict[str, str]]:
    """A form that lacks nothing but its video: what is said of it tells whether the token works, and nothing is made."""
    boundary = f"retake-{secrets.token_hex(16)}"
    fields = {"access_token": access_token, "title": "Retake asks whether this token works", "description": "", "license_type": "0"}
    body = b"".join(_part(boundary, name, value.encode()) for name, value in fields.items()) + f"--{boundary}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}", "Accept": "application/json"}


def fields_of(upload: Upload, account: Account) -> dict[str, str]:
    channel = str(account.details.get("channel_id") or "")
    return {
        "access_token": account.access_token,
        "title": words.title(upload.words),
        "description": words.description(upload),
        "license_type": str(upload.options.get("licence") or words.NOT_FOR_SALE),
        "guid": upload.marker,
        **({"channel_id": channel} if channel else {}),
    }


def _part(boundary: str, name: str, content: bytes, **file: str) -> bytes:
    return _opening(boundary, name, **file) + content + b"\r\n"


def _opening(boundary: str, name: str, *, file_name: str = "", content_type: str = "") -> bytes:
    named = f'; filename="{_quoted(file_name)}"' if file_name else ""
    kind = f"Content-Type: {content_type}\r\n" if content_type else ""
    return f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n{kind}\r\n'.encode()


def _quoted(name: str) -> str:
    """A file's name as it may stand in a header. Source: the HTML standard, "multipart/form-data encoding algorithm"."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
