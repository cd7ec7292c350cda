"""What people see of the stand-in: pages of videos and channels, the page to upload by hand, the panel, and the JSON control plane."""

from collections.abc import Callable, Mapping
from typing import Any

from platforms.sandbox.control import Control
from platforms.sandbox.pictures import drawn
from platforms.sandbox.plumbing import Request, Response, text_response
from platforms.sandbox.reception import Reception
from platforms.sandbox.rumble import by_hand, forms, overview, watching
from platforms.sandbox.rumble.answers import refusal
from platforms.sandbox.rumble.faults import Fault
from platforms.sandbox.rumble.world import World


class Visitors:
    """The pages of Rumble; `answer` gives None where none of them lives."""

    def __init__(
        self, world: World, *, state: Callable[[], Mapping[str, Any]], grant: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    ) -> None:
        self._world = world
        control = Control(
            world,
            state=state,
            act=lambda name, given: forms.act(world, name, given),
            grant=grant,
            read_fault=Fault.of,
            reset=world.reset,
        )
        upload_page = by_hand.UploadPage(world)
        self.answer = Reception(
            show=lambda request, problem: overview.page(world, request, problem=problem),
            press=lambda name, given: forms.act(world, name, given),
            control=control,
            own={
                ("GET", by_hand.PATH): upload_page.show,
                ("POST", by_hand.PATH): upload_page.take,
                ("GET", "/v*"): self._watch,
                ("GET", "/embed/*"): self._embedded,
                ("GET", "/c/*"): self._channel,
                ("GET", "/pictures/*"): self._picture,
            },
        ).answer

    def _watch(self, request: Request) -> Response:
        if self._world.board.now.challenged:
            return refusal("challenge")
        video = self._world.videos.at(request.path)
        return watching.video_page(video, self._world, request.base) if video else watching.missing()

    def _embedded(self, request: Request) -> Response:
        video = self._world.videos.embedded(request.path.removeprefix("/embed/").strip("/"))
        return watching.video_page(video, self._world, request.base) if video else watching.missing()

    def _channel(self, request: Request) -> Response:
        if self._world.board.now.challenged:
            return refusal("challenge")
        slug, asked = request.path.removeprefix("/c/").strip("/"), request.argument("page", "1")
        channel = next((channel for channel in self._world.accounts.channels() if channel.slug.lower() == slug.lower()), None)
        if channel is None or not (asked.isascii() and asked.isdigit() and len(asked) < 9):
            return watching.missing()
        return watching.channel_page(channel, self._world, request.base, number=int(asked))

    def _picture(self, request: Request) -> Response:
        video = self._world.videos.embedded(request.path.removeprefix("/pictures/").removesuffix(".svg"))
        return drawn(video.title, seed=video.video_id) if video else text_response(404, "Not Found")
