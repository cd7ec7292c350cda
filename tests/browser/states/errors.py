"""The pages for what went wrong, with and without a log-in."""

from playwright.sync_api import Page

from tests.browser.states.case import Case


def _without_proof(page: Page) -> None:
    page.evaluate("document.querySelector('form[method=post] [name=csrfmiddlewaretoken]').value = ''")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Please do that once more").wait_for()


CASES = [
    *(
        Case(address=f"error {status}", state=f"for {who}", who=who, at=lambda scene, path=path: path)
        for status, path in ((400, "/unreadable/"), (403, "/forbidden/"), (404, "/nowhere/"), (500, "/broken/"))
        for who in ("nobody", "alice")
    ),
    Case(address="error CSRF", state="for nobody", who="nobody", at=lambda scene: "/login/", then=_without_proof),
]
