"""What goes with a video as text: its words, and its captions."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the owner wrote, frozen when the publication was made."""

    title: str
    description: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Caption:
    """One track of captions: its language by BCP 47, and a WebVTT file."""

    language: str
    vtt: bytes = field(repr=False)
