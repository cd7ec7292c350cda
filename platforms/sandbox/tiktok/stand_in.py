"""The TikTok stand-in as one object: `answer` takes a request, the other methods are the control plane of tests and scenarios."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from platforms.sandbox.bodies import Form, dressed
from platforms.sandbox.misbehaving import misbehave
from platforms.sandbox.plumbing import Answer, Request, Response, Routes, View, text_response
from platforms.sandbox.settings import Clock, Sleep
from platforms.sandbox.store import Store
from platforms.sandbox.tiktok import forms
from platforms.sandbox.tiktok.answers import GRANT_ERRORS, SAID_OF_CREATORS, Refused, bare, grant_refusal, refusal
from platforms.sandbox.tiktok.faults import Fault, moments_of
from platforms.sandbox.tiktok.oauth import SCOPES, OAuth
from platforms.sandbox.tiktok.publishing import Publishing
from platforms.sandbox.tiktok.tasks import Task
from platforms.sandbox.tiktok.tokens import Issued
from platforms.sandbox.tiktok.uploads import PATH, Uploads, is_last
from platforms.sandbox.tiktok.visitors import Visitors
from platforms.sandbox.tiktok.world import World
from platforms.sandbox.violations import Violation

Call = Callable[[Request, Fault | None], Answer]
PUBLISH = "/v2/post/publish"


def utc_now() -> datetime:
    return datetime.now(UTC)


class TikTokStandIn:
    """Callable in process, without a socket: give it requests as they come, late or cut short, and a clock of your own.

    One store is one TikTok: a second stand-in over the same file is the same one after a restart, without what was being sent.
    """

    name = "TikTok"

    def __init__(self, store: Store | None = None, clock: Clock = utc_now, *, sleep: Sleep = time.sleep) -> None:
        self.world = World(store or Store(), clock, sleep)
        oauth = OAuth(self.world)
        self._calls = _routes(Publishing(self.world), oauth, Uploads(self.world))
        self._visitors = Visitors(self.world, oauth, state=self._state, grant=lambda content: asdict(self.grant(str(content["user"]))))

    # -- being asked -------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Answer:
        """Answer a call of the API, or show a page; whatever is armed strikes calls alone."""
        call = self._calls.find(request.method, request.path)
        if call is None:
            shown = self._visitors.answer(request)
            return shown or text_response(405 if self._calls.knows(request.path) else 404, "Not Found")
        if self.world.board.now.delay_seconds:
            self.world.sleep(self.world.board.now.delay_seconds)
        moments = moments_of(request, is_last=is_last(request))
        answer, fault = misbehave(
            self.world, request, moments, lambda struck: _answered(call, request, struck), lambda struck: self._refusal(struck, request)
        )
        if isinstance(answer, Response):
            now = self.world.board.now
            answer = dressed(answer, error_form=Form(now.error_form), mixed_header_case=now.mixed_header_case, chunked=now.chunked_answers)
        self.world.log.note(request, answer, fault=f"{fault.kind} at {fault.at}" if fault else "")
        return answer

    def _refusal(self, fault: Fault, request: Request) -> Response:
        """An armed error as it comes at this moment: flat for tokens, bare for bytes, and at creator_info some with status 200."""
        if request.path.startswith("/v2/oauth/"):
            named = fault.reason if fault.reason in GRANT_ERRORS else "internal_error"
            return grant_refusal(named, with_200=self.world.board.now.grant_errors_with_200)
        if request.method == "PUT":
            return bare(fault.reason)
        is_of_creator = request.path.endswith("/creator_info/query/") and fault.reason in SAID_OF_CREATORS
        return refusal(fault.reason, http=200 if is_of_creator else None)

    def summary(self) -> str:
        posted = len(self.posts())
        return f"{posted} {'post' if posted == 1 else 'posts'}, {len(self.violations())} broken rules"

    # -- the oracle --------------------------------------------------------------------------------------------------
    def posts(self) -> list[Task]:
        """Every post that was ever made, as the task that it came of."""
        return self.world.tasks.posts()

    def violations(self, rule: str | None = None) -> list[Violation]:
        return [violation for violation in self.world.violations.all() if rule in (None, violation.rule)]

    def _state(self) -> Mapping[str, Any]:
        now = self.world.now()
        shown = ("publish_id", "open_id", "draft", "size", "received", "sha256", "post_id", "posted_at")
        return {
            "creators": [asdict(creator) for creator in self.world.creators.all()],
            "tasks": [
                {**{name: getattr(task, name) for name in shown}, "title": task.title, "privacy": task.privacy, "status": task.status(now)}
                for task in self.world.tasks.all()
            ],
        }

    # -- making it misbehave -----------------------------------------------------------------------------------------
    def arm(self, fault: Fault) -> None:
        self.world.faults.arm(fault)

    def set(self, **switches: Any) -> None:
        """Turn switches (see `switches.Switches`). Raises ValueError for what they do not take."""
        self.world.board.set(**switches)

    def grant(self, username: str) -> Issued:
        """Tokens without a consent page. Raises LookupError for a name that nobody has."""
        scopes = [scope for scope in SCOPES if scope != "video.list"]
        return self.world.tokens.issue(self.world.creators.named(username).open_id, scopes, self.world.board.now)

    def revoke(self, username: str) -> None:
        forms.act(self.world, "revoke", {"user": username})

    def expire_access_tokens(self) -> None:
        self.world.tokens.expire_access()

    def end_uploads(self) -> None:
        self.world.tasks.lose_all()

    def begin_day(self) -> None:
        """Forget what was asked and posted before, as far as paces and caps go."""
        self.world.requests.forget()

    def advance(self, seconds: float) -> None:
        self.world.advance(seconds)

    def heal(self) -> None:
        self.world.heal()

    def reset(self) -> None:
        self.world.reset()


def _routes(publishing: Publishing, oauth: OAuth, uploads: Uploads) -> Routes[Call]:
    plain: dict[tuple[str, str], View] = {
        ("POST", "/v2/oauth/token/"): oauth.token,
        ("POST", "/v2/oauth/revoke/"): oauth.revoke,
        ("GET", "/v2/user/info/"): publishing.user,
        ("POST", "/v2/video/list/"): publishing.videos,
        ("POST", f"{PUBLISH}/creator_info/query/"): publishing.creator,
        ("POST", f"{PUBLISH}/video/init/"): publishing.open_post,
        ("POST", f"{PUBLISH}/inbox/video/init/"): publishing.open_draft,
        ("POST", f"{PUBLISH}/status/fetch/"): publishing.status,
        ("POST", f"{PUBLISH}/cancel/"): publishing.cancel,
    }
    calls: dict[tuple[str, str], Call] = {key: _plain(view) for key, view in plain.items()}
    return Routes(calls | {("PUT", PATH): uploads.put})


def _plain(view: View) -> Call:
    return lambda request, fault: view(request)


def _answered(call: Call, request: Request, fault: Fault | None) -> Answer:
    try:
        return call(request, fault)
    except Refused as refused:
        return refused.response
