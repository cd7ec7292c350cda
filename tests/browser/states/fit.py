"""The page of a fitted file while it is made and once it is there, and the way to it on the publish form."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page

from platforms import clock
from tests.browser.states.case import Case, Scene
from tests.factories import RECIPE, AssetFactory, FitFactory
from videos.models import AssetKind, Fit, FitState, Video


def _film(scene: Scene) -> Video:
    return scene.video("Low tide at the old harbour", duration=1040.0, size=412_000_000, width=1080, height=1920)


def _fit(scene: Scene, **changes: Any) -> Fit:
    film = _film(scene)
    return FitFactory(video=film, source=film.asset, **changes)


def _made(scene: Scene, **changes: Any) -> Fit:
    film = _film(scene)
    made = AssetFactory(video=film, kind=AssetKind.FITTED, duration=599.8, size=231_000_000, width=1080, height=1920)
    return FitFactory(video=film, source=film.asset, asset=made, state=FitState.DONE, **changes)


def _page(make: Callable[..., Fit], **changes: Any) -> Callable[[Scene], str]:
    return lambda scene: f"/fits/{make(scene, **changes).pk}/"


def _running(scene: Scene) -> str:
    now = clock.now()
    held = {"lease_token": "t", "leased_until": now + timedelta(minutes=1), "started_at": now - timedelta(minutes=2)}
    return f"/fits/{_fit(scene, state=FitState.RUNNING, percent=42, **held).pk}/"


def _shaped(scene: Scene) -> str:
    recipe = replace(RECIPE, shape="bars", says="It will be set between black bars, 1080 × 1920 pixels, and written anew as MP4 (H.264).")
    return f"/fits/{_made(scene, recipe=recipe.plain()).pk}/"


def _refused(scene: Scene) -> str:
    film = _film(scene)
    made = AssetFactory(video=film, kind=AssetKind.FITTED, duration=700.0)
    return f"/fits/{FitFactory(video=film, source=film.asset, asset=made, state=FitState.DONE).pk}/"


def _form(scene: Scene) -> str:
    scene.connection()
    return f"/videos/{_film(scene).pk}/publish/"


def _form_with(scene: Scene, **changes: Any) -> str:
    fit = _made(scene, purpose="youtube-video", **changes)
    scene.connection()
    return f"/videos/{fit.video_id}/publish/"


def _ask_for_a_short(page: Page) -> None:
    page.get_by_label("It is to be a Short").check()
    page.get_by_role("button", name="Publish to").click()
    page.get_by_text("You asked for a Short").first.wait_for()


CASES = [
    Case(address="fit", state="waiting", at=_page(_fit)),
    Case(address="fit", state="being made", at=_running),
    Case(address="fit", state="ready to look at", at=_page(_made)),
    Case(address="fit", state="in another shape", at=_shaped),
    Case(address="fit", state="refused all the same", at=_refused),
    Case(address="fit", state="failed", at=_page(_fit, state=FitState.FAILED, failed_code="no_room", failed_reason="There is no room.")),
    Case(address="fit", state="stopped", at=_page(_fit, state=FitState.CANCELLED)),
    Case(address="publish", state="with a file that can be made to fit", at=_form, then=_ask_for_a_short),
    Case(address="publish", state="with a fitted file to look at", at=_form_with),
    Case(address="publish", state="with a fitted file in use", at=lambda scene: _form_with(scene, chosen_at=clock.now())),
    Case(address="video", state="with fitted files", at=lambda scene: f"/videos/{_made(scene).video_id}/"),
]
