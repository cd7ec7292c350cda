"""What the adapter knows so far of one publication on YouTube, beyond what every resumable upload keeps."""

from dataclasses import dataclass

from platforms import resumable


@dataclass(frozen=True, kw_only=True)
class Saved(resumable.Saved):
    """An upload to YouTube."""

    publish_at: str = ""
    """When YouTube makes the video of this session public; the session keeps it from its first request on."""
    copies: int = 1
    """How many videos carry the marker; more than one is told to the owner."""
    polls: int = 0
    """Looks since the video is there and being processed."""
    missing: int = 0
    """Looks one after another in which a video that was there is not."""
