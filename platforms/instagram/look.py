"""Looking what became of a post, changing nothing: the container is asked first, then the list, and the quota beside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from platforms import errors
from platforms.contract import Asked, LookOutcome, NotThere, Published, Unclear, Upload
from platforms.instagram import matching
from platforms.instagram.calls import Calls
from platforms.instagram.container import FIELDS, Dead, Live, Ready, State, Unreadable, state_of
from platforms.instagram.live import outcome_of
from platforms.instagram.matching import Found
from platforms.instagram.progress import Saved
from platforms.instagram.refusals import NotShown, error_named
from platforms.pace import Turns

SETTLE = timedelta(minutes=10)
"""A call may still be at work for a while after its answer was lost, and lists lag."""
SETTLE_AFTER_REFUSAL = timedelta(minutes=2)
EMPTY_READS = 3
LOOKS_AT = tuple(timedelta(seconds=seconds) for seconds in (3, 10, 30, 60, *range(120, 660, 60), 900, 1800))
LATER_LOOKS = timedelta(hours=1)
SHORTEST_WAIT = timedelta(seconds=5)
STILL_READY = (
    "Instagram has the video ready and does not show it as posted. Whether the call to post it still comes to something is not known."
)


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look. Any error that it raises says nothing about the post.

    `is_strict`: after a lost answer media_publish is not called again by itself.
    """

    calls: Calls
    upload: Upload
    turns: Turns
    asked: Asked
    is_strict: bool

    def outcome(self, saved: Saved) -> LookOutcome:
        if not (saved.container and saved.is_decided):
            return self._unclear("Nothing is known by which Instagram could be asked.")
        state = self._state(saved)
        if isinstance(state, Live):
            return outcome_of(self.calls, self.upload, saved, now=self.asked.now)
        found = matching.found(self.calls, self.upload, saved)
        if found.one is not None:
            return Published(remote_id=found.one.id, url=found.one.url)
        if found.count:
            return self._unclear("More than one Reel fits, and Retake does not guess.")
        return self._not_listed(saved, state, found)

    def _state(self, saved: Saved) -> State:
        try:
            said = self.calls.container(saved.container, FIELDS)
        except NotShown as refusal:
            return Unreadable(error=refusal)
        return state_of(said, size=self.upload.file.size, takes_bytes=False, turns=self.turns)

    def _not_listed(self, saved: Saved, state: State, found: Found) -> LookOutcome:
        """The list shows none. That is proof only beside a container that can no longer be posted, or was plainly refused."""
        if isinstance(state, Unreadable):
            return self._unclear("Instagram does not show what became of the post.")
        if not found.is_whole:
            return self._unclear("The account has more posts than Retake can go through.")
        if isinstance(state, Dead):
            return self._dead(saved, state.error)
        if saved.refused:
            return self._refused(saved)
        return self._lost(saved, state)

    def _dead(self, saved: Saved, error: errors.PlatformError) -> LookOutcome:
        if self._elapsed(saved) < SETTLE:
            return self._unclear("Instagram gave up on what it had prepared. Its list of posts may lag behind.")
        return NotThere(progress=Saved().as_json(), error=error)

    def _refused(self, saved: Saved) -> LookOutcome:
        """It said no outright: the same container may be posted again, once the refusal had its time."""
        if self._elapsed(saved) < SETTLE_AFTER_REFUSAL or self._is_unexplained(saved):
            return self._unclear("Instagram refused to post it. Retake makes sure of that before it tries again.")
        error = error_named(saved.refused, self.turns)
        # A refused token is no reason to wait any more: this look was let in.
        return NotThere(progress=saved.as_json(), error=None if isinstance(error, errors.Unauthorized) else error)

    def _lost(self, saved: Saved, state: State) -> LookOutcome:
        """Nobody knows what became of the call; that the container is ready all the same proves little."""
        is_settled = self._elapsed(saved) >= SETTLE and self.asked.empty_looks + 1 >= EMPTY_READS
        if self.is_strict or not is_settled or not isinstance(state, Ready) or self._is_unexplained(saved):
            return self._unclear(STILL_READY)
        return NotThere(progress=saved.as_json())

    def _is_unexplained(self, saved: Saved) -> bool:
        """Whether the quota shows a post since the call that nobody accounts for."""
        if saved.before is None:
            return True
        since = datetime.fromisoformat(saved.first_call) - matching.EARLIER
        return self.calls.quota(since=since).used > saved.before

    def _elapsed(self, saved: Saved) -> timedelta:
        return saved.since_last_call(self.asked.now)

    def _unclear(self, why: str) -> Unclear:
        """Look again at the next of the moments; later while the allowance of calls runs low."""
        elapsed = self.asked.now - self.asked.deciding_since
        moments = [moment for moment in LOOKS_AT if moment > elapsed]
        wait = max(min(moments) - elapsed if moments else LATER_LOOKS, SHORTEST_WAIT)
        return Unclear(again_in=self.calls.usage.slowed(wait), why=why)
