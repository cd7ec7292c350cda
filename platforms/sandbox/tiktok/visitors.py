"""What people see of the stand-in: the consent page, the page of what was posted with its panel, the posts, and the JSON control plane."""

from collections.abc import Callable, Mapping
from typing import Any

from platforms.sandbox import pages
from platforms.sandbox.control import Control
from platforms.sandbox.pictures import drawn
from platforms.sandbox.plumbing import Request, Response, text_response
from platforms.sandbox.reception import Reception
from platforms.sandbox.tiktok import consent, forms, overview
from platforms.sandbox.tiktok.faults import Fault
from platforms.sandbox.tiktok.oauth import Asked, OAuth, Unaskable, asked_for
from platforms.sandbox.tiktok.world import World

AUTHORIZE = "/v2/auth/authorize/"


class Visitors:
    """The pages of TikTok that people see; `answer` gives None where none of them lives."""

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
        self.answer = Reception(
            show=lambda request, problem: overview.page(world, request, problem=problem),
            press=lambda name, given: forms.act(world, name, given),
            control=control,
            own={
                ("GET", AUTHORIZE): self._ask,
                ("POST", AUTHORIZE): self._decide,
                ("GET", "/pictures/*"): self._picture,
                ("GET", "/@*"): self._profile,
            },
        ).answer

    def _ask(self, request: Request) -> Response:
        try:
            asked = asked_for(request)
        except Unaskable as problem:
            return pages.page_response(consent.refusal_page(str(problem)), status=400)
        if self._world.board.now.wrong_client:
            return pages.page_response(consent.refusal_page("client_key"), status=400)
        if not asked.state:
            self._world.violations.note("T10", "no state: anybody could plant an account", request)
        return pages.page_response(self._consent(asked, request))

    def _decide(self, request: Request) -> Response:
        form = request.form()
        try:
            asked = asked_for(request)
            if form.get("answer") != ["allow"]:
                return self._oauth.deny(asked)
            chosen = self._world.creators.get(form.get("account", [""])[0])
            return self._oauth.allow(asked, open_id=chosen.open_id, scopes=consent.ticked(asked, form))
        except Unaskable as problem:
            return pages.page_response(consent.refusal_page(str(problem)), status=400)
        except (LookupError, ValueError) as problem:
            return pages.page_response(self._consent(asked, request, problem=str(problem)), status=400)

    def _consent(self, asked: Asked, request: Request, *, problem: str = "") -> str:
        return consent.page(self._world.creators.all(), asked, request, problem=problem)

    def _profile(self, request: Request) -> Response:
        """A post's page, or the page of whoever posted it."""
        username, _, post = request.path.removeprefix("/@").partition("/video/")
        try:
            creator = self._world.creators.named(username)
        except LookupError:
            return pages.page_response(overview.missing(), status=404)
        if not post:
            return pages.page_response(overview.profile(creator, self._world, request.base))
        task = self._world.tasks.post(post)
        if task is None or task.open_id != creator.open_id:
            return pages.page_response(overview.missing(), status=404)
        return pages.page_response(overview.post(task, creator))

    def _picture(self, request: Request) -> Response:
        username = request.path.removeprefix("/pictures/").removesuffix(".svg")
        try:
            creator = self._world.creators.named(username)
        except LookupError:
            return text_response(404, "Not Found")
        return drawn(creator.nickname, seed=creator.open_id)
