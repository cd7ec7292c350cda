"""Reads containers, media and lists; and deletes media."""

from typing import Any
from urllib.parse import urlencode

from platforms.sandbox.instagram.access import TO_DELETE, Access, Call
from platforms.sandbox.instagram.answers import REASONS, Refused, refused
from platforms.sandbox.instagram.containers import RESUMABLE, Container
from platforms.sandbox.instagram.fields import shown
from platforms.sandbox.instagram.hosts import GRAPH_FACEBOOK
from platforms.sandbox.instagram.media import Media
from platforms.sandbox.instagram.pulling import Pulling
from platforms.sandbox.instagram.tokens import Kind, Token
from platforms.sandbox.instagram.world import World
from platforms.sandbox.overview import stamp
from platforms.sandbox.plumbing import Response, json_response

USUAL_LIMIT, MOST_LIMIT = 25, 100
_WORDS = {
    "IN_PROGRESS": "In Progress: Media is still being processed.",
    "FINISHED": "Finished: Media has been uploaded and it is ready to be published.",
    "PUBLISHED": "Published: Media has been successfully published.",
    "EXPIRED": "Expired: The container was not published within 24 hours and has expired.",
}


def unfound(id_: str, *, verb: str = "get") -> Refused:
    words = REASONS["100-33"].words.removeprefix("Object ")
    return refused("100-33", words=f"Unsupported {verb} request. Object with ID '{id_}' {words}")


class Reading:
    """The answers of GET and DELETE on containers, media and lists. They raise `Refused`."""

    def __init__(self, world: World, access: Access, pulling: Pulling) -> None:
        self._world = world
        self._access = access
        self._pulling = pulling

    # -- containers --------------------------------------------------------------------------------------------------
    def container(self, call: Call) -> Response:
        token = self._access.token(call)
        container = self._world.containers.find(call.node)
        if container is None or container.ig_id not in self._access.reach(token) or self._is_out(token):
            raise unfound(call.node)
        if container.published_at is not None and self._world.board.now.forgets_published:
            raise unfound(call.node)
        self._access.account(call, token, container.ig_id)
        self._pulling.go_on(container)
        current = self._world.containers.whole(self._world.containers.get(container.id))
        told = json_response(200, shown(self._facts(current, call), call.field("fields")))
        self._world.containers.poll(current)
        return told

    def _facts(self, container: Container, call: Call) -> dict[str, Any]:
        status = container.status_code(self._world.now())
        facts: dict[str, Any] = {
            "id": container.id,
            "status_code": status,
            "status": self._words(container, status),
            "copyright_check_status": {"status": "completed" if container.complete_at else "not_started", "matches_found": False},
        }
        if call.target.host == GRAPH_FACEBOOK:
            facts["video_status"] = _video_status(container, status) if container.mode == RESUMABLE else None
        return facts

    def _words(self, container: Container, status: str) -> str:
        if status != "ERROR":
            return _WORDS[status]
        if self._world.board.now.status_is_code_alone:
            return container.outcome
        return f"Error: Media upload has failed with error code {container.outcome}"

    # -- media -------------------------------------------------------------------------------------------------------
    def media(self, call: Call) -> Response:
        token = self._access.token(call)
        media = self._own(call, token)
        if self._is_out(token):
            raise unfound(call.node)
        self._access.account(call, token, media.ig_id)
        self._world.reels.note_read(media)
        if media.reads < self._world.board.now.permalink_misses:
            raise unfound(call.node)
        return json_response(200, shown(self._media_facts(media, call), call.field("fields")))

    def listed(self, call: Call) -> Response:
        token = self._access.token(call)
        if self._world.board.now.read_outage == "lists_too":
            raise unfound(call.node)
        account = self._access.account(call, token, call.node)
        limit = min(call.whole("limit", USUAL_LIMIT), MOST_LIMIT)
        found = self._world.reels.listed(account.ig_id)
        after = call.field("after")
        if after:
            found = found[next((place for place, media in enumerate(found) if media.id == after), len(found)) + 1 :]
        page = found[:limit]
        answer: dict[str, Any] = {"data": [shown(self._media_facts(media, call), call.field("fields")) for media in page]}
        if page:
            answer["paging"] = {"cursors": {"before": page[0].id, "after": page[-1].id}}
        if len(found) > limit:
            answer["paging"]["next"] = _next(call, token, limit=limit, after=page[-1].id)
        return json_response(200, answer)

    def _media_facts(self, media: Media, call: Call) -> dict[str, Any]:
        base, account = call.request.base, self._world.accounts.get(media.ig_id)
        container = self._world.containers.get(media.container_id)
        return {
            "id": media.id,
            "caption": media.caption or None,
            "timestamp": f"{stamp(media.posted_at):%Y-%m-%dT%H:%M:%S+0000}",
            "permalink": f"{base}/reel/{media.shortcode}/",
            "shortcode": media.shortcode,
            "media_type": "VIDEO",
            "media_product_type": "REELS",
            "is_shared_to_feed": container.params.get("share_to_feed") != "false",
            "username": account.username,
            "owner": {"id": account.ig_id},
            "like_count": 0,
            "comments_count": 0,
            "thumbnail_url": f"{base}/pictures/{account.username}.svg",
        }

    def delete(self, call: Call) -> Response:
        token = self._access.token(call)
        if call.target.host != GRAPH_FACEBOOK:
            raise unfound(call.node, verb="delete")
        media = self._own(call, token, verb="delete")
        self._access.require(token, TO_DELETE)
        if self._world.board.now.delete_fails:
            raise refused("2207085")
        self._world.reels.delete(media)
        return json_response(200, {"success": True})

    def _own(self, call: Call, token: Token, *, verb: str = "get") -> Media:
        media = self._world.reels.find(call.node)
        if media is None or not media.stands(self._world.now()) or media.ig_id not in self._access.reach(token):
            raise unfound(call.node, verb=verb)
        return media

    def _is_out(self, token: Token) -> bool:
        outage = self._world.board.now.read_outage
        return outage in ("all_tokens", "lists_too") or (outage == "page_tokens" and token.kind is Kind.PAGE)


def _video_status(container: Container, status: str) -> dict[str, Any]:
    is_here = container.complete_at is not None
    done = status in ("FINISHED", "PUBLISHED")
    return {
        "uploading_phase": {"status": "complete" if is_here else "in_progress", "bytes_transferred": container.received},
        "processing_phase": {"status": "complete" if done else "in_progress" if is_here else "not_started"},
    }


def _next(call: Call, token: Token, *, limit: int, after: str) -> str:
    """As Graph writes it: with the token in it, which is why careful clients take the cursor."""
    asked = {"access_token": token.token, "fields": call.field("fields"), "limit": str(limit), "after": after}
    return f"{call.request.base}{call.request.path}?{urlencode(asked)}"
