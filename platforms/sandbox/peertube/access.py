"""Who asks: whoever a valid access token speaks for."""

from platforms.sandbox.peertube.problems import refused
from platforms.sandbox.peertube.sign_in import bearer
from platforms.sandbox.peertube.world import World
from platforms.sandbox.plumbing import Request


class Access:
    """Reads the bearer of each request."""

    def __init__(self, world: World) -> None:
        self._world = world

    def user_of(self, request: Request) -> int:
        """The user's id. Raises Refused with 401 where there is no valid token."""
        user_id = self.known(request)
        if user_id is None:
            raise refused("invalid_token" if bearer(request) else "unauthorized_request")
        return user_id

    def known(self, request: Request) -> int | None:
        token = bearer(request)
        return self._world.tokens.user_of(token) if token else None
