"""Publishes containers, once each, and says how much of the day's quota is used.

Source: the content publishing guide and the references of media_publish and content_publishing_limit, read 2026-09-30.
"""

from platforms.sandbox.instagram.access import Access, Call
from platforms.sandbox.instagram.accounts import Account
from platforms.sandbox.instagram.allowances import DAY
from platforms.sandbox.instagram.answers import refused
from platforms.sandbox.instagram.conduct import Conduct
from platforms.sandbox.instagram.containers import Container
from platforms.sandbox.instagram.fields import shown
from platforms.sandbox.instagram.media import Media
from platforms.sandbox.instagram.world import World
from platforms.sandbox.plumbing import Response, json_response

SLACK_SECONDS = 60


class Publishing:
    """The answers of media_publish and content_publishing_limit. They raise `Refused`."""

    def __init__(self, world: World, access: Access, conduct: Conduct) -> None:
        self._world = world
        self._access = access
        self._conduct = conduct

    def publish(self, call: Call) -> Response:
        account = self._access.account(call, self._access.token(call), call.node, to_publish=True)
        with self._world.store.transaction():
            container = self._world.containers.find(call.field("creation_id"))
            if container is None:
                raise refused("2207008")
            if container.ig_id != account.ig_id:
                raise refused("2207006")
            if account.restricted:
                raise refused("2207050")
            media = self._again(container) if container.published_at is not None else self._first(container, account, call)
        if self._world.board.now.publish_seconds:
            self._world.sleep(self._world.board.now.publish_seconds)
        return json_response(200, {"id": media.id})

    def _first(self, container: Container, account: Account, call: Call) -> Media:
        now = self._world.board.now
        status = container.status_code(self._world.now())
        if status == "EXPIRED":
            raise refused(now.expired_publish)
        if status != "FINISHED":
            raise refused("2207027")
        if self._used(account.ig_id, since=self._world.now() - DAY, lag=-DAY) >= now.quota_total:
            raise refused("2207042")
        media = self._posted(container)
        self._conduct.note_published(container, call)
        return media

    def _posted(self, container: Container) -> Media:
        now = self._world.board.now
        at = self._world.now() + now.effect_delay_seconds
        self._world.containers.publish(container, at=at)
        self._world.requests.note(container.ig_id, "publish", at=at)
        return self._world.reels.make(container, posted_at=at, listed_at=at + now.listing_delay_seconds)

    def _again(self, container: Container) -> Media:
        """Nobody knows what Instagram does then."""
        media = self._world.reels.of_container(container.id)
        match self._world.board.now.second_publish:
            case "second_media":
                return self._posted(container)
            case "same_id" if media is not None:
                return media
            case "2207027":
                raise refused("2207027")
        raise refused("2207008")

    def quota(self, call: Call) -> Response:
        account = self._access.account(call, self._access.token(call), call.node, to_publish=True)
        now, moment = self._world.board.now, self._world.now()
        since = call.field("since") or str(int(moment - DAY))
        if not since.isdecimal() or int(since) < moment - DAY - SLACK_SECONDS:
            raise refused("100", words="(#100) since must be a time of the last 24 hours")
        told = {
            "quota_usage": self._used(account.ig_id, since=float(since), lag=now.quota_lag_seconds),
            "config": {"quota_total": now.quota_total, "quota_duration": int(DAY)},
        }
        return json_response(200, {"data": [shown(told, call.field("fields"), usual=("quota_usage",))]})

    def _used(self, ig_id: str, *, since: float, lag: float) -> int:
        return self._world.requests.count(ig_id, "publish", since=since, until=self._world.now() - lag)
