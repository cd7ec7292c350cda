"""The Instagram stand-in as one object: `answer` takes a request, the other methods are the control plane of tests and scenarios."""

import io
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from platforms.sandbox.bodies import Form, dressed
from platforms.sandbox.instagram import forms
from platforms.sandbox.instagram.access import Access, Call, fields_of, scope_of
from platforms.sandbox.instagram.answers import RATES, REASONS, Refused, flat_refusal, refusal, upload_refusal
from platforms.sandbox.instagram.conduct import Conduct, ig_of
from platforms.sandbox.instagram.containers import Container
from platforms.sandbox.instagram.faults import Fault, moments_of
from platforms.sandbox.instagram.fetching import Fetch
from platforms.sandbox.instagram.granting import Granted, granted
from platforms.sandbox.instagram.graph import Graph
from platforms.sandbox.instagram.hosts import API_INSTAGRAM, GRAPHS, UPLOADS, Target, is_sending, target_of
from platforms.sandbox.instagram.media import Media
from platforms.sandbox.instagram.oauth import OAuth
from platforms.sandbox.instagram.pulling import Pulling
from platforms.sandbox.instagram.tokens import Kind
from platforms.sandbox.instagram.uploads import Uploads
from platforms.sandbox.instagram.usage import with_usage
from platforms.sandbox.instagram.visitors import Visitors
from platforms.sandbox.instagram.world import World
from platforms.sandbox.misbehaving import misbehave
from platforms.sandbox.plumbing import Answer, Dropped, Request, Response, text_response
from platforms.sandbox.settings import Clock, Sleep
from platforms.sandbox.store import Store
from platforms.sandbox.violations import Violation

Perform = Callable[[Fault | None], Answer]


def utc_now() -> datetime:
    return datetime.now(UTC)


class InstagramStandIn:
    """Callable in process, without a socket: give it requests as they come, late or cut short, and a clock of your own.

    One store is one Instagram: a second stand-in over the same file is the same one after a restart, without what was being sent.
    `fetch` stands in for the network where a video_url is fetched; it is then called within the request that leads to it.
    """

    name = "Instagram"

    def __init__(
        self, store: Store | None = None, clock: Clock = utc_now, *, sleep: Sleep = time.sleep, fetch: Fetch | None = None
    ) -> None:
        self.world = World(store or Store(), clock, sleep)
        access, oauth, pulling = Access(self.world), OAuth(self.world), Pulling(self.world, fetch)
        self._conduct = Conduct(self.world)
        self._graph = Graph(self.world, access, oauth, self._conduct, pulling)
        self._uploads = Uploads(self.world, access, pulling)
        self._visitors = Visitors(self.world, oauth, state=self._state, grant=self._granted)

    # -- being asked -------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Answer:
        """Answer a call of one of Meta's hosts, or show a page; whatever is armed strikes calls alone."""
        target = target_of(request)
        if target is None:
            return self._visitors.answer(request) or text_response(404, "Not Found")
        if self.world.board.now.delay_seconds:
            self.world.sleep(self.world.board.now.delay_seconds)
        call = None if target.host == UPLOADS else _call(request, target)
        if isinstance(call, Dropped):
            self.world.log.note(request, call, fault="")
            return call
        perform = self._sending(request) if call is None else self._calling(call)
        answer, fault = misbehave(
            self.world,
            request,
            moments_of(request),
            perform,
            lambda struck: self._refusal(struck, target, ig_of(self.world, call) if call else ""),
            is_sending=is_sending(request),
        )
        if isinstance(answer, Response):
            answer = self._dressed(answer, target, ig_of(self.world, call) if call else "")
        self.world.log.note(request, answer, fault=f"{fault.kind} at {fault.at}" if fault else "")
        return answer

    def _calling(self, call: Call) -> Perform:
        self._conduct.note(call)
        return lambda fault: _answered(lambda: self._graph.answer(call))

    def _sending(self, request: Request) -> Perform:
        if request.method == "GET":
            return lambda fault: self._uploads.offset(request)
        if request.method != "POST":
            return lambda fault: text_response(405, "Method Not Allowed")
        return lambda fault: self._uploads.send(request, fault)

    def _refusal(self, fault: Fault, target: Target, ig_id: str) -> Response:
        """An armed error as it comes at this host. A rate limit with a time is one that the client has to keep to."""
        if fault.reason in REASONS and REASONS[fault.reason].code in RATES and fault.retry_after:
            self.world.requests.throttle(scope_of(fault.reason, ig_id), fault.retry_after)
        if target.host == UPLOADS:
            return upload_refusal(fault.reason, with_200=self.world.board.now.upload_errors_with_200)
        reason = REASONS[fault.reason]
        if target.host == API_INSTAGRAM and reason.words:
            return flat_refusal(reason.words)
        is_of_token = reason.code == REASONS["190"].code
        return refusal(fault.reason, http=int(self.world.board.now.unauthorized_http) if is_of_token else None)

    def _dressed(self, answer: Response, target: Target, ig_id: str) -> Response:
        """With the headers that Meta sends, and without the one that it does not."""
        now = self.world.board.now
        answer = replace(answer, headers=tuple(header for header in answer.headers if header[0] != "Retry-After"))
        if target.host in GRAPHS:
            answer = with_usage(self.world, answer, target, ig_id)
        return dressed(answer, error_form=Form(now.error_form), mixed_header_case=now.mixed_header_case, chunked=now.chunked_answers)

    def summary(self) -> str:
        posted = len(self.media())
        return f"{posted} {'reel' if posted == 1 else 'reels'}, {len(self.violations())} broken rules"

    # -- the oracle --------------------------------------------------------------------------------------------------
    def media(self) -> list[Media]:
        """Every media that was ever made, also what was deleted since and what is still to appear."""
        return self.world.reels.all()

    def containers(self) -> list[Container]:
        return self.world.containers.all()

    def violations(self, rule: str | None = None) -> list[Violation]:
        return [violation for violation in self.world.violations.all() if rule in (None, violation.rule)]

    def _state(self) -> Mapping[str, Any]:
        now = self.world.now()
        hidden = ("number", "params")
        return {
            "accounts": [asdict(account) for account in self.world.accounts.all()],
            "containers": [
                {**{name: value for name, value in asdict(each).items() if name not in hidden}, "status_code": each.status_code(now)}
                for each in self.containers()
            ],
            "media": [{**asdict(each), "deleted": each.deleted} for each in self.media()],
        }

    # -- making it misbehave -----------------------------------------------------------------------------------------
    def arm(self, fault: Fault) -> None:
        self.world.faults.arm(fault)

    def set(self, **switches: Any) -> None:
        """Turn switches (see `switches.Switches`). Raises ValueError for what they do not take."""
        self.world.board.set(**switches)

    def grant(self, username: str, login: str = "facebook", *, scopes: Iterable[str] | None = None) -> Granted:
        """Tokens without a consent page, by "facebook" or "instagram". Raises LookupError for a name that nobody has."""
        return granted(self.world, username, login=login, scopes=scopes)

    def _granted(self, content: Mapping[str, Any]) -> Mapping[str, Any]:
        return asdict(self.grant(str(content["user"]), str(content.get("login", "facebook"))))

    def revoke(self, username: str) -> None:
        """The owner of the account removes the app, at both logins."""
        forms.act(self.world, "revoke", {"user": username})

    def expire_access_tokens(self, *, user_tokens: bool = False) -> None:
        """End the tokens of accounts and of Pages, and on demand those of people, from which new ones of Pages come."""
        kinds = (Kind.INSTAGRAM, Kind.PAGE, Kind.USER) if user_tokens else (Kind.INSTAGRAM, Kind.PAGE)
        self.world.tokens.expire(kinds)

    def end_uploads(self) -> None:
        """Every container that is not published has expired."""
        self.world.containers.end_all()

    def begin_day(self) -> None:
        """Forget what was asked and posted before, as far as rates and quotas go."""
        self.world.requests.forget()

    def advance(self, seconds: float) -> None:
        self.world.advance(seconds)

    def heal(self) -> None:
        self.world.heal()

    def reset(self) -> None:
        self.world.reset()


def _call(request: Request, target: Target) -> Call | Dropped:
    """The call, once all of it is here; half of a body does nothing."""
    content = request.content()
    if len(content) < (request.length or 0):
        return Dropped(why="the body broke off")
    return Call(request=replace(request, body=io.BytesIO()), target=target, fields=fields_of(request, content))


def _answered(call: Callable[[], Response]) -> Answer:
    try:
        return call()
    except Refused as refused:
        return refused.response
