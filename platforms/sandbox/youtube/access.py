"""Who may do what: the access token, its scopes, the channel behind it, and the quota that the call costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from platforms.sandbox.plumbing import Request
from platforms.sandbox.youtube.channels import Channel
from platforms.sandbox.youtube.quota import Bucket
from platforms.sandbox.youtube.refusals import Refused, refusal
from platforms.sandbox.youtube.world import World

_ROOT = "https://www.googleapis.com/auth/"
TO_READ = frozenset({f"{_ROOT}youtube.readonly", f"{_ROOT}youtube", f"{_ROOT}youtube.force-ssl"})
TO_UPLOAD = frozenset({f"{_ROOT}youtube.upload", f"{_ROOT}youtube", f"{_ROOT}youtube.force-ssl"})
TO_CHANGE = frozenset({f"{_ROOT}youtube", f"{_ROOT}youtube.force-ssl"})


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a kind of call needs, and what it costs. Source: youtube.v3 discovery; youtube/v3/determine_quota_cost."""

    scopes: frozenset[str]
    cost: int = 1
    bucket: Bucket = Bucket.UNITS
    needs_channel: bool = True


def caller(world: World, request: Request, scopes: frozenset[str]) -> Channel:
    """The channel that the access token speaks for. Raises Refused."""
    if request.argument("access_token"):
        world.violations.note("R1", "an access token in the address", request)
    kind, _, token = request.header("Authorization").partition(" ")
    if not token:
        raise refusal("loginRequired")
    bearer = world.tokens.bearer(token.strip()) if kind.lower() == "bearer" else None
    if bearer is None:
        raise refusal("authError")
    if not bearer.scopes & scopes:
        raise refusal("insufficientPermissions")
    return world.channels.get(bearer.channel_id)


@contextmanager
def admitted(world: World, request: Request, call: Call) -> Iterator[Channel]:
    """Let the caller in and charge for the call: its cost, or 1 where it is refused. Raises Refused."""
    channel = caller(world, request, call.scopes)
    world.quota.admit(call.bucket, call.cost, switches=world.board.now)
    try:
        if call.needs_channel and not channel.signed_up:
            raise refusal("youtubeSignupRequired")
        yield channel
    except Refused:
        world.quota.charge(call.bucket, 1)
        raise
    world.quota.charge(call.bucket, call.cost)
