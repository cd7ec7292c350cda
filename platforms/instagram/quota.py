"""How many posts an account may make by way of apps: read live, since Meta's pages say 50 in one place and 100 in another.

Source: developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/content_publishing_limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Quota:
    """`used` of `total`; no total where it is not told."""

    used: int
    total: int | None = None

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self | None:
        """Read an answer; None where it holds no figure."""
        listed = said.get("data")
        first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {}
        used = first.get("quota_usage")
        if not isinstance(used, int):
            return None
        config = first.get("config")
        total = config.get("quota_total") if isinstance(config, dict) else None
        return cls(used=used, total=total if isinstance(total, int) and total > 0 else None)

    @property
    def is_used_up(self) -> bool:
        return self.total is not None and self.used >= self.total
