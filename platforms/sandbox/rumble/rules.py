"""What the Upload API wants of a form, as a list of what is wrong with one."""

from collections.abc import Iterator

from platforms.sandbox.rumble.accounts import Channel
from platforms.sandbox.rumble.answers import Problem
from platforms.sandbox.rumble.intake import Sent
from platforms.sandbox.rumble.switches import Switches

FIELDS = ("access_token", "title", "description", "license_type", "channel_id", "guid")
FILES = ("thumb", "video")
CAPTIONS = (".vtt", ".srt", ".sbv", ".stl", ".sub")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
_REQUIRED = ("title", "description", "license_type")


def problems_of(sent: Sent, channels: list[Channel], switches: Switches, *, is_taken: bool) -> list[Problem]:
    """Everything at once, field by field; `is_taken` says that there is a video with this guid, and there may be no second one."""
    return [
        *_unknown(sent),
        *_missing(sent),
        *_words(sent, switches),
        *_channel(sent, channels),
        *([Problem(field="guid", code="DUPLICATE", message="guid is used already")] if is_taken else ()),
        *_files(sent, switches),
    ]


def _is_caption(name: str) -> bool:
    return name.startswith("cc_") and 2 <= len(name.removeprefix("cc_")) <= 8


def _unknown(sent: Sent) -> Iterator[Problem]:
    for name in dict.fromkeys(sent.order):
        is_known = name in FIELDS if name in sent.fields else name in FILES or _is_caption(name)
        if not is_known:
            yield Problem(field=name, code="UNKNOWN_FIELD", message="There is no such field")
    for name in sent.repeated():
        yield Problem(field=name, code="REPEATED", message="The field came more than once")


def _missing(sent: Sent) -> Iterator[Problem]:
    for name in _REQUIRED:
        if name not in sent.fields:
            yield Problem(field=name, code="REQUIRED", message=f"{name} is required")


def _words(sent: Sent, switches: Switches) -> Iterator[Problem]:
    title, licence = sent.fields.get("title"), sent.fields.get("license_type")
    if title is not None and not title.strip():
        yield Problem(field="title", code="REQUIRED", message="title is required")
    if title is not None and len(title) > switches.title_length:
        yield Problem(field="title", code="TOO_LONG", message=f"title has over {switches.title_length} characters")
    if licence is not None and licence not in switches.licences.split(" and "):
        yield Problem(field="license_type", code="INVALID", message="license_type is not valid")


def _channel(sent: Sent, channels: list[Channel]) -> Iterator[Problem]:
    asked = sent.fields.get("channel_id")
    if asked is not None and asked not in {str(channel.id) for channel in channels}:
        yield Problem(field="channel_id", code="INVALID", message="This is no channel of yours")


def _files(sent: Sent, switches: Switches) -> Iterator[Problem]:
    video, thumb = sent.files.get("video"), sent.files.get("thumb")
    if video is None or not video.size:
        yield Problem(field="video", code="REQUIRED", message="video is required")
    elif video.size > switches.largest_video:
        yield Problem(field="video", code="TOO_LARGE", message="video is too large")
    if thumb is not None and not thumb.begins.startswith(PICTURES):
        yield Problem(field="thumb", code="INVALID", message="thumb is no picture")
    for name, file in sent.files.items():
        if _is_caption(name) and not file.name.lower().endswith(CAPTIONS):
            yield Problem(field=name, code="INVALID", message="No captions of a known kind")
