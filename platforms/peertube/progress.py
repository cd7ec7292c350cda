"""What the adapter knows so far of one publication on an instance, beyond what every resumable upload keeps."""

from dataclasses import dataclass

from platforms import resumable


@dataclass(frozen=True, kw_only=True)
class Saved(resumable.Saved):
    """An upload to PeerTube; `video` is the UUID."""

    publish_at: str = ""
    """When the instance is to make it public, as this session was told."""
    polls: int = 0
    """Looks since the video is there and being worked on."""
    missing: int = 0
    """Looks one after another in which a video that was there is not."""
