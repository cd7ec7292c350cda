"""What people see of the stand-in: the consent page, the page of what was posted with its panel, pictures, and the JSON control plane."""

from platforms.sandbox import pages
from platforms.sandbox.plumbing import Request, Response, Routes, View, comes_from_here, redirect, text_response
from platforms.sandbox.youtube import channels, consent, control, overview, panel, watch
from platforms.sandbox.youtube.oauth import Asked, OAuth, Unaskable, asked_for
from platforms.sandbox.youtube.world import World


class Visitors:
    """Answers to everything that is no call of the API; no armed fault strikes here."""

    def __init__(self, world: World, oauth: OAuth) -> None:
        self._world = world
        self._oauth = oauth
        self._control = control.control_of(world)
        self._routes: Routes[View] = Routes(
            {
                ("GET", "/"): self._overview,
                ("GET", "/o/oauth2/v2/auth"): self._ask,
                ("POST", "/o/oauth2/v2/auth"): self._decide,
                ("GET", "/watch"): self._watch,
                ("GET", "/pictures/*"): self._picture,
                ("GET", "/thumbnails/*"): self._thumbnail,
                ("POST", "/panel/*"): self._act,
                ("GET", "/__admin/*"): self._control.show,
                ("POST", "/__admin/*"): self._control.act,
            }
        )

    def answer(self, request: Request) -> Response | None:
        """None when nothing of all this lives at the path."""
        view = self._routes.find(request.method, request.path)
        if view is None:
            return text_response(405, "Method Not Allowed") if self._routes.knows(request.path) else None
        if request.method == "POST" and not comes_from_here(request):
            return text_response(403, "Only the sandbox's own pages may do this.")
        return view(request)

    def _overview(self, request: Request) -> Response:
        return pages.page_response(overview.page(self._world, request))

    def _act(self, request: Request) -> Response:
        """Do what a form of the panel asks for, and show the page again."""
        try:
            panel.act(self._world, request.path.removeprefix("/panel/"), {name: values[-1] for name, values in request.form().items()})
        except (LookupError, ValueError) as error:
            return pages.page_response(overview.page(self._world, request, problem=str(error)), status=400)
        return redirect(f"{request.base}/")

    def _ask(self, request: Request) -> Response:
        try:
            asked = asked_for(request)
        except Unaskable as problem:
            return pages.page_response(consent.refusal_page(str(problem)), status=400)
        if self._world.board.now.wrong_client:
            return pages.page_response(consent.refusal_page("Error 401: invalid_client. The OAuth client was not found."), status=401)
        if not asked.state:
            self._world.violations.note("R15", "no state: anybody could plant an account", request)
        return pages.page_response(self._consent(asked, request))

    def _decide(self, request: Request) -> Response:
        form = request.form()
        try:
            asked = asked_for(request)
            if form.get("answer") != ["allow"]:
                return self._oauth.deny(asked)
            if self._world.board.now.consent_error:
                return self._oauth.deny(asked, error=self._world.board.now.consent_error)
            return self._oauth.allow(asked, channel_id=self._chosen(form), scopes=self._given(asked, form))
        except Unaskable as problem:
            return pages.page_response(consent.refusal_page(str(problem)), status=400)
        except (LookupError, ValueError) as problem:
            return pages.page_response(self._consent(asked, request, problem=str(problem)), status=400)

    def _consent(self, asked: Asked, request: Request, *, problem: str = "") -> str:
        testing = self._world.board.now.in_testing
        return consent.page(self._world.channels.all(), asked, request, problem=problem, in_testing=testing)

    def _given(self, asked: Asked, form: dict[str, list[str]]) -> tuple[str, ...]:
        return consent.WITHHELD if self._world.board.now.scope_withheld else consent.ticked(asked, form)

    def _chosen(self, form: dict[str, list[str]]) -> str:
        chosen = form.get("channel", [""])[0]
        if chosen == consent.NEW:
            return self._world.channels.make(form.get("title", [""])[0]).id
        return self._world.channels.get(chosen).id

    def _watch(self, request: Request) -> Response:
        video = self._world.videos.standing(request.argument("v"))
        if video is None:
            return pages.page_response(watch.missing_page(), status=404)
        channel, playlists = self._world.channels.get(video.channel_id), self._world.playlists.holding(video.id)
        return pages.page_response(watch.page(video, channel, playlists, now=self._world.now()))

    def _picture(self, request: Request) -> Response:
        channel = self._world.channels.find(request.path.removeprefix("/pictures/").removesuffix(".svg"))
        return channels.picture(channel) if channel else text_response(404, "Not Found")

    def _thumbnail(self, request: Request) -> Response:
        video = self._world.videos.standing(request.path.removeprefix("/thumbnails/").removesuffix(".svg"))
        return watch.drawing(video) if video else text_response(404, "Not Found")
