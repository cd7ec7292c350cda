"""What YouTube makes of a file: a Short or an ordinary video. There is no switch for it; YouTube goes by shape and length.

Source: support.google.com/youtube/answer/15424877: square or upright, and up to three minutes.
"""

from datetime import timedelta

from platforms.contract import File, Problem, Verdict
from platforms.profile import Profile

LONGEST = timedelta(minutes=3)
PROFILE = Profile(key="short", name="A Short", most_seconds=LONGEST.total_seconds(), most_ratio=1.0, best_ratio=9 / 16)
"""What a file has to be for YouTube to show it as a Short."""
CLAIMABLE = timedelta(minutes=1)
"""A longer Short is blocked everywhere while somebody claims something in it."""


def verdict(file: File) -> Verdict | None:
    """Say which, and why; None where the file's shape or length is not known."""
    if not file.width or not file.height or file.duration is None:
        return None
    reasons = _against(file)
    if not reasons:
        return Verdict(what="YouTube will show this as a Short", why=_of_a_short(file, timedelta(seconds=file.duration)))
    return Verdict(what="YouTube will show this as an ordinary video, not as a Short", why=f"{', and '.join(reasons)}.")


def is_short(file: File) -> bool:
    """Whether YouTube will show it as a Short; False where that cannot be told."""
    return verdict(file) is not None and not _against(file)


def _against(file: File) -> list[str]:
    """What makes an ordinary video of it, where its shape and length are known."""
    width, height, duration = file.width or 0, file.height or 0, timedelta(seconds=file.duration or 0)
    return [
        *([f"it is wider than it is high ({width} × {height})"] if width > height else []),
        *([f"it is longer than three minutes ({clock_face(duration)})"] if duration > LONGEST else []),
    ]


def not_a_short(file: File) -> Problem | None:
    """Why it would be no Short, where its owner asked for one; None where it would be one, or that cannot be told."""
    found = verdict(file)
    if found is None or not (reasons := _against(file)):
        return None
    return Problem(
        code="not_a_short",
        message=f"You asked for a Short, and YouTube would show this as an ordinary video: {', and '.join(reasons)}.",
        fix="Untick “It is to be a Short”, or publish an upright one of at most three minutes.",
        field="file",
    )


def _of_a_short(file: File, duration: timedelta) -> str:
    shape = "square" if file.width == file.height else "upright"
    why = f"it is {shape} ({file.width} × {file.height}) and no longer than three minutes ({clock_face(duration)})."
    if duration <= CLAIMABLE:
        return why
    return f"{why} As a Short of more than a minute it is blocked everywhere while somebody claims its music or pictures."


def clock_face(duration: timedelta) -> str:
    """Minutes and seconds, and hours where there are any, rounded up: 3:01 is longer than three minutes."""
    seconds = -int(-duration.total_seconds() // 1)
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
