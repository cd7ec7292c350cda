"""What people see of the stand-in: the consent page, the page of what was posted with its panel, pictures, and the JSON control plane."""

from platforms.sandbox import pages
from platforms.sandbox.plumbing import Request, Response, text_response
from platforms.sandbox.reception import Reception
from platforms.sandbox.youtube import channels, consent, control, overview, panel, watch
from platforms.sandbox.youtube.oauth import Asked, OAuth, Unaskable, asked_for
from platforms.sandbox.youtube.world import World


class Visitors:
    """The pages of Google and of YouTube that people see; `answer` gives None where none of them lives."""

    def __init__(self, world: World, oauth: OAuth) -> None:
        self._world = world
        self._oauth = oauth
        self.answer = Reception(
            show=lambda request, problem: overview.page(world, request, problem=problem),
            press=lambda name, given: panel.act(world, name, given),
            control=control.control_of(world),
            own={
                ("GET", "/o/oauth2/v2/auth"): self._ask,
                ("POST", "/o/oauth2/v2/auth"): self._decide,
                ("GET", "/watch"): self._watch,
                ("GET", "/pictures/*"): self._picture,
                ("GET", "/thumbnails/*"): self._thumbnail,
            },
        ).answer

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
        return pages.page_response(watch.page(video, channel, playlists, self._world.captions.of_video(video.id), now=self._world.now()))

    def _picture(self, request: Request) -> Response:
        channel = self._world.channels.find(request.path.removeprefix("/pictures/").removesuffix(".svg"))
        return channels.picture(channel) if channel else text_response(404, "Not Found")

    def _thumbnail(self, request: Request) -> Response:
        video = self._world.videos.standing(request.path.removeprefix("/thumbnails/").removesuffix(".svg"))
        return watch.drawing(video) if video else text_response(404, "Not Found")
