"""Tones: what a state is to its reader, whatever the words."""

from enum import StrEnum


class Tone(StrEnum):
    """What a state is to its reader; the colour and the shape of its icon follow from it."""

    PROGRESS = "progress"
    DONE = "done"
    WAITS = "waits"
    NEEDS_YOU = "needs-you"
    FAILED = "failed"
    UNKNOWN = "unknown"
    ENDED = "ended"
