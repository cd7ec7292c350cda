"""Watches what a client does over time, whatever is answered, and notes what no careful one does."""

from hashlib import sha256

from platforms.sandbox.instagram.access import Call
from platforms.sandbox.instagram.allowances import HOUR
from platforms.sandbox.instagram.containers import Container
from platforms.sandbox.instagram.faults import moments_of
from platforms.sandbox.instagram.hosts import GRAPH_FACEBOOK, GRAPH_INSTAGRAM
from platforms.sandbox.instagram.world import World

HASTE_SECONDS = 5.0
GRACE_SECONDS = 5.0
"""Who was under way when it was told to stop may still arrive."""


class Conduct:
    """Told of every call as it arrives, before anything strikes it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def note(self, call: Call) -> None:
        moments = moments_of(call.request)
        self._note_version(call, is_of_tokens="token" in moments)
        self._note_calls_while_throttled(call, is_of_tokens="token" in moments)
        if "publish" in moments:
            self._note_publish(call)
        elif "status" in moments:
            self._note_poll(call)
        elif "list" in moments:
            self._world.containers.note_read(ig_id=self._ig_id(call))
        elif "quota" in moments:
            self._world.requests.note(self._ig_id(call), "quota")

    def _ig_id(self, call: Call) -> str:
        """The account of an edge, also where it is called "me"."""
        token = self._world.tokens.find(call.sent_token) if call.node == "me" else None
        return token.leave.ig_id if token else call.node

    def _note_version(self, call: Call, *, is_of_tokens: bool) -> None:
        if call.target.host not in (GRAPH_INSTAGRAM, GRAPH_FACEBOOK) or (is_of_tokens and not call.target.version):
            return
        if not call.target.version:
            self._world.violations.note("I12", "no version: it drifts", call.request)
        elif call.target.major < self._world.board.now.oldest_version:
            self._world.violations.note("I12", f"a version that has ended: {call.target.version}", call.request)

    def _note_calls_while_throttled(self, call: Call, *, is_of_tokens: bool) -> None:
        scopes = ("app", ig_of(self._world, call))
        told = [throttle for scope in scopes if scope and (throttle := self._world.requests.throttled(scope))]
        if not is_of_tokens and any(self._world.now() > throttle.since + GRACE_SECONDS for throttle in told):
            self._world.violations.note("I9", "a call although it was told to wait", call.request)

    def _note_poll(self, call: Call) -> None:
        store, now = self._world.store, self._world.now()
        reader = sha256(call.sent_token.encode()).hexdigest()[:16]
        self._world.containers.note_read(id_=call.node)
        row = store.row("SELECT * FROM instagram_reads WHERE container_id = ? AND reader = ?", call.node, reader)
        hasty = (row["hasty"] if row else 0) + int(row is not None and now - row["at"] < HASTE_SECONDS)
        store.run("INSERT OR REPLACE INTO instagram_reads VALUES (?, ?, ?, ?)", call.node, reader, now, hasty)
        if row is not None and hasty > max(row["hasty"], self._world.board.now.hasty_polls):
            self._world.violations.note(
                "I8", f"a container asked for again within {HASTE_SECONDS:.0f} seconds, time after time", call.request
            )

    def _note_publish(self, call: Call) -> None:
        note = self._world.violations.note
        container = self._world.containers.find(call.field("creation_id"))
        if not self._world.requests.count(self._ig_id(call), "quota", since=self._world.now() - HOUR):
            note("I14", "a publish, and the quota was not read before", call.request)
        if container is None:
            return
        if container.status_code(self._world.now()) == "PUBLISHED":
            note("I1", "media_publish of a container that is published", call.request)
        elif container.publish_calls and not container.asked_since:
            note("I11", "media_publish once more, and nothing was read since", call.request)
        self._world.containers.note_publish_call(container)

    # -- told of by those who make and publish containers --------------------------------------------------------------
    def note_begun(self, container: Container, call: Call) -> None:
        """A container was made."""
        if any(other.publish_calls and self._lives(other) for other in self._world.containers.alike(container)):
            self._world.violations.note("I2", "a new container of what is published already", call.request)

    def note_published(self, container: Container, call: Call) -> None:
        """A container became published."""
        tried_at = container.tried_at or 0.0
        later = [
            other for other in self._world.containers.alike(container) if other.number > container.number and other.created_at > tried_at
        ]
        if later and tried_at:
            self._world.violations.note("I2", "a container was published, and a new one of the same had been begun since", call.request)

    def _lives(self, container: Container) -> bool:
        media = self._world.reels.of_container(container.id)
        return media is not None and not media.deleted


def ig_of(world: World, call: Call) -> str:
    """The account that a call is about; "" where none can be told."""
    node = call.target.parts[-1] if call.target.parts else ""
    for id_ in (call.node, node):
        container, media = world.containers.find(id_), world.reels.find(id_)
        if container or media:
            return container.ig_id if container else media.ig_id if media else ""
        if any(account.ig_id == id_ for account in world.accounts.all()):
            return id_
    return ""
