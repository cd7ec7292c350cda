"""What an upload session says of itself."""

from dataclasses import dataclass, field
from datetime import timedelta

from platforms import errors


@dataclass(frozen=True, kw_only=True)
class Held:
    """The session is open and holds so many bytes; `wait` and `moved` where the server asked for them."""

    offset: int
    wait: timedelta | None = None
    moved: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Done:
    """The post was made; without an id, the server said no more than that."""

    video: str | None


@dataclass(frozen=True, kw_only=True)
class Gone:
    """The server does not know the session, or not any more: this alone says nothing about the post."""


@dataclass(frozen=True, kw_only=True)
class Broken:
    """The session ended with this refusal, and repeats it to whoever asks."""

    error: errors.PlatformError


@dataclass(frozen=True, kw_only=True)
class Finishing:
    """The server has every byte and looks into them; what comes of that, only a look can tell."""


State = Held | Done | Gone | Broken | Finishing
