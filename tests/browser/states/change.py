"""Change of a post that is there: the form, sent with mistakes, where it cannot be, and what its panel says of it."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from platforms import clock
from publisher.models import Publication
from publisher.services import revise
from tests.browser.states.case import Case, Scene

_OPTIONS = {"privacy": "unlisted", "category": "22", "made_for_kids": False, "licence": "youtube"}
_WORDS = {"title": "Low tide at the old harbour", "description": "By the harbour.", "tags": ["sea"], "options": _OPTIONS}


def _row(scene: Scene, **changes: object) -> Publication:
    return scene.standing("published", video=scene.video(), connection=scene.connection(**changes), **_WORDS)


def _at(**changes: object) -> Callable[[Scene], str]:
    return lambda scene: f"/publications/{_row(scene, **changes).pk}/change/"


def _panel(**became: Any) -> Callable[[Scene], str]:
    def at(scene: Scene) -> str:
        row = _row(scene)
        revise(row, options={"privacy": "public"}, by=scene.alice)
        row.revisions.update(**{name: clock.now() if value is clock.now else value for name, value in became.items()})
        return f"/videos/{row.video_id}/"

    return at


def _press(page: Page) -> None:
    page.locator("[name=title]").fill("Low tide <again>")
    page.get_by_role("button", name="Change it on").click()
    page.get_by_role("alert").first.wait_for()


_WHY = {"error_code": "quota_used_up", "error_message": "The daily quota is used up.", "error_fix": "Nothing to do."}
_REFUSED = {"error_kind": "refused", "error_code": "deleted_there", "error_message": "The video is not on YouTube any more."}

CASES = [
    Case(address="change", state="as it is", at=_at()),
    Case(address="change", state="sent with a mistake", at=_at(), then=_press),
    Case(address="change", state="where the platform has no call for it", at=_at(provider="tiktok")),
    Case(address="video", state="a change is on its way", at=_panel()),
    Case(address="video", state="a change waits", at=_panel(**_WHY)),
    Case(address="video", state="a change was made", at=_panel(done_at=clock.now, due_at=None)),
    Case(address="video", state="a change was refused", at=_panel(given_up_at=clock.now, due_at=None, **_REFUSED)),
]
