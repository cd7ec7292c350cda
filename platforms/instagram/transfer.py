"""Bringing one file to Instagram and posting it, step by step, so that a crash between any two steps makes no second post.

A container is made and posts nothing; its id is on disk before a byte is sent. That media_publish leaves is on disk before it does,
with what the list and the quota showed before. Whatever it answers but an id is no proof of anything: looks find out. No other
container is made while this one may still be posted.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from platforms import clock, errors
from platforms.contract import Checkpoint, Later, Published, PublishOutcome, PublishSteps, Upload
from platforms.http import Answer, Door, Line, pause, rest
from platforms.instagram import matching, processing, sending, words
from platforms.instagram.calls import Calls, Json, unreadable
from platforms.instagram.container import FIELDS, FIELDS_OF_BYTES, Dead, Lacking, Live, Ready, State, Unreadable, state_of
from platforms.instagram.errors import COVER_LEFT_OUT, NEVER_READY, OF_THE_COVER, OVER
from platforms.instagram.live import outcome_of
from platforms.instagram.login import Login
from platforms.instagram.paces import POSTS, next_post_at
from platforms.instagram.progress import REBUILT_AFTER, Saved
from platforms.instagram.quota import Quota
from platforms.instagram.refusals import NotShown, is_refusal, row_of
from platforms.pace import NotYet, Turns

STUMBLES = (1.0, 2.0, 4.0)
"""The longest waits, in seconds, after requests that brought the upload no further."""
READS_AFTER = (3.0, 7.0)
"""Seconds to wait before each of the reads in place, after media_publish gave no clear answer."""
MOST_CALLS = 5
AT_WORK_POLLS = 60
"""A container that was asked for so often was not left lying: Instagram was at work on it all the time."""

Steps = Generator[Checkpoint, float | None, PublishOutcome]


@dataclass(kw_only=True)
class Transfer:
    """Brings one upload. Use `steps` once."""

    door: Door
    calls: Calls
    login: Login
    token: str
    upload: Upload
    turns: Turns
    api_url: str
    saved: Saved
    """What is on disk by now, or will be before anything else happens."""

    def steps(self) -> PublishSteps:
        """Go on from what is saved. Ends in Published, or in Later while Instagram prepares the video."""
        try:
            outcome = yield from self._steps()
        except NotYet as pace:
            return Later(progress=self.saved.as_json(), again_in=pace.wait)
        return outcome

    def _steps(self) -> Steps:
        if self.saved.container and not self.saved.is_decided and self.saved.age(clock.now()) >= REBUILT_AFTER:
            was_at_work = self.saved.polls >= AT_WORK_POLLS
            yield self._kept(Saved(), sent=0)
            if was_at_work:
                raise errors.Transient(NEVER_READY.code, NEVER_READY.message, fix=NEVER_READY.fix, nothing_exists=True)
        if not self.saved.container:
            yield self._kept(self._made(), sent=0 if self.login.pushes else None)
        state = self._seen()
        if isinstance(state, Lacking):
            state = yield from self._sent(state)
        match state:
            case Ready():
                return (yield from self._posted())
            case Live():
                return outcome_of(self.calls, self.upload, self.saved, now=clock.now())
            case Dead(error=error):
                return (yield from self._dead(error))
            case Unreadable(error=error):
                raise error
            case _:
                return self._later()

    def _kept(self, saved: Saved, *, sent: int | None = None, deciding: bool = False) -> Checkpoint:
        """What is to be on disk before anything else happens."""
        self.saved = saved
        return Checkpoint(progress=saved.as_json(), sent=self.upload.file.size if sent is None else sent, deciding=deciding)

    def _later(self) -> Later:
        """Instagram is at work: come back. What needs no haste waits longer while the allowance of calls runs low."""
        wait = self.calls.usage.slowed(processing.wait_before(self.saved.polls))
        return Later(progress=replace(self.saved, polls=self.saved.polls + 1).as_json(), again_in=wait)

    # -- the container --

    def _made(self) -> Saved:
        """Ask for a container, unless the account's day or its calls are used up. One that is lost on the way posts nothing."""
        self._check_room()
        made = clock.now().isoformat()
        given, left_out = self._created()
        container, uri = given.get("id"), given.get("uri")
        if not (isinstance(container, str | int) and str(container).isdigit()):
            raise unreadable()
        if self.login.pushes:
            uri = uri if isinstance(uri, str) and uri else self.login.upload_address(str(container))
            self.door.origin_of(uri)
        return Saved(container=str(container), uri=str(uri or ""), made=made, left_out=left_out)

    def _created(self) -> tuple[Json, str]:
        """Ask for it with its cover; where Instagram refuses that, without, and tell why: no picture keeps a video from its Reel."""
        parameters = partial(words.parameters, self.upload, pushes=self.login.pushes, api_url=self.api_url)
        asked, plain = parameters(), parameters(with_cover=False)
        try:
            return self.calls.create(asked), ""
        except errors.PlatformError as refusal:
            if asked == plain or refusal.code not in OF_THE_COVER:
                raise
            return self.calls.create(plain), f"{refusal.message} {COVER_LEFT_OUT}"

    def _check_room(self) -> None:
        quota = self._quota()
        if quota is not None and quota.is_used_up:
            raise errors.QuotaExceeded(
                "too_many_posts",
                f"Instagram takes {quota.total} posts a day from this account by way of apps, and {quota.used} were made.",
                fix="Nothing for you to do: Retake goes on when there is room again. Or post it in the Instagram app.",
                scope=errors.Scope.ACCOUNT,
                resets_at=lambda now: next_post_at(self.turns, now),
                nothing_exists=True,
            )
        if (wait := self.calls.usage.pause) is not None:
            raise errors.RateLimited(
                "calls_run_low",
                "The calls that Instagram allows this account are nearly used up. Retake waits before it is refused.",
                scope=errors.Scope.ACCOUNT,
                retry_after=wait,
                nothing_exists=True,
            )

    def _seen(self) -> State:
        fields = FIELDS_OF_BYTES if self.login.pushes else FIELDS
        try:
            said = self.calls.container(self.saved.container, fields)
        except NotShown as refusal:
            return Unreadable(error=refusal)
        return state_of(said, size=self.upload.file.size, takes_bytes=self.login.pushes, turns=self.turns)

    def _dead(self, error: errors.PlatformError) -> Steps:
        """Nothing comes of the container any more. Another is made by the next try, unless a post of this one is listed after all."""
        if self.saved.is_decided:
            found = matching.found(self.calls, self.upload, self.saved)
            if found.count:
                return outcome_of(self.calls, self.upload, self.saved, now=clock.now(), found=found)
        yield self._kept(Saved(), sent=0)
        if error.code == OVER.code:  # its day went by while something else was waited for
            return (yield from self._steps())
        raise error

    # -- bytes --

    def _sent(self, state: Lacking) -> Generator[Checkpoint, float | None, State]:
        """Send what is missing, asking what arrived wherever a request fails. Bounded while nothing arrives."""
        stumbles, found = 0, state
        with self.door.line() as line:
            while True:
                yield self._kept(self.saved, sent=found.offset)
                failure = self._failure_of_sending(line, found.offset)
                if failure is None:
                    yield self._kept(self.saved)
                    return self._seen()
                seen = self._seen()
                if not isinstance(seen, Lacking):
                    return seen
                stumbles = 0 if seen.offset > found.offset else stumbles + 1
                if stumbles > len(STUMBLES) or isinstance(failure, errors.Unauthorized):
                    raise failure
                pause(STUMBLES[max(stumbles - 1, 0)])
                found = seen

    def _failure_of_sending(self, line: Line, offset: int) -> errors.PlatformError | None:
        try:
            answer = sending.send(line, uri=self.saved.uri, token=self.token, upload=self.upload, offset=offset)
        except errors.NoAnswer as lost:
            return lost
        return None if sending.is_taken(answer) else sending.failure_in(answer)

    # -- posting --

    def _posted(self) -> Steps:
        """Commit that media_publish leaves, and let it leave before `send_before` or not at all."""
        if self.saved.calls >= MOST_CALLS:
            raise errors.Refused(
                "never_posted",
                f"Instagram has the video ready, and {MOST_CALLS} times it did not post it.",
                fix="Look at the profile. If it is not there, publish it again.",
            )
        called = self._called()
        with self.calls.publishing(called.container) as (exchange, body):
            send_before = yield self._kept(called, deciding=True)
            try:
                exchange.send([body], not_after=send_before)
                answer: Answer | None = exchange.finish()
            except errors.NotSent as refusal:
                refusal.nothing_exists = called.calls == 1  # of an earlier call it proves nothing
                raise
            except errors.NoAnswer:
                answer = None
        return (yield from self._judged(answer))

    def _called(self) -> Saved:
        """What is known just before the call: the posts that bear the caption already, and how much of the day is used."""
        now = clock.now()
        quota = self._quota(since=now - matching.EARLIER)
        if self.saved.is_decided:  # what it showed before the first call is what later figures are held against
            return self.saved.called(now, before=None, known=())
        return self.saved.called(now, before=quota.used if quota else None, known=self._known())

    def _known(self) -> tuple[str, ...]:
        try:
            return matching.known(self.calls, self.upload)
        except NotShown:
            return ()

    def _quota(self, *, since: datetime | None = None) -> Quota | None:
        """None where Instagram does not show it, which stops nothing: it refuses what is too much itself."""
        try:
            return self.calls.quota(since=since)
        except NotShown:
            return None

    def _judged(self, answer: Answer | None) -> Steps:
        """An id is believed. Everything else is read up on, in place and then by looks."""
        refusal: errors.PlatformError | None = None
        if answer is not None:
            try:
                media = self.calls.published(answer)
            except errors.PlatformError as error:
                refusal = error
            else:
                if media:
                    self.turns.take(POSTS)
                    return Published(remote_id=media)
            if is_refusal(answer) and (row := row_of(answer)).is_plain:
                yield self._kept(replace(self.saved, refused=row.code))
        if self._is_live_now():
            self.turns.take(POSTS)
            return outcome_of(self.calls, self.upload, self.saved, now=clock.now())
        raise _unknown(refusal)

    def _is_live_now(self) -> bool:
        """Whether the container soon says that it was posted. That it does not proves nothing."""
        for wait in READS_AFTER:
            rest(wait)
            try:
                state = self._seen()
            except errors.PlatformError:
                return False
            if isinstance(state, Live):
                return True
        return False


def _unknown(because: errors.PlatformError | None) -> errors.OutcomeUnknown:
    return errors.OutcomeUnknown(
        "outcome_unknown",
        "Instagram did not answer clearly. Retake looks there before it does anything else; nothing is posted twice.",
        detail=because.detail or because.message if because else "",
        request_id=because.request_id if because else "",
        http_status=because.http_status if because else None,
    )
