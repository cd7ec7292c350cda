"""Deleting: what is asked before, how far an order has come with each kind of result, and what was deleted."""

from platforms import clock
from publisher import services
from publisher.models import Extent, Removal, RemovalStep, StepState
from tests.browser.states.case import Case, Scene
from videos.models import Video

TOLD = {
    StepState.WAITING: {"error_message": "YouTube broke off with an error of its own.", "tries": 1, "due_at": None},
    StepState.RECONNECT: {"due_at": None},
    StepState.ASKED: {
        "due_at": None,
        "error_message": "TikTok has no way for Retake to delete a post.",
        "error_fix": "Delete it in the app.",
    },
    StepState.DONE: {"due_at": None},
    StepState.KEPT: {"due_at": None},
}


def _video(scene: Scene) -> Video:
    video = scene.with_poster("Low tide at the old harbour")
    for number, state in enumerate(StepState):
        scene.standing("published", video=video, connection=scene.connection(f"Atelier {state.label}"), remote_id=f"post-{number}")
    return video


def _asked(scene: Scene) -> str:
    video = _video(scene)
    scene.standing("failed", video=video, connection=scene.connection("Side channel"))
    return f"/videos/{video.pk}/delete/"


def _ordered(scene: Scene) -> Removal:
    video = _video(scene)
    removal = services.remove_video(video, extent=Extent.LIBRARY, by="alice", posts=list(video.publications.select_related("connection")))
    for step, (state, told) in zip(removal.steps.all(), TOLD.items(), strict=True):
        ended = clock.now() if state in (StepState.DONE, StepState.KEPT) else None
        RemovalStep.objects.filter(pk=step.pk).update(state=state, ended_at=ended, **told)
    return removal


def _deleted(scene: Scene) -> str:
    removal = _ordered(scene)
    Removal.objects.filter(pk=removal.pk).update(finished_at=clock.now(), due_at=None, freed_bytes=412_000_000)
    return "/deleted/"


def _stored(scene: Scene) -> str:
    scene.video("Low tide at the old harbour", size=412_000_000)
    scene.video("A long way round", size=88_000_000)
    return "/storage/"


def _post(scene: Scene) -> str:
    row = scene.standing("published", video=scene.video(), connection=scene.connection())
    return f"/publications/{row.pk}/delete/"


def _nothing(scene: Scene) -> str:
    row = scene.standing("failed", video=scene.video(), connection=scene.connection())
    return f"/publications/{row.pk}/delete/"


CASES = [
    Case(address="delete_video", state="asked", at=_asked),
    Case(address="delete_video", state="under way, with every result", at=lambda scene: f"/videos/{_ordered(scene).video_id}/delete/"),
    Case(address="delete_post", state="asked", at=_post),
    Case(address="delete_post", state="nothing is there", at=_nothing),
    Case(address="deleted", state="nothing", at=lambda scene: "/deleted/"),
    Case(address="deleted", state="with every result", at=_deleted),
    Case(address="storage", state="nothing", at=lambda scene: "/storage/"),
    Case(address="storage", state="two videos", at=_stored),
]
