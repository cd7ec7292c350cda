"""Sending one file to TikTok, step by step, so that a crash between any two steps makes no second post.

Nothing can be posted before the last byte is sent, so: the task and its address are on disk before any byte; that the last bytes
leave is on disk before they do; whoever goes on asks TikTok for the task first; and another task is begun only where the one
before it failed, or where its address died and TikTok said twice, a minute apart, that it lacks bytes.
"""

from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta
from typing import Any, NoReturn

from platforms import clock, errors
from platforms.contract import Account, Checkpoint, Later, PublishSteps, Upload, Working
from platforms.http import Answer, Door, Exchange, pause, rest
from platforms.tiktok import limits, words
from platforms.tiktok.calls import Calls, unreadable
from platforms.tiktok.paces import POSTS, NotYet
from platforms.tiktok.plan import Plan
from platforms.tiktok.processing import FIRST_POLL
from platforms.tiktok.progress import Saved
from platforms.tiktok.session import EXPIRED, OUT_OF_STEP, STORED, TAKEN, UNKNOWN, Session, failure_in
from platforms.tiktok.states import Failed, Held, Over, State, Taken, Unknown, state_of
from platforms.tiktok.task import Status, Task

TAIL_BYTES = 256 * 1024
"""What is held back of the last piece until it is on disk that it leaves."""
BETWEEN_READS_SECONDS = 61.0
STUMBLES = (1.0, 2.0, 4.0)
"""The longest waits, in seconds, after pieces that brought the upload no further."""
MOST_DECISIONS = 3
MOST_WINDOWS = 8
"""More than the ladder has rungs: so many are used up by a slow line alone."""

Steps = Generator[Checkpoint, float | None, State]


class Transfer:
    """Sends one upload. Use `steps` once."""

    def __init__(self, *, door: Door, calls: Calls, upload: Upload, account: Account) -> None:
        self._door = door
        self._line = door.line()
        self._calls = calls
        self._upload = upload
        self._turns = account.turns
        self._session = Session(line=self._line, upload=upload)
        self._size = upload.file.size
        self._stumbles = 0
        self._decisions = 0
        self._saved = Saved()
        """What is on disk by now, or will be before anything else happens."""
        self._is_address_dead = False
        self._resumes_within = False
        """Whether TikTok wants the rest of a piece, rather than the piece again: that is not documented."""

    def steps(self, saved: Saved) -> PublishSteps:
        """Send what is missing. Ends in Working as soon as TikTok has it all, in Later where there is to be waited."""
        self._saved = saved
        with self._line:
            try:
                outcome = yield from self._steps()
            except NotYet as pace:
                return Later(progress=self._saved.as_json(), again_in=pace.wait)
            return outcome

    def _steps(self) -> PublishSteps:
        state = self._asked() if self._saved.publish_id else None
        while True:
            match state:
                case None:
                    state = yield from self._begun()
                case Taken():
                    if not self._decisions:
                        yield self._kept(replace(self._saved, final=True), sent=self._size, deciding=True)
                    return Working(progress=self._saved.as_json(), again_in=FIRST_POLL)
                case Failed(error=error):
                    yield from self._failed(error)
                case Unknown() if self._saved.final:
                    yield from self._left_unknown()
                case Unknown() | Over() if self._decisions:
                    raise self._unknown()
                case Unknown() | Over() if (wait := self._saved.until_dead(clock.now())) > timedelta(0):
                    return Later(progress=self._saved.as_json(), again_in=wait)
                case Unknown() | Over():
                    state = self._asked_a_minute_later()
                    if isinstance(state, Unknown | Over):
                        yield self._kept(self._saved.anew(), sent=0)
                        state = None
                case Held(offset=offset) if self._plan.is_last(offset):
                    state = yield from self._decided(offset)
                case Held(offset=offset):
                    yield self._kept(self._saved, sent=offset)
                    state = self._advanced(offset)

    def _kept(self, saved: Saved, *, sent: int, deciding: bool = False) -> Checkpoint:
        """What is to be on disk before anything else happens."""
        self._saved = saved
        return Checkpoint(progress=saved.as_json(), sent=sent, deciding=deciding)

    def _failed(self, error: errors.PlatformError) -> Generator[Checkpoint, float | None, NoReturn]:
        """TikTok gave up on the task. What this run sent to its end, a look settles."""
        if self._decisions:
            raise self._unknown(error)
        yield self._kept(self._saved.anew(), sent=0)
        raise error

    @property
    def _plan(self) -> Plan:
        return self._saved.plan(self._size)

    # -- beginning --

    def _begun(self) -> Steps:
        """Ask for a task, and keep its address before anything is sent to it. How often is bounded."""
        if self._saved.windows == MOST_WINDOWS:
            yield self._kept(replace(self._saved, windows=0), sent=0)
            raise errors.Transient(
                "window_over",
                f"TikTok gives an hour for an upload, and {MOST_WINDOWS} of them were not enough.",
                fix="A faster line helps, or a smaller file.",
            )
        yield self._kept(self._opened(self._saved), sent=0)
        return Held(offset=0)

    def _opened(self, saved: Saved) -> Saved:
        """Ask TikTok for a task. Nothing comes of one whose address is lost on the way: it has no bytes, and nobody can send any."""
        draft = words.is_draft(self._upload.options)
        username = saved.username if draft else self._checked_creator()
        issued = clock.now().isoformat()
        given = self._announced(draft)
        publish_id, address = given.get("publish_id"), given.get("upload_url")
        if not (isinstance(publish_id, str) and publish_id and isinstance(address, str) and address):
            raise unreadable()
        self._door.origin_of(address)
        return replace(
            saved,
            publish_id=publish_id,
            address=address,
            issued=issued,
            piece=Plan.of(self._size).piece,
            username=username,
            windows=saved.windows + 1,
        )

    def _announced(self, draft: bool) -> Any:
        """Announce the file. One that got lost may count against the day as well, so it is remembered as one that was begun."""
        announcement = words.announcement(self._upload, self._plan)
        try:
            given = self._calls.open(announcement, draft=draft)
        except errors.NoAnswer as lost:
            if lost.sent and not draft:
                self._turns.take(POSTS)
            raise
        if not draft:
            self._turns.take(POSTS)
        return given

    def _checked_creator(self) -> str:
        """Read once more what the creator may choose from, as TikTok asks; give the creator's name."""
        creator = self._calls.creator()
        problem = limits.of_creator(self._upload, creator)
        if problem is not None:
            raise errors.Refused(problem.code, problem.message, fix=problem.fix)
        return creator.username

    # -- asking --

    def _asked(self, *, at_once: bool = False) -> State:
        task = self._calls.status(self._saved.publish_id, at_once=at_once)
        state = state_of(task, self._saved, self._plan, self._turns, now=clock.now())
        return Over() if isinstance(state, Held) and self._is_address_dead else state

    def _asked_a_minute_later(self) -> State:
        rest(BETWEEN_READS_SECONDS)
        return self._asked(at_once=True)

    # -- sending --

    def _advanced(self, offset: int) -> State:
        """Send the piece that begins at `offset`, or the rest of it; where that fails, ask what arrived. Bounded while nothing arrives."""
        if not self._saved.takes_bytes(clock.now()):
            return Over()
        first = self._first(offset)
        failure: errors.PlatformError
        try:
            answer = self._session.put(self._saved.address, first, self._plan.end_of_piece(first))
        except errors.Transient as error:
            failure = error
        else:
            if answer.status in (200, STORED):
                self._stumbles = 0
                return Held(offset=self._plan.end_of_piece(first))
            failure = self._noted(answer)
        return self._after_failure(offset, failure)

    def _after_failure(self, offset: int, failure: errors.PlatformError) -> State:
        state = self._asked(at_once=True)
        if isinstance(state, Held) and state.offset <= offset:
            self._stumble(failure)
        elif isinstance(state, Held):
            self._stumbles = 0
        return state

    def _noted(self, answer: Answer) -> errors.PlatformError:
        """Note what an answer says of the address, and of where to go on; give the error that it is."""
        if answer.status in (EXPIRED, UNKNOWN):
            self._is_address_dead = True
        if answer.status == OUT_OF_STEP:
            self._resumes_within = not self._resumes_within
        return failure_in(answer)

    def _first(self, offset: int) -> int:
        return offset if self._resumes_within else self._plan.start_of_piece(offset)

    def _stumble(self, failure: errors.PlatformError) -> None:
        most = 1 if isinstance(failure, errors.Refused) else len(STUMBLES)
        if self._stumbles >= most:
            raise failure
        pause(STUMBLES[self._stumbles])
        self._stumbles += 1

    # -- the last piece --

    def _decided(self, offset: int) -> Steps:
        """Send the last piece but for its tail, commit that the tail leaves, and let it leave before `send_before` or not at all."""
        if not self._saved.takes_bytes(clock.now()):
            return Over()
        if self._decisions == MOST_DECISIONS:
            raise self._unknown()
        first = self._first(offset)
        tail = max(self._size - TAIL_BYTES, first)
        failure: errors.PlatformError
        try:
            with self._session.piece(self._saved.address, first, self._size, fresh=True) as exchange:
                exchange.send(self._upload.read(first, tail - first))
                if not exchange.is_answered:
                    last = self._tail(tail)
                    send_before = yield self._kept(replace(self._saved, final=True), sent=offset, deciding=True)
                    self._decisions += 1
                    return self._judged(self._answer_to(exchange, last, send_before))
                failure = self._noted(exchange.finish())
        except errors.NoAnswer as error:
            failure = error
        return self._after_failure(offset, failure)

    def _tail(self, start: int) -> bytes:
        tail = b"".join(self._upload.read(start, self._size - start))
        if len(tail) != self._size - start:
            raise ValueError(f"the source ended {self._size - start - len(tail)} bytes early")
        return tail

    def _answer_to(self, exchange: Exchange, tail: bytes, send_before: float | None) -> Answer | None:
        """The answer to the last bytes; None where none came. Raises `errors.NotSent`, which proves that they did not leave."""
        try:
            exchange.send([tail], not_after=send_before)
            return exchange.finish()
        except errors.NotSent as refusal:
            refusal.nothing_exists = self._decisions == 1  # of earlier last bytes it proves nothing
            raise
        except errors.NoAnswer:
            return None

    def _judged(self, answer: Answer | None) -> State:
        """What became of the last bytes: that TikTok took them is believed at once, and kept; else it is asked for the task."""
        if answer is not None and answer.status == TAKEN:
            self._saved = replace(self._saved, taken=True)
            return Taken(task=Task(status=Status.UPLOADING, uploaded=self._size))
        if answer is not None and answer.status not in (200, STORED):
            self._noted(answer)
        try:
            return self._asked(at_once=True)
        except errors.PlatformError as error:
            raise self._unknown(error) from error

    def _left_unknown(self) -> Generator[Checkpoint, float | None, NoReturn]:
        """Keep on disk that a post may exist, where this run has not done so already, and leave it to looks."""
        if not self._decisions:
            yield self._kept(self._saved, sent=self._size, deciding=True)
        raise self._unknown()

    def _unknown(self, because: errors.PlatformError | None = None) -> errors.OutcomeUnknown:
        return errors.OutcomeUnknown(
            "outcome_unknown",
            "TikTok did not say whether it has the whole video. Retake asks there before it does anything else.",
            detail=because.detail or because.message if because else "",
            http_status=because.http_status if because else None,
        )
