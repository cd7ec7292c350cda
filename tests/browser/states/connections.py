"""The connections page, and what leads to and from it."""

from datetime import timedelta

from playwright.sync_api import Page

from platforms import clock
from platforms.findings import Finding, Findings
from tests.browser.states.case import Case, Scene


def _well(scene: Scene) -> str:
    scene.connection(last_verified_at=clock.now() - timedelta(hours=2))
    scene.connection("Second Kitchen")
    return "/connections/"


def _troubled(scene: Scene) -> str:
    needy = scene.connection(problem="reconnect", problem_message="YouTube says that this leave was taken back.", problem_since=clock.now())
    scene.standing("on hold: reconnect", video=scene.video(), connection=needy)
    scene.connection("Night Shift", extra_data={}, disconnected_at=clock.now())
    return "/connections/"


def _leave(scene: Scene) -> str:
    """Leave that ends days ahead, soon, and today; leave that is missing, and a trial's that ended."""
    now = clock.now()
    for days in (6, 2, 0):
        scene.connection(f"{days} days left", connected_at=now - timedelta(days=7 - days), leave_ends_at=now + timedelta(days=days))
    for code in ("scope_missing", "trial_ended"):
        scene.connection(f"Of {code}", problem="reconnect", problem_code=code, problem_message="The reason in words.", problem_since=now)
    return "/connections/"


def _tested(scene: Scene) -> str:
    for word, is_well in (("It works", True), ("It does not work", False), ("It could not be tested", None)):
        found = tuple(Finding(words=f"Looked at: {each}.", is_well=each) for each in (True, False, None))
        findings = Findings(at=clock.now(), word=word, is_well=is_well, found=found, fix="Test it again.")
        scene.connection(word, findings=findings.as_json(), details={"handle": "@handle"})
    return "/connections/"


def _reconnected(scene: Scene) -> str:
    mended = scene.connection(token_version=2)
    for number in range(7):
        scene.standing("on hold: reconnect", video=scene.video(f"Film {number}"), connection=mended, held_token_version=1)
    return "/connections/"


def _not_set_up(scene: Scene) -> str:
    scene.settings.GOOGLE_CLIENT_ID = ""
    return "/connections/"


def _steps_for_anyone(scene: Scene) -> str:
    scene.settings.SITE_URL = "http://retake.example"
    _not_set_up(scene)
    return "/connect/setup/youtube/"


def _disconnect(scene: Scene) -> str:
    connection = scene.connection()
    scene.connection("Second Kitchen")
    scene.standing("on hold: reconnect", video=scene.video(), connection=connection)
    return f"/connections/{connection.pk}/disconnect/"


def _sign_in_with_nothing(page: Page) -> None:
    page.get_by_role("button", name="Sign in and connect").click()
    page.get_by_role("alert").first.wait_for()


def _add_nothing(page: Page) -> None:
    page.get_by_role("button", name="Add the account").click()
    page.get_by_role("alert").first.wait_for()


CASES = [
    Case(address="connections", state="nothing connected", at=lambda scene: "/connections/"),
    Case(address="connections", state="well", at=_well),
    Case(address="connections", state="needs reconnecting, and disconnected", at=_troubled),
    Case(address="connections", state="leave that ends, ended, and is missing", at=_leave),
    Case(address="connections", state="tested", at=_tested),
    Case(address="connections", state="reconnected a moment ago", at=_reconnected),
    Case(address="connections", state="not set up", at=_not_set_up),
    Case(address="connections", state="what is asked", at=_well, then=lambda page: page.locator("summary").first.click()),
    Case(address="disconnect", state="asking", at=_disconnect),
    Case(address="defaults", state="as they are", at=lambda scene: f"/connections/{scene.connection().pk}/defaults/"),
    Case(address="setup", state="for anyone while nothing is set up", at=_steps_for_anyone),
    Case(address="setup", state="for staff", who="sam", at=lambda scene: "/connect/setup/youtube/"),
    Case(address="sign_in", state="as it is", at=lambda scene: "/connect/sign-in/peertube/"),
    Case(address="sign_in", state="refused", at=lambda scene: "/connect/sign-in/peertube/", then=_sign_in_with_nothing),
    Case(address="by_hand", state="as it is", at=lambda scene: "/connect/by-hand/rumble/"),
    Case(address="by_hand", state="refused", at=lambda scene: "/connect/by-hand/rumble/", then=_add_nothing),
    Case(address="social:complete", state="failed", at=lambda scene: "/connect/complete/youtube/?state=forged&code=none"),
]
