"""The attention page: empty, with every cause, with a hundred rows; and the page before many are retried."""

from playwright.sync_api import Page

from platforms import clock
from retries.models import SweepSwitch
from tests.browser.states.case import Case, Scene
from tests.publisher.stages import STAGES


def _mixed(scene: Scene) -> str:
    connection, second = scene.connection(), scene.connection("Second Kitchen", problem="reconnect", problem_message="It was taken back.")
    for stage in STAGES:
        scene.standing(stage, video=scene.with_poster(f"Low tide: {stage}"), connection=connection)
    for number in range(3):
        scene.standing("on hold: reconnect", video=scene.video(f"Bread, part {number}"), connection=second)
        scene.standing("failed", video=scene.video(f"Soup, part {number}"), connection=second)
    return "/attention/"


def _a_hundred(scene: Scene) -> str:
    connection = scene.connection()
    for number in range(100):
        stage = ("failed", "refused", "exhausted", "unconfirmed, a person is asked")[number % 4]
        scene.standing(stage, video=scene.video(f"Harbour, part {number}"), connection=connection, error_code=f"code_{number % 8}")
    return "/attention/"


def _one_cause(scene: Scene) -> str:
    _a_hundred(scene)
    return "/attention/?cause=failed....code_0.youtube."


def _paused(scene: Scene) -> str:
    SweepSwitch.objects.stop(by=scene.sam, why="Retake moves to another machine.", now=clock.now())
    connection = scene.connection()
    scene.standing("failed", video=scene.video(), connection=connection)
    scene.standing("refused", video=scene.video("Harbour, part 2"), connection=connection)
    return "/attention/"


def _tick_all(page: Page) -> None:
    page.get_by_label("All that can be retried").check()
    page.get_by_role("button", name="Retry what is ticked").click()
    page.get_by_role("heading", name="Will be left as").wait_for()


CASES = [
    Case(address="attention", state="empty", at=lambda scene: "/attention/"),
    Case(address="attention", state="mixed", at=_mixed),
    Case(address="attention", state="with a hundred rows", at=_a_hundred),
    Case(address="attention", state="while automatic retries are paused", at=_paused),
    Case(address="attention", state="of one cause", at=_one_cause),
    Case(address="attention", state="past its end", at=lambda scene: "/attention/?before=1"),
    Case(address="retry_many", state="before many are retried", at=_mixed, then=_tick_all),
]
