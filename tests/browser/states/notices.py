"""The notices page: empty, with one of each kind, new and read, and past its end."""

from datetime import timedelta

from platforms import clock
from publisher.models import Notice, NoticeKind
from tests.browser.states.case import Case, Scene

_STAGES = {
    NoticeKind.PUBLISHED: "published",
    NoticeKind.PERMANENTLY_FAILED: "refused",
    NoticeKind.ASKED: "unconfirmed, a person is asked",
    NoticeKind.CRASHED: "on hold: crashed",
    NoticeKind.HELD_LONG: "on hold: by_hand",
}


def _of_each_kind(scene: Scene) -> str:
    now, connection = clock.now(), scene.connection("Second Kitchen", problem="reconnect", problem_message="It was taken back.")
    for number, (kind, stage) in enumerate(_STAGES.items()):
        for read_at in (None, now):
            own = scene.connection(f"{kind.label}, {'read' if read_at else 'new'}")
            row = scene.standing(stage, video=scene.video(f"Harbour, part {number}"), connection=own)
            happened = now - timedelta(hours=number)
            Notice.objects.create(user=scene.alice, kind=kind, publication=row, happened_at=happened, read_at=read_at)
    Notice.objects.create(user=scene.alice, kind=NoticeKind.RECONNECT, connection=connection, happened_at=now)
    return "/notices/"


CASES = [
    Case(address="notices", state="empty", at=lambda scene: "/notices/"),
    Case(address="notices", state="with one of each kind", at=_of_each_kind),
    Case(address="notices", state="past its end", at=lambda scene: "/notices/?before=1-1"),
]
