"""The library: empty, with a row for each place at which a publication can stand, and past its end."""

from tests.browser.states.case import Case, Scene
from tests.publisher.stages import STAGES


def _full(scene: Scene) -> str:
    connection = scene.connection()
    for stage in STAGES:
        scene.standing(stage, video=scene.video(f"Somewhere: {stage}"), connection=connection)
    return "/library/"


def _files(scene: Scene) -> str:
    scene.with_poster("With a picture")
    scene.video("Coming in", state="receiving")
    scene.video("Being looked into", state="probing")
    scene.video("No video at all", state="refused", refused_code="not_video", refused_reason="This is no video that Retake knows.")
    scene.video("A_title_without_a_single_space_that_is_longer_than_any_telephone_is_wide_and_goes_on_and_on")
    return "/library/"


CASES = [
    Case(address="library", state="empty", at=lambda scene: "/library/"),
    Case(address="library", state="with every state of a publication", at=_full),
    Case(address="library", state="with every state of a file", at=_files),
    Case(address="library", state="past its end", at=lambda scene: "/library/?before=1"),
]
