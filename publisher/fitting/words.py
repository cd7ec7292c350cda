"""What making a file fit does to it, in one plain sentence for its owner."""

from platforms.contract import File
from platforms.misfits import megabytes
from publisher.fitting.picture import Picture

_SMALLER = 0.9


def said(
    file: File,
    *,
    start: float,
    seconds: float | None,
    expected_bytes: int,
    picture: Picture | None,
    cuts: bool | None,
    frame_rate: float | None,
    encodes_picture: bool,
    encodes_sound: bool,
) -> str:
    """Say it: `seconds` where it is shortened, `picture` where it is encoded anew, `cuts` where its shape changes."""
    parts = [
        _shortened(file.duration or 0, start, seconds) if seconds is not None else "",
        f"made smaller: {megabytes(file.size)} to about {megabytes(expected_bytes)}" if expected_bytes < file.size * _SMALLER else "",
        _pictured(file, picture, cuts),
        f"shown at {frame_rate:g} pictures a second" if frame_rate else "",
        _written(encodes_picture=encodes_picture, encodes_sound=encodes_sound),
    ]
    *before, last = [part for part in parts if part]
    return f"It will be {', '.join(before)}{', and ' if before else ''}{last}."


def clock_face(seconds: float) -> str:
    """17:20, 1:02:05."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def _shortened(duration: float, start: float, seconds: float) -> str:
    since = f", beginning at {clock_face(start)}" if start else ""
    return f"shortened from {clock_face(duration)} to {clock_face(seconds)}{since}"


def _pictured(file: File, picture: Picture | None, cuts: bool | None) -> str:
    if picture is None or not picture.filters:
        return ""
    size = f"{picture.width} × {picture.height}"
    if cuts is None:
        return f"brought from {file.width} × {file.height} pixels to {size}"
    return f"cut to its middle, {size} pixels" if cuts else f"set between black bars, {size} pixels"


def _written(*, encodes_picture: bool, encodes_sound: bool) -> str:
    if encodes_picture:
        return "written anew as MP4 (H.264)"
    if encodes_sound:
        return "packed anew as MP4, its sound as AAC and its picture untouched"
    return "packed anew as MP4, picture and sound untouched"
