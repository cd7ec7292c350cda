"""The Rumble stand-in as one object: `answer` takes a request, the other methods are the control plane of tests and scenarios."""

import re
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from platforms.sandbox.bodies import Form, dressed
from platforms.sandbox.misbehaving import misbehave
from platforms.sandbox.plumbing import Answer, Request, Response, Routes, View, text_response
from platforms.sandbox.rumble import forms
from platforms.sandbox.rumble.accounts import Granted
from platforms.sandbox.rumble.answers import refusal
from platforms.sandbox.rumble.faults import EMBED, OEMBED, SEARCH, UPLOAD, Fault, moments_of
from platforms.sandbox.rumble.reading import Reading
from platforms.sandbox.rumble.uploads import Uploads
from platforms.sandbox.rumble.videos import Video
from platforms.sandbox.rumble.visitors import Visitors
from platforms.sandbox.rumble.world import World
from platforms.sandbox.settings import Clock, Sleep
from platforms.sandbox.store import Store
from platforms.sandbox.violations import Violation

_TOKEN = re.compile(r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])", re.IGNORECASE)


def utc_now() -> datetime:
    return datetime.now(UTC)


class RumbleStandIn:
    """Callable in process, without a socket: give it requests as they come, late or cut short, and a clock of your own.

    One store is one Rumble: a second stand-in over the same file is the same one after a restart, without what was being sent.
    """

    name = "Rumble"

    def __init__(self, store: Store | None = None, clock: Clock = utc_now, *, sleep: Sleep = time.sleep) -> None:
        self.world = World(store or Store(), clock, sleep)
        self._uploads = Uploads(self.world)
        reading = Reading(self.world)
        self._calls: Routes[View] = Routes(
            {("GET", SEARCH): reading.search, ("GET", EMBED): reading.embed, ("GET", OEMBED): reading.oembed}
        )
        self._visitors = Visitors(self.world, state=self._state, grant=lambda content: asdict(self.grant(str(content["user"]))))

    # -- being asked -------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Answer:
        """Answer a call of the API, or show a page; whatever is armed strikes calls alone."""
        call = self._calls.find(request.method, request.path)
        is_upload = (request.method, request.path) == ("POST", UPLOAD)
        if call is None and not is_upload:
            shown = self._visitors.answer(request)
            is_known = self._calls.knows(request.path) or request.path == UPLOAD
            return shown or text_response(405 if is_known else 404, "Not Found")
        self._note_told_token(request)
        if self.world.board.now.delay_seconds:
            self.world.sleep(self.world.board.now.delay_seconds)
        answer, fault = self._read(call, request) if call else self._uploads.post(request)
        if isinstance(answer, Response):
            now = self.world.board.now
            answer = dressed(answer, error_form=Form(now.error_form), mixed_header_case=now.mixed_header_case, chunked=now.chunked_answers)
        self.world.log.note(request, answer, fault=f"{fault.kind} at {fault.at}" if fault else "")
        return answer

    def _read(self, call: View, request: Request) -> tuple[Answer, Fault | None]:
        return misbehave(
            self.world, request, moments_of(request), lambda _: call(request), lambda fault: refusal(fault.reason, shape="object")
        )

    def _note_told_token(self, request: Request) -> None:
        in_headers = (word for value in request.headers.values() for word in _TOKEN.findall(value))
        if _TOKEN.search(f"{request.path} {request.query}") or any(self.world.accounts.is_token(word) for word in in_headers):
            self.world.violations.note("R3", "a token outside of the body", request)

    def summary(self) -> str:
        made = len(self.videos())
        return f"{made} {'video' if made == 1 else 'videos'}, {len(self.violations())} broken rules"

    # -- the oracle --------------------------------------------------------------------------------------------------
    def videos(self) -> list[Video]:
        """Every video that was ever made, in the order they were made in."""
        return self.world.videos.all()

    def violations(self, rule: str | None = None) -> list[Violation]:
        return [violation for violation in self.world.violations.all() if rule in (None, violation.rule)]

    def _state(self) -> Mapping[str, Any]:
        now = self.world.now()
        return {
            "accounts": [asdict(account) for account in self.world.accounts.all()],
            "channels": [asdict(channel) for channel in self.world.accounts.channels()],
            "videos": [
                {**asdict(video), "video_id": video.video_id, "page": video.page, "state": video.state(now)} for video in self.videos()
            ],
        }

    # -- making it misbehave -----------------------------------------------------------------------------------------
    def arm(self, fault: Fault) -> None:
        self.world.faults.arm(fault)

    def set(self, **switches: Any) -> None:
        """Turn switches (see `switches.Switches`). Raises ValueError for what they do not take."""
        self.world.board.set(**switches)

    def grant(self, name: str) -> Granted:
        """What the account of that name publishes with. Raises LookupError for a name that nobody has."""
        return self.world.accounts.grant(self.world.accounts.named(name))

    def revoke(self, name: str) -> None:
        forms.act(self.world, "revoke", {"user": name})

    def ban(self, name: str, *, banned: bool = True) -> None:
        forms.act(self.world, "ban", {"user": name, "banned": "on" if banned else ""})

    def expire_access_tokens(self) -> None:
        """Nothing: Rumble's tokens are good until they are taken back."""

    def end_uploads(self) -> None:
        """Nothing: an upload is one request, and there is none to go on with."""

    def begin_day(self) -> None:
        """Forget how often was asked before."""
        self.world.pace.forget()

    def advance(self, seconds: float) -> None:
        self.world.advance(seconds)

    def heal(self) -> None:
        self.world.heal()

    def reset(self) -> None:
        self.world.reset()
