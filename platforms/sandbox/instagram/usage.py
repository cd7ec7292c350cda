"""The headers that say how much of the allowance of calls is used, and how long to wait once it is all gone."""

import json
from dataclasses import replace

from platforms.sandbox.instagram.allowances import HOUR
from platforms.sandbox.instagram.hosts import GRAPH_INSTAGRAM, Target
from platforms.sandbox.instagram.world import World
from platforms.sandbox.plumbing import Response

FULL = 100


def with_usage(world: World, response: Response, target: Target, ig_id: str) -> Response:
    """The answer with the headers that the switches want."""
    now = world.board.now
    if now.usage_headers == "none" or (target.host == GRAPH_INSTAGRAM and not now.usage_at_instagram):
        return response
    if now.usage_headers == "now_and_then" and next(world.answered) % 2:
        return response
    headers: list[tuple[str, str]] = []
    if now.usage_headers != "business":
        headers.append(("X-App-Usage", json.dumps(_counts(_percent(world, "app", "")))))
    if now.usage_headers != "app" and ig_id:
        headers.append(("X-Business-Use-Case-Usage", json.dumps({ig_id: [_business(world, ig_id)]})))
    return replace(response, headers=(*response.headers, *headers))


def _business(world: World, ig_id: str) -> dict[str, object]:
    throttles = [throttle for scope in (ig_id, "app") if (throttle := world.requests.throttled(scope))]
    seconds = max((throttle.until - world.now() for throttle in throttles), default=0.0)
    return {
        "type": "instagram",
        **_counts(_percent(world, ig_id, ig_id)),
        "estimated_time_to_regain_access": int(-(-seconds // 60)),
    }


def _percent(world: World, scope: str, ig_id: str) -> int:
    if world.requests.throttled(scope):
        return FULL
    most = max(world.board.now.calls_an_hour, 1)
    used = world.requests.count(ig_id, "call", since=world.now() - HOUR) * FULL // most if ig_id else 0
    return min(max(world.board.now.usage_percent, used), FULL)


def _counts(percent: int) -> dict[str, int]:
    return {"call_count": percent, "total_cputime": percent // 2, "total_time": percent // 2}
