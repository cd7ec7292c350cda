"""The PeerTube stand-in as one object: `answer` takes a request, the other methods are the control plane of tests and scenarios."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from platforms.sandbox import pages
from platforms.sandbox.bodies import Form, dressed
from platforms.sandbox.control import Control
from platforms.sandbox.misbehaving import misbehave
from platforms.sandbox.peertube import forms, overview
from platforms.sandbox.peertube.access import Access
from platforms.sandbox.peertube.faults import Fault, moments_of
from platforms.sandbox.peertube.problems import GRANT_ERRORS, REASONS, Refused, problem
from platforms.sandbox.peertube.resources import Resources
from platforms.sandbox.peertube.sessions import Session
from platforms.sandbox.peertube.sign_in import SignIn
from platforms.sandbox.peertube.tokens import Issued
from platforms.sandbox.peertube.uploads import PATH, Uploads, is_last
from platforms.sandbox.peertube.videos import Video
from platforms.sandbox.peertube.world import World
from platforms.sandbox.plumbing import Answer, Request, Response, Routes, View, text_response
from platforms.sandbox.reception import Reception
from platforms.sandbox.settings import Clock, Sleep
from platforms.sandbox.store import Store
from platforms.sandbox.violations import Violation

Call = Callable[[Request, Fault | None], Answer]
API = "/api/v1"


def utc_now() -> datetime:
    return datetime.now(UTC)


class PeerTubeStandIn:
    """Callable in process, without a socket: give it requests as they come, late or cut short, and a clock of your own.

    One store is one instance: a second stand-in over the same file is the same PeerTube after a restart, without its sessions.
    """

    name = "PeerTube"

    def __init__(self, store: Store | None = None, clock: Clock = utc_now, *, sleep: Sleep = time.sleep) -> None:
        self.world = World(store or Store(), clock, sleep)
        access = Access(self.world)
        self._resources = Resources(self.world, access)
        self._calls = self._routes(SignIn(self.world), Uploads(self.world, access))
        control = Control(
            self.world,
            state=self._state,
            act=lambda name, given: forms.act(self.world, name, given),
            grant=lambda content: asdict(self.grant(str(content["user"]))),
            read_fault=Fault.of,
            reset=self.world.reset,
        )
        self._reception = Reception(
            show=lambda request, problem: overview.page(self.world, request, problem=problem),
            press=lambda name, given: forms.act(self.world, name, given),
            control=control,
            own={("GET", "/w/*"): self._watch, ("GET", "/videos/watch/*"): self._watch},
        )

    def _routes(self, sign_in: SignIn, uploads: Uploads) -> Routes[Call]:
        here = self._resources
        plain: dict[tuple[str, str], View] = {
            ("GET", f"{API}/oauth-clients/local"): sign_in.client,
            ("POST", f"{API}/users/token"): sign_in.token,
            ("POST", f"{API}/users/revoke-token"): sign_in.revoke,
            ("GET", f"{API}/config"): here.config,
            ("GET", f"{API}/users/me"): here.me,
            ("GET", f"{API}/users/me/video-quota-used"): here.quota_used,
            ("GET", f"{API}/users/me/videos"): here.my_videos,
            ("POST", PATH): uploads.start,
            ("DELETE", PATH): uploads.cancel,
            ("POST", f"{API}/videos/upload"): uploads.single,
            ("GET", f"{API}/videos/*"): self._read,
            ("PUT", f"{API}/videos/*"): self._change,
            ("DELETE", f"{API}/videos/*"): self._delete,
        }
        calls: dict[tuple[str, str], Call] = {key: _plain(view) for key, view in plain.items()}
        return Routes(calls | {("PUT", PATH): uploads.put})

    # -- being asked -------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Answer:
        """Answer a call of the API, or show a page; whatever is armed strikes calls alone."""
        call = self._calls.find(request.method, request.path)
        if call is None:
            shown = self._reception.answer(request)
            return shown or text_response(405 if self._calls.knows(request.path) else 404, "Not Found")
        if self.world.board.now.delay_seconds:
            self.world.sleep(self.world.board.now.delay_seconds)
        moments = moments_of(request, is_last=is_last(self.world, request))
        answer, fault = misbehave(self.world, request, moments, lambda struck: _answered(call, request, struck), _refusal)
        if isinstance(answer, Response):
            now = self.world.board.now
            answer = dressed(answer, error_form=Form(now.error_form), mixed_header_case=now.mixed_header_case, chunked=now.chunked_answers)
        self.world.log.note(request, answer, fault=f"{fault.kind} at {fault.at}" if fault else "")
        return answer

    def summary(self) -> str:
        posted = len([video for video in self.videos() if video.deleted_at is None])
        return f"{posted} {'video' if posted == 1 else 'videos'}, {len(self.violations())} broken rules"

    def _read(self, request: Request) -> Response:
        if request.path.endswith("/source"):
            return self._resources.source(request)
        return self._resources.captions(request) if "/captions" in request.path else self._resources.video(request)

    def _change(self, request: Request) -> Response:
        return self._resources.captions(request) if "/captions/" in request.path else self._resources.change(request)

    def _delete(self, request: Request) -> Response:
        return self._resources.captions(request) if "/captions/" in request.path else self._resources.delete(request)

    # -- visitors ----------------------------------------------------------------------------------------------------
    def _watch(self, request: Request) -> Response:
        video = self.world.videos.standing(request.path.rsplit("/", 1)[-1])
        if video is None:
            return pages.page_response(overview.missing(), status=404)
        return pages.page_response(overview.watch(video, self.world))

    # -- the oracle --------------------------------------------------------------------------------------------------
    def videos(self, marker: str | None = None) -> list[Video]:
        """Every post ever made, deleted ones too; only those that bear the marker, where one is given."""
        return [video for video in self.world.videos.all() if marker is None or video.bears(marker)]

    def violations(self, rule: str | None = None) -> list[Violation]:
        return [violation for violation in self.world.violations.all() if rule in (None, violation.rule)]

    def sessions(self) -> list[Session]:
        return self.world.sessions.opened()

    def _state(self) -> Mapping[str, Any]:
        now = self.world.now()
        return {
            "channels": [asdict(channel) for channel in self.world.people.channels()],
            "videos": [
                {
                    **{name: getattr(video, name) for name in ("id", "uuid", "short", "channel_id", "title", "tags", "file_name", "size")},
                    "sha256": video.sha256,
                    "privacy": video.privacy(now),
                    "state": video.state(now),
                    "captions": sorted(video.captions),
                    "posted_at": video.posted_at,
                    "deleted_at": video.deleted_at,
                }
                for video in self.world.videos.all()
            ],
            "sessions": [{"name": each.name, "held": each.held, "size": each.size} for each in self.world.sessions.opened()],
        }

    # -- making it misbehave -----------------------------------------------------------------------------------------
    def arm(self, fault: Fault) -> None:
        self.world.faults.arm(fault)

    def set(self, **switches: Any) -> None:
        """Turn switches (see `switches.Switches`). Raises ValueError for what they do not take."""
        self.world.board.set(**switches)

    def grant(self, user: str) -> Issued:
        """Tokens without a password. Raises LookupError for an unknown user."""
        found = self.world.people.named(user)
        if found is None:
            raise LookupError(f"There is no user {user!r}.")
        return self.world.tokens.issue(found.id, self.world.board.now)

    def revoke(self, user: str) -> None:
        forms.act(self.world, "revoke", {"user": user})

    def expire_access_tokens(self) -> None:
        self.world.tokens.expire_access()

    def end_sessions(self) -> None:
        self.world.sessions.end_all()

    def advance(self, seconds: float) -> None:
        self.world.advance(seconds)

    def heal(self) -> None:
        self.world.heal()

    def reset(self) -> None:
        self.world.reset()


def _plain(view: View) -> Call:
    return lambda request, fault: view(request)


def _answered(call: Call, request: Request, fault: Fault | None) -> Answer:
    try:
        return call(request, fault)
    except Refused as refused:
        return refused.response


def _refusal(fault: Fault) -> Response:
    return problem((GRANT_ERRORS if fault.at == "token" else REASONS)[fault.reason])
