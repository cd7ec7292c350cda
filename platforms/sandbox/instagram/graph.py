"""Which call answers where, on each of the hosts that programs call."""

from collections.abc import Callable

from platforms.sandbox.instagram.access import Access, Call
from platforms.sandbox.instagram.answers import REASONS, refused
from platforms.sandbox.instagram.conduct import Conduct
from platforms.sandbox.instagram.creating import Creating
from platforms.sandbox.instagram.hosts import API_INSTAGRAM, CONTAINER, GRAPH_FACEBOOK, GRAPH_INSTAGRAM, MEDIA
from platforms.sandbox.instagram.oauth import OAuth
from platforms.sandbox.instagram.people import People
from platforms.sandbox.instagram.publishing import Publishing
from platforms.sandbox.instagram.pulling import Pulling
from platforms.sandbox.instagram.reading import Reading
from platforms.sandbox.instagram.world import World
from platforms.sandbox.plumbing import Response

View = Callable[[Call], Response]


class Graph:
    """Finds what answers a call. What it gives raises `Refused`."""

    def __init__(self, world: World, access: Access, oauth: OAuth, conduct: Conduct, pulling: Pulling) -> None:
        self._world = world
        creating, publishing = Creating(world, access, conduct, pulling), Publishing(world, access, conduct)
        self._reading, self._people = Reading(world, access, pulling), People(world, access)
        self._edges: dict[tuple[str, str], View] = {
            ("POST", "media"): creating.make,
            ("GET", "media"): self._reading.listed,
            ("POST", "media_publish"): publishing.publish,
            ("GET", "content_publishing_limit"): publishing.quota,
        }
        self._named: dict[tuple[str, str, str], View] = {
            (API_INSTAGRAM, "POST", "oauth/access_token"): oauth.instagram_code,
            (GRAPH_INSTAGRAM, "GET", "access_token"): oauth.instagram_exchange,
            (GRAPH_INSTAGRAM, "GET", "refresh_access_token"): oauth.instagram_refresh,
            (GRAPH_INSTAGRAM, "GET", "me"): self._people.me,
            (GRAPH_FACEBOOK, "GET", "oauth/access_token"): oauth.facebook,
            (GRAPH_FACEBOOK, "POST", "oauth/access_token"): oauth.facebook,
            (GRAPH_FACEBOOK, "GET", "me"): self._people.me,
            (GRAPH_FACEBOOK, "GET", "me/accounts"): self._people.pages,
            (GRAPH_FACEBOOK, "GET", "me/permissions"): self._people.permissions,
            (GRAPH_FACEBOOK, "DELETE", "me/permissions"): self._people.take_back,
            (GRAPH_FACEBOOK, "GET", "debug_token"): self._people.debug,
        }

    def answer(self, call: Call) -> Response:
        """Raises Refused, also where nothing answers."""
        view = self._named.get((call.target.host, call.request.method, "/".join(call.target.parts)))
        is_graph = call.target.host in (GRAPH_INSTAGRAM, GRAPH_FACEBOOK)
        if is_graph and call.target.version and call.target.major < self._world.board.now.oldest_version:
            raise refused("2635")
        if view is None and is_graph:
            view = self._node(call)
        if view is None:
            raise refused("2500", words=f"Unknown path components: /{'/'.join(call.target.parts)}")
        return view(call)

    def _node(self, call: Call) -> View | None:
        method, parts = call.request.method, call.target.parts
        if len(parts) == 2:
            return self._edges.get((method, parts[1]))
        if len(parts) != 1 or not parts[0].isdecimal():
            return None
        if method == "DELETE":
            return self._reading.delete
        if method != "GET":
            raise refused("100-33", words=f"Unsupported {method.lower()} request. {REASONS['100-33'].words}")
        if parts[0].startswith(CONTAINER):
            return self._reading.container
        return self._reading.media if parts[0].startswith(MEDIA) else self._people.node
