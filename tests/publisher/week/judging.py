"""How a week is judged: each publication against the oracle, the posts, the sweeps and the notices."""

from collections import Counter

from publisher.models import AttemptKind, Notice, NoticeKind, Publication
from publisher.states import State
from retries.models import SweepRun
from tests.crash.world import START
from tests.publisher.week.life import Life, moment
from tests.publisher.week.oracle import Expected, Reckoning, holds_of_the_app, is_missed
from tests.publisher.week.stories import HOUR, LENGTH, MINUTE, STOPPED


def minutes(row: Publication, kind: str) -> list[int]:
    """When its attempts of that kind began."""
    began = row.attempts.filter(kind=kind).order_by("number").values_list("started_at", flat=True)
    return [int((at - START).total_seconds() // MINUTE) for at in began]


def became(row: Publication) -> Expected:
    reason = row.failure_reason or row.hold_reason
    return Expected(sends=minutes(row, AttemptKind.PUBLISH), state=row.state, reason=reason, retry_count=row.retry_count)


def judge_each(life: Life, rows: dict[int, Publication]) -> None:
    """Sent at the minutes that the oracle says, and at no other; ended as it says."""
    holds = holds_of_the_app(list(life.stories.values()))
    wrong = []
    for pk, story in life.stories.items():
        expected, found = Reckoning(story, holds).reckon(), became(rows[pk])
        if expected != found:
            wrong.append(f"{story.number} at {story.at}: {[getattr(step, 'name', step) for step in story.steps]}\n  {expected}\n  {found}")
    assert wrong == [], f"{len(wrong)}, as expected and as found:\n" + "\n".join(wrong)


def judge_posts(life: Life, rows: dict[int, Publication]) -> None:
    """The platform was asked for nothing outside of sends and looks, and has each post once."""
    alive = Counter(tag for video in life.world.stand_in.videos() if video.deleted_at is None for tag in video.metadata["snippet"]["tags"])
    for pk, row in rows.items():
        assert life.asked[pk] <= {*minutes(row, AttemptKind.PUBLISH), *minutes(row, AttemptKind.LOOK)}, (pk, row.state)
        by_word = (row.remote_id or "").startswith("told-")
        is_copy = row.state == State.PERMANENTLY_FAILED and row.remote_id is not None
        assert alive[row.marker] == (1 if is_copy or (row.state == State.PUBLISHED and not by_word) else 0), (pk, row.state)
    assert life.world.stand_in.violations() == []


def judge_sweeps() -> None:
    """One for each slot of the week, but for those while they were stopped; none with a fault of its own."""
    slots = [slot for slot in range(0, LENGTH, HOUR) if not STOPPED[0] <= slot < STOPPED[1]]
    assert list(SweepRun.objects.order_by("slot").values_list("slot", flat=True)) == [moment(slot) for slot in slots]
    made_up = SweepRun.objects.filter(trigger=SweepRun.Trigger.ROUND)
    assert set(made_up.values_list("slot", flat=True)) == {moment(slot) for slot in slots if is_missed(slot) and slot}
    for run in SweepRun.objects.all():
        assert (run.found, run.error, run.tries) == (run.retried + run.marked, "", 1)
        assert run.ended_at is not None


def judge_notices(rows: dict[int, Publication]) -> None:
    """Whoever owns what has ended was told."""
    told = {(notice.publication_id, notice.kind) for notice in Notice.objects.filter(publication__isnull=False)}
    ended = {State.PUBLISHED: NoticeKind.PUBLISHED, State.PERMANENTLY_FAILED: NoticeKind.PERMANENTLY_FAILED}
    owed = {(pk, ended[State(row.state)]) for pk, row in rows.items() if row.state in ended}
    assert owed <= told
