"""How much of its allowance of calls an account has used, as the headers of Meta's answers say it.

Source: developers.facebook.com/docs/graph-api/overview/rate-limiting. An answer may lack them; then nothing is known.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from platforms.http import Answer

APP, ACCOUNT = "X-App-Usage", "X-Business-Use-Case-Usage"
SLOWER_FROM, PAUSE_FROM = 75, 90
"""In percent. At 100 Meta refuses, and going on calling prolongs that."""
USUAL_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Usage:
    """The highest figure of an answer, in percent, and how long it says that regaining access takes."""

    percent: float = 0
    regained_in: timedelta = timedelta(0)

    def with_(self, other: "Usage") -> "Usage":
        return Usage(percent=max(self.percent, other.percent), regained_in=max(self.regained_in, other.regained_in))

    def slowed(self, wait: timedelta) -> timedelta:
        """How long to wait for what needs no haste, where `wait` is usual."""
        return wait * (8 if self.percent >= PAUSE_FROM else 3 if self.percent >= SLOWER_FROM else 1)

    @property
    def pause(self) -> timedelta | None:
        """How long to begin nothing new; None where there is room."""
        return (self.regained_in or USUAL_PAUSE) if self.percent >= PAUSE_FROM or self.regained_in else None


def usage_in(answer: Answer) -> Usage:
    """Read the headers of an answer. What cannot be read is as good as absent."""
    found = Usage()
    for figures in _figures(answer):
        percents = [each for name, each in figures.items() if name in ("call_count", "total_cputime", "total_time") and _is_number(each)]
        minutes = figures.get("estimated_time_to_regain_access", 0)
        wait = timedelta(minutes=float(minutes)) if _is_number(minutes) and 0 < minutes < 100_000 else timedelta(0)
        found = found.with_(Usage(percent=max(percents, default=0), regained_in=min(wait, LONGEST_PAUSE)))
    return found


def _figures(answer: Answer) -> Iterator[Mapping[str, Any]]:
    yield from (each for each in [_json(answer.headers.get(APP, ""))] if isinstance(each, dict))
    of_accounts = _json(answer.headers.get(ACCOUNT, ""))
    for listed in of_accounts.values() if isinstance(of_accounts, dict) else ():
        yield from (each for each in (listed if isinstance(listed, list) else ()) if isinstance(each, dict))


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _is_number(each: Any) -> bool:
    return isinstance(each, int | float) and not isinstance(each, bool) and each == each
