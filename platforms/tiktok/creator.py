"""What TikTok says of a creator just now: who may see a post, what is switched off, how long a video may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Creator:
    """One answer of creator_info. Source: developers.tiktok.com/doc/content-posting-api-reference-query-creator-info."""

    nickname: str
    username: str
    privacies: tuple[str, ...]
    most_seconds: int | None
    comment_disabled: bool
    duet_disabled: bool
    stitch_disabled: bool

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        privacies, seconds = said.get("privacy_level_options"), said.get("max_video_post_duration_sec")
        return cls(
            nickname=str(said.get("creator_nickname", "")),
            username=str(said.get("creator_username", "")),
            privacies=tuple(str(each) for each in privacies) if isinstance(privacies, list) else (),
            most_seconds=seconds if isinstance(seconds, int) and seconds > 0 else None,
            comment_disabled=bool(said.get("comment_disabled")),
            duet_disabled=bool(said.get("duet_disabled")),
            stitch_disabled=bool(said.get("stitch_disabled")),
        )
