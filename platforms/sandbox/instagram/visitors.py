"""What people see of the stand-in: both consent pages, the page of what was posted with its panel, profiles and reels."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from platforms.sandbox import pages
from platforms.sandbox.control import Control
from platforms.sandbox.instagram import consent, forms, overview, profiles
from platforms.sandbox.instagram.faults import Fault
from platforms.sandbox.instagram.hosts import WWW_FACEBOOK, WWW_INSTAGRAM
from platforms.sandbox.instagram.oauth import Asked, OAuth, Unaskable, asked_for
from platforms.sandbox.instagram.world import World
from platforms.sandbox.pictures import drawn
from platforms.sandbox.plumbing import Request, Response, text_response
from platforms.sandbox.reception import Reception

_DIALOG = re.compile(rf"/{re.escape(WWW_FACEBOOK)}(/v\d{{1,3}}\.\d{{1,2}})?/dialog/oauth/?")


class Visitors:
    """The pages of Instagram and of Facebook that people see; `answer` gives None where none of them lives."""

    def __init__(
        self,
        world: World,
        oauth: OAuth,
        *,
        state: Callable[[], Mapping[str, Any]],
        grant: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    ) -> None:
        self._world = world
        self._oauth = oauth
        control = Control(
            world,
            state=state,
            act=lambda name, given: forms.act(world, name, given),
            grant=grant,
            read_fault=Fault.of,
            reset=world.reset,
        )
        authorize = f"/{WWW_INSTAGRAM}/oauth/authorize"
        self.answer = Reception(
            show=lambda request, problem: overview.page(world, request, problem=problem),
            press=lambda name, given: forms.act(world, name, given),
            control=control,
            own={
                ("GET", authorize): self._ask,
                ("POST", authorize): self._decide,
                ("GET", f"/{WWW_FACEBOOK}/*"): self._dialog,
                ("POST", f"/{WWW_FACEBOOK}/*"): self._dialog,
                ("GET", "/pictures/*"): self._picture,
                ("GET", "/reel/*"): self._reel,
                ("GET", "/@*"): self._profile,
            },
        ).answer

    # -- consent -----------------------------------------------------------------------------------------------------
    def _dialog(self, request: Request) -> Response:
        found = _DIALOG.fullmatch(request.path)
        if found is None:
            return text_response(404, "Not Found")
        if not found[1]:
            self._world.violations.note("I12", "no version: it drifts", request)
        return self._ask(request) if request.method == "GET" else self._decide(request)

    def _asked(self, request: Request) -> Asked:
        """Raises Unaskable."""
        asked = asked_for(request, takes_local=self._world.board.now.takes_local_redirects)
        if self._world.board.now.wrong_client:
            raise Unaskable("Invalid platform app")
        return asked

    def _ask(self, request: Request) -> Response:
        try:
            asked = self._asked(request)
        except Unaskable as problem:
            return pages.page_response(consent.refusal_page(str(problem)), status=400)
        if not asked.state:
            self._world.violations.note("I10", "no state: anybody could plant an account", request)
        return pages.page_response(consent.page(self._world.accounts, asked, request))

    def _decide(self, request: Request) -> Response:
        form = request.form()
        try:
            asked = self._asked(request)
            if form.get("answer") != ["allow"]:
                return self._oauth.deny(asked)
            return self._oauth.allow(asked, consent.leave_of(asked, form, self._world.accounts))
        except Unaskable as problem:
            return pages.page_response(consent.refusal_page(str(problem)), status=400)
        except (LookupError, ValueError) as problem:
            return pages.page_response(consent.page(self._world.accounts, asked, request, problem=str(problem)), status=400)

    # -- what was posted ---------------------------------------------------------------------------------------------
    def _reel(self, request: Request) -> Response:
        media = self._world.reels.of_shortcode(request.path.removeprefix("/reel/").rstrip("/"))
        if media is None or not media.stands(self._world.now()):
            return pages.page_response(profiles.missing(), status=404)
        return pages.page_response(profiles.reel(media, self._world, request.base))

    def _profile(self, request: Request) -> Response:
        try:
            account = self._world.accounts.named(request.path.removeprefix("/@").rstrip("/"))
        except LookupError:
            return pages.page_response(profiles.missing(), status=404)
        return pages.page_response(profiles.profile(account, self._world, request.base))

    def _picture(self, request: Request) -> Response:
        username = request.path.removeprefix("/pictures/").removesuffix(".svg")
        try:
            account = self._world.accounts.named(username)
        except LookupError:
            return text_response(404, "Not Found")
        return drawn(account.name, seed=account.ig_id)
