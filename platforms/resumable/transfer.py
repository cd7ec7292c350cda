"""Sending one file through a resumable upload session, step by step, so that a crash between any two steps makes no second post.

No byte leaves before the session's address is on disk; whoever goes on asks the session first; a post can exist only once
the last bytes left, and that is on disk before they do; a new session is opened only where the old one is dead and its last
bytes never left, or a look has proven that nothing came of them.
"""

from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta
from typing import Generic

from platforms import clock, errors
from platforms.contract import Checkpoint, Later, PublishSteps, Upload, Working
from platforms.http import Answer, Exchange, Line, pause, rest
from platforms.resumable.saved import Saved
from platforms.resumable.states import Broken, Done, Finishing, Gone, Held, State
from platforms.resumable.ways import Kept, Session, Way

QUANTUM_BYTES = 256 * 1024
"""All but the last piece of a file are a multiple of this: some platforms insist on it, the others do not mind."""
CHUNK_BYTES = 64 * 1024 * 1024
"""On a fast, far line small chunks wait more than they send."""
FIRST_CHUNK_BYTES = 2 * 1024 * 1024
LEAST_CHUNK_BYTES = 1024 * 1024
CHUNK_TIME = timedelta(seconds=4)
"""How long a chunk is to take: people see how far it has come after each, and no crash costs more than one."""
TAIL_BYTES = QUANTUM_BYTES
"""The deciding request carries no more than this, so that it is short."""
MOST_SESSIONS = 3
MOST_DECISIONS = 3
STUMBLES = (1.0, 2.0, 4.0)
"""The longest waits, in seconds, after chunks that brought the upload no further."""
SHORT_WAIT = timedelta(seconds=30)
FIRST_POLL = timedelta(seconds=5)

Steps = Generator[Checkpoint, float | None, State]


def fitting_chunk(length: int, *, seconds: float) -> int:
    """How many bytes the next chunk should have after one of `length` took so long: half to twice as many, in whole quanta."""
    pace = CHUNK_TIME.total_seconds() / seconds if seconds > 0 else 2.0
    fitting = int(length * min(max(pace, 0.5), 2.0)) // QUANTUM_BYTES * QUANTUM_BYTES
    return min(max(fitting, LEAST_CHUNK_BYTES), CHUNK_BYTES)


class Transfer(Generic[Kept]):
    """Sends one upload over `line`. Use `steps` once."""

    def __init__(self, *, line: Line, session: Session, way: Way[Kept], upload: Upload) -> None:
        self._line = line
        self._session = session
        self._way = way
        self._upload = upload
        self._size = upload.file.size
        self._chunk = min(FIRST_CHUNK_BYTES, CHUNK_BYTES)
        self._stumbles = 0
        self._sessions = 0
        self._decisions = 0
        self._in_doubt = False
        """Whether last bytes left in this run of which it is not known what became."""

    def steps(self, saved: Kept) -> PublishSteps:
        """Send what is missing. Ends in Working as soon as the platform has it all, in Later where the session asks for a long wait."""
        with self._line:
            state = self._session.ask(saved.session) if saved.session else None
            while True:
                match state:
                    case Done(video=str(video)):
                        return Working(progress=replace(saved, video=video).as_json(), again_in=FIRST_POLL, remote_id=video)
                    case Done():
                        yield from self._left_unknown(saved, self._unknown())
                    case Finishing():
                        return Working(progress=saved.as_json(), again_in=FIRST_POLL)
                    case Broken(error=error) if saved.final:
                        yield from self._left_unknown(saved, error)
                    case Broken(error=error):
                        yield Checkpoint(progress=self._way.anew(saved).as_json(), sent=0)
                        raise error
                    case Gone() if saved.final:
                        yield from self._left_unknown(saved, self._unknown())
                    case None | Gone():
                        saved = self._opened(saved)
                        yield Checkpoint(progress=saved.as_json(), sent=0)
                        state = Held(offset=0)
                    case Held() if not saved.final and self._way.is_overtaken(saved):
                        saved = self._way.anew(saved)
                        yield Checkpoint(progress=saved.as_json(), sent=0)
                        state = None
                    case Held(wait=timedelta() as wait) if wait > SHORT_WAIT:
                        return self._put_off(self._followed(saved, state), wait)
                    case Held(offset=offset) if self._size - offset > TAIL_BYTES:
                        saved = self._followed(saved, state)
                        yield Checkpoint(progress=saved.as_json(), sent=offset)
                        state = self._advanced(_address(saved), state)
                    case Held():
                        saved = replace(self._followed(saved, state), final=True)
                        state = yield from self._decided(saved, state)

    def _opened(self, saved: Kept) -> Kept:
        if self._sessions == MOST_SESSIONS:
            raise errors.Transient("session_lost", f"{self._way.name} forgot the upload again and again.")
        self._sessions += 1
        return self._way.opened(saved)

    def _followed(self, saved: Kept, held: Held) -> Kept:
        """The session as it is now: waited for, and at its new address where the server moved it."""
        if held.wait and held.wait <= SHORT_WAIT:
            rest(held.wait.total_seconds())
        if held.moved is None:
            return saved
        return replace(saved, session=self._way.checked(held.moved))

    def _put_off(self, saved: Kept, wait: timedelta) -> Later:
        if self._decisions:
            raise self._unknown()  # the last bytes left in this run: nothing may be put off any more
        return Later(progress=saved.as_json(), again_in=wait)

    def _advanced(self, address: str, held: Held) -> State:
        """Send the next chunk; where that fails in passing, ask the session what arrived. Bounded while nothing arrives."""
        failure = errors.Transient("no_progress", f"{self._way.name} took the bytes and kept none of them.")
        length, started = self._next_length(held.offset), clock.monotonic()
        try:
            state = self._session.put(address, held.offset, length)
        except errors.Transient as error:
            failure = error
            self._chunk = max(self._chunk // 2, LEAST_CHUNK_BYTES)
            state = self._session.ask(address)
        else:
            self._chunk = fitting_chunk(length, seconds=clock.monotonic() - started)
        if isinstance(state, Held) and state.offset <= held.offset:
            self._stumble(failure)
        else:
            self._stumbles = 0
        return state

    def _next_length(self, offset: int) -> int:
        """All but the tail, at most one chunk, in whole quanta."""
        return min(self._chunk, (self._size - offset - 1) // QUANTUM_BYTES * QUANTUM_BYTES)

    def _stumble(self, failure: errors.Transient) -> None:
        if self._stumbles == len(STUMBLES):
            raise failure
        pause(STUMBLES[self._stumbles])
        self._stumbles += 1

    def _decided(self, saved: Kept, held: Held) -> Steps:
        """Send the last bytes: read, connect, commit that they leave, and then let them leave before `send_before` or not at all."""
        if self._decisions == MOST_DECISIONS:
            raise self._unknown()
        self._decisions += 1
        tail = self._tail(held.offset)
        address = _address(saved)
        with self._session.piece(address, held.offset, len(tail), fresh=True) as exchange:
            send_before = yield Checkpoint(progress=saved.as_json(), sent=held.offset, deciding=True)
            answer = self._answer_to(exchange, tail, send_before)
        return self._judged(address, answer)

    def _tail(self, offset: int) -> bytes:
        tail = b"".join(self._upload.read(offset, self._size - offset))
        if len(tail) != self._size - offset:
            raise ValueError(f"the source ended {self._size - offset - len(tail)} bytes early")
        return tail

    def _answer_to(self, exchange: Exchange, tail: bytes, send_before: float | None) -> Answer | None:
        """The answer to the last bytes; None where none came. Raises what proves that they did not leave."""
        try:
            exchange.send([tail], not_after=send_before)
            return exchange.finish()
        except errors.NotSent as refusal:
            raise self._about_these_bytes(refusal) from None
        except errors.NoAnswer as lost:
            if lost.sent:
                return None
            raise self._about_these_bytes(errors.NotSent()) from lost

    def _judged(self, address: str, answer: Answer | None) -> State:
        """What became of the last bytes: their answer where it is clear, else what the session says in place."""
        refusal: errors.PlatformError | None = None
        try:
            state = self._session.state_of(answer) if answer else None
        except errors.Transient:
            state = None
        except errors.Unauthorized as error:
            raise self._about_these_bytes(error) from None  # nobody's bytes make nobody's video
        except errors.PlatformError as error:
            state, refusal = None, error
        if isinstance(state, Held | Gone | Done) and state != Done(video=None):
            return state
        if isinstance(state, Broken):
            refusal = state.error
        self._in_doubt = self._in_doubt or refusal is None
        return self._asked_in_place(address, refusal)

    def _asked_in_place(self, address: str, refusal: errors.PlatformError | None) -> State:
        """Ask the session after last bytes that were refused, or of which nothing clear was heard."""
        try:
            state = self._session.ask(address)
        except errors.PlatformError as error:
            raise refusal or self._unknown(error) from error
        if refusal is None or isinstance(state, Done):
            return state
        if isinstance(state, Held):
            raise self._about_these_bytes(refusal)  # refused, and the session still asks for them
        raise refusal

    def _about_these_bytes(self, refusal: errors.PlatformError) -> errors.PlatformError:
        """A refusal that proves that no video comes of these bytes; of earlier ones in doubt it proves nothing."""
        refusal.nothing_exists = not self._in_doubt
        return refusal if refusal.nothing_exists else self._unknown(refusal)

    def _left_unknown(self, saved: Kept, error: errors.PlatformError) -> PublishSteps:
        """Keep on disk that a video may exist, where this run has not done so already, and leave it to looks."""
        if not self._decisions:
            yield Checkpoint(progress=replace(saved, final=True).as_json(), sent=self._size, deciding=True)
        raise error

    def _unknown(self, because: errors.PlatformError | None = None) -> errors.OutcomeUnknown:
        return errors.OutcomeUnknown(
            "outcome_unknown",
            f"{self._way.name} did not say whether it has the whole video. Retake looks for it there before it does anything else.",
            detail=because.detail or because.message if because else "",
            http_status=because.http_status if because else None,
        )


def _address(saved: Saved) -> str:
    if saved.session is None:
        raise AssertionError("a session that holds bytes has an address")
    return saved.session
