"""Where people come to a stand-in: its main page with its panel, the control plane of tests, and whatever pages of its own it has."""

from collections.abc import Callable, Mapping

from platforms.sandbox import pages
from platforms.sandbox.control import Control
from platforms.sandbox.panel import Fields
from platforms.sandbox.plumbing import Request, Response, Routes, View, comes_from_here, redirect, text_response


class Reception:
    """Answers to everything that is no call of the API; no armed fault strikes here.

    `show` makes the main page, with the problem that a button met ("": none); `press` does what a button says, and raises
    LookupError or ValueError; `own` are the stand-in's other pages.
    """

    def __init__(
        self,
        *,
        show: Callable[[Request, str], str],
        press: Callable[[str, Fields], None],
        control: Control,
        own: Mapping[tuple[str, str], View],
    ) -> None:
        self._show = show
        self._press = press
        shared: dict[tuple[str, str], View] = {
            ("GET", "/"): self._main_page,
            ("POST", "/panel/*"): self._button,
            ("GET", "/__admin/*"): control.show,
            ("POST", "/__admin/*"): control.act,
        }
        self._routes: Routes[View] = Routes({**shared, **own})

    def answer(self, request: Request) -> Response | None:
        """None when nothing of all this lives at the path."""
        view = self._routes.find(request.method, request.path)
        if view is None:
            return text_response(405, "Method Not Allowed") if self._routes.knows(request.path) else None
        if request.method == "POST" and not comes_from_here(request):
            return text_response(403, "Only the sandbox's own pages may do this.")
        return view(request)

    def _main_page(self, request: Request) -> Response:
        return pages.page_response(self._show(request, ""))

    def _button(self, request: Request) -> Response:
        """Do what a form of the panel asks for, and show the page again."""
        try:
            self._press(request.path.removeprefix("/panel/"), {name: values[-1] for name, values in request.form().items()})
        except (LookupError, ValueError) as error:
            return pages.page_response(self._show(request, str(error)), status=400)
        return redirect(f"{request.base}/")
