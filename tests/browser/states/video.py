"""A video's page: its file in each state, and its publications at every place at which they can stand."""

from collections.abc import Callable

from playwright.sync_api import Page

from publisher.interventions import By, carry_out
from publisher.models import Deed, Door, Publication
from tests.browser.states.case import Case, Scene
from tests.publisher.stages import STAGES


def _page(**file: str) -> Callable[[Scene], str]:
    return lambda scene: f"/videos/{scene.video(**file).pk}/"


def _at(stage: str) -> Callable[[Scene], str]:
    def at(scene: Scene) -> str:
        video = scene.with_poster("Low tide at the old harbour")
        scene.standing(stage, video=video, connection=scene.connection())
        return f"/videos/{video.pk}/"

    return at


def _with_deeds(scene: Scene) -> str:
    row = scene.standing("failed", video=scene.video(), connection=scene.connection())
    carry_out(Deed.HOLD, row, by=By(user=scene.sam, door=Door.ADMIN, reason="We look into it."))
    held = Publication.objects.with_all().get(pk=row.pk)
    carry_out(Deed.RESUME, held, by=By(user=scene.alice, door=Door.PAGE))
    return f"/videos/{row.video_id}/"


def _everywhere(scene: Scene) -> str:
    video = scene.video()
    for stage in STAGES:
        scene.standing(stage, video=video, connection=scene.connection(stage))
    return f"/videos/{video.pk}/"


def _same_file(scene: Scene) -> str:
    first, connection = scene.video("Low tide, the first cut", sha256="a" * 64), scene.connection()
    scene.standing("published", video=first, connection=connection, remote_url="https://www.youtube.com/watch?v=first")
    return f"/videos/{scene.video(sha256='a' * 64).pk}/"


def _open_all(page: Page) -> None:
    for details in page.locator("details").all():
        details.evaluate("(each) => { each.open = true; }")


_ALONE = ("uploading", "failed", "unconfirmed, a person is asked", "on hold: reconnect", "published with a warning")

CASES = [
    Case(address="video", state="not published yet", at=_page()),
    Case(address="video", state="with a file that was uploaded before", at=_same_file),
    Case(address="video", state="coming in", at=_page(state="receiving")),
    Case(address="video", state="being looked into", at=_page(state="probing")),
    Case(address="video", state="refused", at=_page(state="refused", refused_code="not_video", refused_reason="This is no video.")),
    *(Case(address="video", state=stage, at=_at(stage)) for stage in _ALONE),
    Case(address="video", state="with deeds of people, all details open", at=_with_deeds, then=_open_all),
    Case(address="video", state="with every state, all details open", at=_everywhere, then=_open_all),
]
