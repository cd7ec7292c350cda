"""The stand-in platform as tests reach it over its port: what was posted, and what to make of it next."""

from dataclasses import dataclass
from typing import Any

import requests

from tests.runtime.processes import eventually

SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """The YouTube stand-in at `url`."""

    url: str

    def state(self) -> dict[str, Any]:
        answer = requests.get(f"{self.url}/__admin/state", timeout=SECONDS)
        answer.raise_for_status()
        state: dict[str, Any] = answer.json()
        return state

    def posts(self, title: str) -> list[dict[str, Any]]:
        """Every video ever posted under that title, deleted ones too."""
        return [video for video in self.state()["videos"] if video["title"] == title]

    def held(self) -> int:
        """How many bytes the open uploads hold."""
        return sum(session["held"] for session in self.state()["sessions"])

    def broken_rules(self) -> list[str]:
        return [f"{broken['rule']}: {broken['what']}" for broken in self.state()["violations"]]

    def fail(self, *, reason: str = "backendError", at: str = "init", times: int = 1) -> None:
        """Answer the next requests with a documented error."""
        self._post("faults", kind="refuse", at=at, reason=reason, times=times)

    def slow_down(self, bytes_per_second: int) -> None:
        """Take only so many bytes a second from the next request on; 0: as many as come."""
        self._post("switches", bytes_per_second=bytes_per_second)

    def revoke(self, channel: str) -> None:
        self._post("actions/revoke", channel=channel)

    def channel_id(self, title: str) -> str:
        return next(str(channel["id"]) for channel in self.state()["channels"] if channel["title"] == title)

    def use_up_uploads(self) -> None:
        self._post("actions/exhaust", bucket="video_insert")

    def heal(self) -> None:
        self._post("heal")

    def _post(self, name: str, **content: object) -> None:
        answer = requests.post(f"{self.url}/__admin/{name}", json=content, timeout=SECONDS)
        assert answer.ok, answer.text


def goes_on(stand_in: StandIn) -> None:
    """Wait until the stand-in has more of the open uploads than now."""
    before = stand_in.held()
    eventually(lambda: stand_in.held() > before, f"more than {before} bytes", within=60)
