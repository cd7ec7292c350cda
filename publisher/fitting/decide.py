"""Decides how a file is made to fit a profile: purely, from facts. The least that helps is done.

misfits -> too short, or unknown? -> how much of it -> can the picture stay? the sound? -> sizes and rates -> Recipe
"""

from dataclasses import dataclass

from platforms.contract import File
from platforms.misfits import Misfit, misfits, video_bit_rate
from platforms.profile import Profile
from publisher.fitting.picture import Picture, Shape, picture_for
from publisher.fitting.words import said
from videos.recipe import Kind, Recipe

COPIED_PICTURES = ("h264", "hevc")
"""What an MP4 holds that every reader of MP4 knows; anything else is encoded anew."""
COPIED_SOUNDS = ("aac",)
AUDIO_BITS = 128_000
_LEAST_VIDEO_BITS = 200_000
_MOST_FRAME_RATE = 60.0
_SPARE = 0.96
"""The share of a limit in bytes that picture and sound may take: the rest is the index, and what an encoder is out by."""
_SPARE_SECONDS = 0.25
"""The last picture and the last piece of sound end a little after the end."""
_LONGEST = 7 * 24 * 3600.0
_ENCODES = {Misfit.VIDEO_CODEC, Misfit.PIXELS, Misfit.INTERLACED, Misfit.FRAME_RATE, Misfit.SIZE, Misfit.SHAPE, Misfit.VIDEO_BITS}
_EXPECTED_SHARE = 1.02
_HARDLY = 0.995
"""What is shortened by less than this is not said to be."""


@dataclass(frozen=True, kw_only=True)
class CannotFit:
    """No file that fits can be made of it; `why` is for its owner."""

    why: str


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What is known on the way to a recipe."""

    profile: Profile
    file: File
    found: frozenset[Misfit]
    start: float
    seconds: float
    shape: Shape

    @property
    def trims(self) -> bool:
        return self.start > 0 or self.seconds < (self.file.duration or 0)

    @property
    def share(self) -> float:
        return self.seconds / (self.file.duration or self.seconds)

    @property
    def encodes_picture(self) -> bool:
        """Where it begins later it has to be: a copy begins at the key picture before, and hides that by an edit list."""
        is_large = self.profile.most_bytes is not None and self.file.size * self.share > self.profile.most_bytes * _SPARE
        return self.start > 0 or is_large or bool(self.found & _ENCODES) or self.file.video_codec not in COPIED_PICTURES

    @property
    def encodes_sound(self) -> bool:
        if not self.file.audio_codec:
            return False
        return bool(self.found & {Misfit.AUDIO_CODEC, Misfit.AUDIO}) or self.file.audio_codec not in COPIED_SOUNDS

    @property
    def sound_bits(self) -> int:
        """A copy of unknown rate is reckoned with as much as any."""
        if not self.file.audio_codec:
            return 0
        return (
            min(AUDIO_BITS, self.profile.most_audio_bit_rate or AUDIO_BITS) if self.encodes_sound else self.file.audio_bit_rate or 320_000
        )

    @property
    def most_picture_bits(self) -> int | None:
        """What the picture may take a second; a second or two may be stored ahead."""
        sized = self.profile.most_bytes and int(self.profile.most_bytes * _SPARE * 8 / (self.seconds + 2)) - self.sound_bits
        limits = [each for each in (sized, self.profile.most_video_bit_rate) if each is not None]
        return min(limits) if limits else None


def decide(
    profile: Profile, file: File, *, start: float = 0.0, shape: Shape = Shape.BARS, seconds: float | None = None
) -> Recipe | CannotFit | None:
    """Say how `file` is made to fit `profile`; None where it fits as it is.

    `start` is the second at which the part to keep begins, `seconds` how long it is at the most (None: all that is taken).
    """
    found = frozenset(misfits(profile, file))
    if not found and not start and seconds is None:
        return None
    if not file.duration or not file.width or not file.height:
        return CannotFit(why="Retake does not know enough of this file to make it fit. Upload it again.")
    kept = _kept(profile, file.duration - start, seconds)
    least = profile.least_seconds or 0
    if kept < max(least, 0.1):
        return CannotFit(why=_too_short(profile, file.duration, start))
    plan = _Plan(profile=profile, file=file, found=found, start=start, seconds=kept, shape=shape)
    if plan.encodes_picture and (plan.most_picture_bits or _LEAST_VIDEO_BITS) < _LEAST_VIDEO_BITS:
        return CannotFit(why=f"It is so long that nothing could be seen in a file as small as {profile.name} takes. Publish a part of it.")
    return _recipe(plan)


def _kept(profile: Profile, there: float, wanted: float | None) -> float:
    """How many seconds of those that are there."""
    return min(there, min(profile.most_seconds or _LONGEST, wanted or _LONGEST) - _SPARE_SECONDS)


def _too_short(profile: Profile, duration: float, start: float) -> str:
    least = profile.least_seconds or 0
    takes = f"{profile.name} takes {least:g} seconds at the least"
    if start and duration >= least:
        return f"From there on too little is left{f': {takes}' if least else ''}. Start earlier."
    return f"It is too short: {takes}, and no making can lengthen it."


def _recipe(plan: _Plan) -> Recipe:
    picture = picture_for(plan.profile, plan.file, shape=plan.shape, is_shaped=Misfit.SHAPE in plan.found)
    rate = _frame_rate(plan)
    kind = Kind.TRANSCODE if plan.encodes_picture or plan.encodes_sound else Kind.TRIM if plan.trims else Kind.REMUX
    arguments = (*(_encoded(plan, picture, rate) if plan.encodes_picture else _copied(plan.file)), *_sound(plan))
    expected = _expected_bytes(plan, picture)
    return Recipe(
        kind=kind,
        start=plan.start,
        seconds=plan.seconds,
        arguments=arguments,
        expected_bytes=expected,
        most_bytes=plan.profile.most_bytes or max(4 * expected, 2 * plan.file.size),
        shape=plan.shape if Misfit.SHAPE in plan.found else "",
        says=said(
            plan.file,
            start=plan.start,
            seconds=plan.seconds if plan.trims and (plan.start or plan.share < _HARDLY) else None,
            expected_bytes=expected,
            picture=picture if plan.encodes_picture else None,
            cuts=plan.shape is Shape.MIDDLE if Misfit.SHAPE in plan.found else None,
            frame_rate=rate,
            encodes_picture=plan.encodes_picture,
            encodes_sound=plan.encodes_sound,
        ),
    )


def _frame_rate(plan: _Plan) -> float | None:
    """Another number of pictures a second, where its own is not taken: as many of its own as may be, or each of them often enough."""
    if Misfit.FRAME_RATE not in plan.found or not plan.file.frame_rate:
        return None
    own, most, least = plan.file.frame_rate, plan.profile.most_frame_rate or _MOST_FRAME_RATE, plan.profile.least_frame_rate or 1.0
    if own > most:
        return most
    return min(most, own * -(-least // own))


def _encoded(plan: _Plan, picture: Picture, rate: float | None) -> tuple[str, ...]:
    filters = (*(("yadif",) if plan.file.is_progressive is False else ()), *picture.filters)
    gop = str(max(1, round(2 * (rate or plan.file.frame_rate or 30.0))))
    bits = plan.most_picture_bits
    return (
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-profile:v", "high", "-pix_fmt", "yuv420p"),
        *(("-maxrate", str(bits), "-bufsize", str(bits)) if bits else ()),
        # Groups of pictures that are closed, and begin each two seconds: they can be cut anywhere, and platforms ask for it.
        *("-g", gop, "-keyint_min", gop, "-sc_threshold", "0", "-flags:v", "+cgop"),
        *(("-r", f"{rate:g}") if rate else ()),
        *(("-vf", ",".join(filters)) if filters else ()),
    )


def _copied(file: File) -> tuple[str, ...]:
    # Apple's players know HEVC by this name alone.
    return ("-c:v", "copy", *(("-tag:v", "hvc1") if file.video_codec == "hevc" else ()))


def _sound(plan: _Plan) -> tuple[str, ...]:
    profile, file = plan.profile, plan.file
    if not file.audio_codec:
        return ("-an",)
    if not plan.encodes_sound:
        return ("-c:a", "copy")
    channels = min(file.audio_channels or 2, profile.most_audio_channels or 2)
    return (
        "-c:a",
        "aac",
        "-b:a",
        str(plan.sound_bits),
        "-ar",
        str(min(file.audio_rate or 48_000, profile.most_audio_rate or 48_000)),
        "-ac",
        str(channels),
    )


def _expected_bytes(plan: _Plan, picture: Picture) -> int:
    """About how large it becomes: never more than it may, nor than its own pictures take."""
    file = plan.file
    if not plan.encodes_picture:
        return int(file.size * plan.share * _EXPECTED_SHARE)
    smaller = min(1.0, picture.width * picture.height / ((file.width or 1) * (file.height or 1)))
    own = (video_bit_rate(file) or 0) * smaller
    bits = min(own, plan.most_picture_bits) if plan.most_picture_bits else own
    return int((bits + plan.sound_bits) * plan.seconds / 8 * _EXPECTED_SHARE)
