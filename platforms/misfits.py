"""Where a file does not fit a profile, each said for its owner; what probing could not tell is taken to fit."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from platforms.contract import File, Problem
from platforms.profile import Profile

TOLERANCE = 1.1
"""Rates are averages, and an encoder that is told 128 kbit/s keeps near it: what is this much above is not minded."""


class Misfit(StrEnum):
    """One thing in which a file does not fit."""

    TOO_SHORT = "video_too_short"
    TOO_LONG = "video_too_long"
    TOO_LARGE = "file_too_large"
    CONTAINER = "file_type_refused"
    INDEX = "index_not_first"
    VIDEO_CODEC = "codec_refused"
    AUDIO_CODEC = "audio_codec_refused"
    PIXELS = "pixel_format_refused"
    INTERLACED = "interlaced"
    FRAME_RATE = "frame_rate_refused"
    SIZE = "picture_size_refused"
    SHAPE = "picture_shape_refused"
    VIDEO_BITS = "bit_rate_refused"
    AUDIO = "audio_refused"


def misfits(profile: Profile, file: File) -> list[Misfit]:
    """In what `file` does not fit; pure."""
    return [misfit for misfit, is_found in _CHECKS.items() if is_found(profile, file)]


def problems(profile: Profile, file: File) -> list[Problem]:
    """The same as preflight says it, each mended by another file: an adapter's own words stand beside these."""
    return [Problem(code=each, message=_SAYS[each](profile, file), fix=_FIX[each], field="file") for each in misfits(profile, file)]


def video_bit_rate(file: File) -> float | None:
    """Bits a second that the picture takes: what the file says, else all that the file has."""
    if file.video_bit_rate:
        return file.video_bit_rate
    return file.size * 8 / file.duration if file.duration else None


def megabytes(size: float) -> str:
    """A size as people say it: 412 MB, 4 GB."""
    if size >= 1e9:
        return f"{size / 1e9:.1f}".removesuffix(".0") + " GB"
    return f"{size / 1e6:.0f} MB" if size >= 10e6 else f"{max(size / 1e6, 0.1):.1f} MB"


def length(seconds: float) -> str:
    """A length as people say it: 3 s, 15 min, 17 min 20 s, 2 h 5 min."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    parts = [(hours, "h"), (minutes, "min"), (0 if hours else rest, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


# -- each check ------------------------------------------------------------------------------------------------------


def _above(value: float | None, most: float | None) -> bool:
    return value is not None and most is not None and value > most


def _below(value: float | None, least: float | None) -> bool:
    return value is not None and least is not None and value < least


def _not_in(value: str, taken: tuple[str, ...]) -> bool:
    return bool(value and taken) and value not in taken


def _frame_rate(profile: Profile, file: File) -> bool:
    # 23.976 is "23 pictures" to nobody, and 59.94 and 60.02 are 60.
    return _above(file.frame_rate, profile.most_frame_rate and profile.most_frame_rate + 0.1) or _below(
        file.frame_rate, profile.least_frame_rate
    )


def _size(profile: Profile, file: File) -> bool:
    sides = [side for side in (file.width, file.height) if side]
    return _above(file.width, profile.most_width) or any(
        _above(side, profile.most_side) or _below(side, profile.least_side) for side in sides
    )


def _shape(profile: Profile, file: File) -> bool:
    ratio = file.width / file.height if file.width and file.height else None
    return _above(ratio, profile.most_ratio) or _below(ratio, profile.least_ratio)


def _audio(profile: Profile, file: File) -> bool:
    bits = profile.most_audio_bit_rate and profile.most_audio_bit_rate * TOLERANCE
    return (
        _above(file.audio_rate, profile.most_audio_rate)
        or _above(file.audio_channels, profile.most_audio_channels)
        or _above(file.audio_bit_rate, bits)
    )


_CHECKS: Mapping[Misfit, Callable[[Profile, File], bool]] = {
    Misfit.TOO_SHORT: lambda profile, file: _below(file.duration, profile.least_seconds),
    Misfit.TOO_LONG: lambda profile, file: _above(file.duration, profile.most_seconds),
    Misfit.TOO_LARGE: lambda profile, file: _above(file.size, profile.most_bytes),
    Misfit.CONTAINER: lambda profile, file: _not_in(file.content_type, profile.content_types),
    Misfit.INDEX: lambda profile, file: profile.index_first and file.index_first is False,
    Misfit.VIDEO_CODEC: lambda profile, file: _not_in(file.video_codec, profile.video_codecs),
    Misfit.AUDIO_CODEC: lambda profile, file: _not_in(file.audio_codec, profile.audio_codecs),
    Misfit.PIXELS: lambda profile, file: _not_in(file.pixel_format, profile.pixel_formats),
    Misfit.INTERLACED: lambda profile, file: profile.is_progressive and file.is_progressive is False,
    Misfit.FRAME_RATE: _frame_rate,
    Misfit.SIZE: _size,
    Misfit.SHAPE: _shape,
    Misfit.VIDEO_BITS: lambda profile, file: _above(
        video_bit_rate(file), profile.most_video_bit_rate and profile.most_video_bit_rate * TOLERANCE
    ),
    Misfit.AUDIO: _audio,
}

# -- what is said of each --------------------------------------------------------------------------------------------

_SAYS: Mapping[Misfit, Callable[[Profile, File], str]] = {
    Misfit.TOO_SHORT: lambda p, f: f"The video takes {f.duration or 0:.1f} s; {p.name} takes {length(p.least_seconds or 0)} at the least.",
    Misfit.TOO_LONG: lambda p, f: f"The video takes {length(f.duration or 0)}; {p.name} takes {length(p.most_seconds or 0)}.",
    Misfit.TOO_LARGE: lambda p, f: f"The file has {megabytes(f.size)}; {p.name} takes {megabytes(p.most_bytes or 0)}.",
    Misfit.CONTAINER: lambda p, f: f"{p.name} does not take this kind of file ({f.content_type}).",
    Misfit.INDEX: lambda p, f: f"The file’s index stands at its end; {p.name} wants it at the beginning.",
    Misfit.VIDEO_CODEC: lambda p, f: f"{p.name} takes no video in {f.video_codec}.",
    Misfit.AUDIO_CODEC: lambda p, f: f"{p.name} takes no sound in {f.audio_codec}.",
    Misfit.PIXELS: lambda p, f: f"{p.name} does not take this kind of colour ({f.pixel_format}).",
    Misfit.INTERLACED: lambda p, f: f"The video is interlaced, as old television was; {p.name} takes whole pictures only.",
    Misfit.FRAME_RATE: lambda p, f: (
        f"The video has {f.frame_rate or 0:g} pictures a second; {p.name} takes {p.least_frame_rate or 1:g} to {p.most_frame_rate or 0:g}."
    ),
    Misfit.SIZE: lambda p, f: f"The picture has {f.width} × {f.height} pixels; {p.name} takes {_sides(p)}.",
    Misfit.SHAPE: lambda p, f: f"The picture has {f.width} × {f.height} pixels, a shape that {p.name} does not take.",
    Misfit.VIDEO_BITS: lambda p, f: (
        f"The picture takes {(video_bit_rate(f) or 0) / 1e6:.0f} Mbit/s; {p.name} takes {(p.most_video_bit_rate or 0) / 1e6:.0f}."
    ),
    Misfit.AUDIO: lambda p, f: f"The sound is finer than {p.name} takes: at most {_sound(p)}.",
}
_FIX: Mapping[Misfit, str] = {
    **dict.fromkeys(Misfit, "Make it fit, or export it again as MP4 with H.264 video and AAC sound."),
    Misfit.TOO_SHORT: "Make it longer, and upload it again.",
    Misfit.TOO_LONG: "Make it fit, or upload a shorter one.",
    Misfit.TOO_LARGE: "Make it fit, or upload a smaller file.",
}


def _sides(profile: Profile) -> str:
    if profile.most_width:
        return f"{profile.most_width} in width"
    return f"{profile.least_side or 1} to {profile.most_side or 'any number'} a side"


def _sound(profile: Profile) -> str:
    most = [
        (profile.most_audio_rate, f"{(profile.most_audio_rate or 0) / 1000:g} kHz"),
        (profile.most_audio_channels, f"{profile.most_audio_channels} channels"),
        (profile.most_audio_bit_rate, f"{(profile.most_audio_bit_rate or 0) // 1000} kbit/s"),
    ]
    return ", ".join(said for limit, said in most if limit)
