"""Several requests at the same moment: done once, and each is told the truth."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from platforms.models import Connection
from publisher.models import Intervention, KeptAnswer, Publication
from retries.models import SweepRun
from tests.factories import AssetFactory
from tests.publisher.api.conftest import Answer, Program, Standing
from tests.threads import in_threads, on_a_database_for_threads

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 5


@pytest.fixture
def wish(alice: User, atelier: Connection) -> dict[str, Any]:
    video = AssetFactory(video__owner=alice).video
    return {"video": video.pk, "connection": atelier.pk, "options": {"made_for_kids": False}}


def at_once(ask: Any) -> list[Answer]:
    return [answer for answer in in_threads(MANY, ask) if isinstance(answer, Answer)]


def count(rows: Any) -> object:
    """Count rows where the threads put them."""
    return in_threads(1, rows.count)[0]


def test_one_key_makes_one_publication_and_all_hear_of_that_one(hers: Program, wish: dict[str, Any], tmp_path: Path) -> None:
    with on_a_database_for_threads(tmp_path):
        answers = at_once(lambda: hers.post("/publications", wish, key="one-wish"))
        assert count(Publication.objects) == 1
    made = [each for each in answers if each.status == 201]
    assert len({each.body["id"] for each in made}) == 1
    assert sum("Idempotent-Replayed" not in each.headers for each in made) == 1
    assert {each.code for each in answers if each.status != 201} <= {"still_running"}


def test_without_a_key_there_is_one_publication_all_the_same(hers: Program, wish: dict[str, Any], tmp_path: Path) -> None:
    with on_a_database_for_threads(tmp_path):
        answers = at_once(lambda: hers.post("/publications", wish))
        assert count(Publication.objects) == 1
    assert sorted(each.status for each in answers) == [201, *[409] * (MANY - 1)]
    assert {each.code for each in answers if each.status == 409} == {"already_live"}


def test_a_retry_is_begun_once(hers: Program, standing: Standing, tmp_path: Path) -> None:
    row = standing("failed")
    with on_a_database_for_threads(tmp_path):
        answers = at_once(lambda: hers.post(f"/post-retry/{row.pk}/retry", key="k"))
        assert count(Intervention.objects) == count(KeptAnswer.objects) == 1
    assert {each.status for each in answers} <= {200, 409}
    assert 200 in {each.status for each in answers}


def test_sweeps_asked_for_at_once_take_each_row_once(staffs: Program, standing: Standing, tmp_path: Path) -> None:
    for _ in range(3):
        standing("failed, its slot has come")
    with on_a_database_for_threads(tmp_path):
        answers = at_once(lambda: staffs.post("/post-retry/trigger"))
        assert count(SweepRun.objects) == sum(each.status == 200 for each in answers)
    assert sum(each.body["retried"] for each in answers if each.status == 200) == 3
    assert {each.code for each in answers if each.status != 200} <= {"sweep_running"}
