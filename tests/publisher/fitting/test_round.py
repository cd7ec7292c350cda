"""The round keeps the making of fitted files going: what was lost is woken, what a dead worker held waits again, leavings go."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django.fixtures import Settings

from publisher import tasks
from publisher.fitting import rounds
from publisher.identity import of_process
from publisher.wakeups import FITTING, MOST_WAITING
from tests.factories import FitFactory
from videos.models import Fit, FitState
from videos.models.fit import LEASE, WOKEN_LATELY

pytestmark = pytest.mark.django_db
NOBODY = 2**22 + 1
"""No process has such a number: pid_max is lower."""


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_one_whose_wake_up_was_lost_is_woken_once_in_a_while() -> None:
    fit, now = FitFactory(), timezone.now()
    for later in (0, 1, 2):
        rounds.keep_going(now + timedelta(seconds=later))
    assert [(message.key, message.func(), message.args()) for message in OrmQ.objects.all()] == [
        (FITTING, "publisher.tasks.make_fit", (fit.pk,))
    ]
    rounds.keep_going(now + WOKEN_LATELY + timedelta(seconds=1))
    assert OrmQ.objects.count() == 2


def test_no_more_are_woken_than_the_queue_has_room_for() -> None:
    FitFactory.create_batch(MOST_WAITING[FITTING] + 3)
    rounds.keep_going(timezone.now())
    assert OrmQ.objects.count() == MOST_WAITING[FITTING]


def test_what_a_dead_process_of_this_machine_held_waits_again_at_once() -> None:
    fit, now = FitFactory(), timezone.now()
    Fit.objects.claim(fit.pk, token="t", now=now, worker=f"{of_process(NOBODY)}1")
    rounds.keep_going(now)
    assert Fit.objects.get().state == FitState.WAITING
    assert OrmQ.objects.count() == 1


def test_what_another_machine_holds_is_left_until_its_lease_is_over() -> None:
    fit, now = FitFactory(), timezone.now()
    Fit.objects.claim(fit.pk, token="t", now=now, worker=f"another-boot:1/{NOBODY}/1")
    rounds.keep_going(now)
    assert Fit.objects.get().state == FitState.RUNNING
    rounds.keep_going(now + LEASE)
    assert Fit.objects.get().state == FitState.WAITING


def test_the_queues_task_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    fit = FitFactory()
    monkeypatch.setattr("shutil.which", lambda name: None)
    tasks.make_fit(fit.pk)
    fit.refresh_from_db()
    assert (fit.state, fit.failed_code, fit.tries) == (FitState.FAILED, "no_ffmpeg", 1)
    assert fit.worker
