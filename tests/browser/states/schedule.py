"""The schedule: month, week and list, each empty, with a few and with many; and the form of one time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from platforms import clock
from publisher.models import Profile, Publication
from publisher.wall_clock import resolve
from tests.browser.states.case import Case, Scene

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
_TITLES = ("Low tide at the old harbour", "Glazing a bowl", "A_title_without_a_single_space_that_is_longer_than_any_day_is_wide")


def _in_berlin(scene: Scene) -> None:
    Profile.objects.update_or_create(user=scene.alice, defaults={"time_zone": "Europe/Berlin"})


def planned(scene: Scene, at: datetime, *, title: str = _TITLES[0], stage: str = "scheduled", **changes: object) -> Publication:
    """One of Alice's that goes out then, or went out then."""
    given = {"scheduled_at": at, **({"due_at": at} if stage == "scheduled" else {}), **changes}
    return scene.standing(stage, video=scene.with_poster(title), connection=scene.connection("Atelier Nord"), **given)


def _few(scene: Scene) -> None:
    _in_berlin(scene)
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    for number, title in enumerate(_TITLES):
        planned(scene, now + (26 + 5 * number) * HOUR, title=title)
    planned(scene, now + 26 * HOUR, title=_TITLES[1])
    planned(scene, now - 26 * HOUR, stage="on hold: overdue")
    planned(scene, now - 3 * HOUR, stage="failed")
    planned(scene, now - 30 * HOUR, stage="published")
    public_at = {"privacy": "private", "publish_at": f"{now + 50 * HOUR:%Y-%m-%dT%H:%M:%SZ}"}
    planned(scene, now - 2 * HOUR, stage="published", remote_id="to-come", options=public_at)


def _many(scene: Scene) -> None:
    _in_berlin(scene)
    start = clock.now().replace(minute=0, second=0, microsecond=0) + HOUR
    video, connection = scene.video(), scene.connection()
    made = [scene.standing("scheduled", video=video, connection=connection, scheduled_at=start, due_at=start)]
    like = {each.attname: getattr(made[0], each.attname) for each in Publication._meta.concrete_fields if each.name not in ("id", "marker")}
    times = [start + number * 3 * HOUR for number in range(120)]
    rows = [{**like, "scheduled_at": at, "due_at": at, "edition": 2 + number} for number, at in enumerate(times)]
    Publication.objects.bulk_create([Publication(**row) for row in rows])


def _when_clocks_change(scene: Scene) -> str:
    _in_berlin(scene)
    for hour in ("01:30", "02:30", "03:30"):
        planned(scene, resolve(datetime.fromisoformat(f"2027-10-31T{hour}"), BERLIN), title=f"At {hour}")
    planned(scene, resolve(datetime.fromisoformat("2027-10-31T02:30"), BERLIN, second=True), title="At 02:30 again")
    return "/schedule/?view=week&on=2027-10-31"


def _at(view: str, make: Callable[[Scene], None], on: str = "") -> Callable[[Scene], str]:
    def at(scene: Scene) -> str:
        make(scene)
        return f"/schedule/?view={view}{on}"

    return at


def _time_of(stage: str) -> Callable[[Scene], str]:
    def at(scene: Scene) -> str:
        moment = datetime.combine(date(2027, 10, 31), datetime.min.time(), UTC) + HOUR / 2
        _in_berlin(scene)
        row = planned(scene, moment if stage == "scheduled" else clock.now() - 30 * HOUR, stage=stage)
        return f"/publications/{row.pk}/time/"

    return at


def _nothing(scene: Scene) -> None:
    _in_berlin(scene)


CASES = [
    *(Case(address="schedule", state=f"a {view}, empty", at=_at(view, _nothing)) for view in ("month", "week", "list")),
    *(Case(address="schedule", state=f"a {view} with a few", at=_at(view, _few)) for view in ("month", "week", "list")),
    *(Case(address="schedule", state=f"a {view} with many", at=_at(view, _many)) for view in ("month", "week", "list")),
    Case(address="schedule", state="the week in which the clocks go back", at=_when_clocks_change),
    Case(address="schedule", state="the week in which the clocks go forward", at=_at("week", _nothing, "&on=2027-03-28")),
    *(Case(address="reschedule", state=stage, at=_time_of(stage)) for stage in ("scheduled", "on hold: overdue", "published")),
]
