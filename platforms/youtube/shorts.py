"""What YouTube makes of a file: a Short or an ordinary video. There is no switch for it; YouTube goes by shape and length.

Source: support.google.com/youtube/answer/15424877: square or upright, and up to three minutes.
"""

from datetime import timedelta

from platforms.contract import File, Verdict

LONGEST = timedelta(minutes=3)
CLAIMABLE = timedelta(minutes=1)
"""A longer Short is blocked everywhere while somebody claims something in it."""


def verdict(file: File) -> Verdict | None:
    """Say which, and why; None where the file's shape or length is not known."""
    if not file.width or not file.height or file.duration is None:
        return None
    duration = timedelta(seconds=file.duration)
    is_wide, is_long = file.width > file.height, duration > LONGEST
    if not is_wide and not is_long:
        return Verdict(what="YouTube will show this as a Short", why=_of_a_short(file, duration))
    reasons = [
        *([f"it is wider than it is high ({file.width} × {file.height})"] if is_wide else []),
        *([f"it is longer than three minutes ({clock_face(duration)})"] if is_long else []),
    ]
    return Verdict(what="YouTube will show this as an ordinary video, not as a Short", why=f"{', and '.join(reasons)}.")


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
