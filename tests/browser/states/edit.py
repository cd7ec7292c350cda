"""Edit and retry: with a refused title, with a copy to delete, sent with mistakes, while nothing can be sent, and too late."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.states.case import Case, Scene

_WORDS = {"title": "Low tide <again>", "description": "By the harbour.", "tags": ["sea"], "options": {"privacy": "unlisted"}}


def _at(stage: str, *, problem: str = "", **changes: object) -> Callable[[Scene], str]:
    def at(scene: Scene) -> str:
        connection = scene.connection(problem=problem)
        row = scene.standing(stage, video=scene.video(), connection=connection, **{**_WORDS, **changes})
        return f"/publications/{row.pk}/edit/"

    return at


def _press(page: Page) -> None:
    page.get_by_role("button", name="Retry on").click()
    page.get_by_role("alert").first.wait_for()


CASES = [
    Case(address="edit", state="refused for its title", at=_at("refused", error_code="title_refused")),
    Case(address="edit", state="with a copy to delete, sent", at=_at("rejected, a copy is there"), then=_press),
    Case(address="edit", state="while the account has to be reconnected", at=_at("refused", problem="reconnect")),
    Case(address="edit", state="too late", at=_at("uploading")),
]
