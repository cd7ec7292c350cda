"""`manage.py reset_retries`: retries are counted from the start again."""

import pytest

from publisher.models import Deed, Intervention
from retries.ladder import ladder
from tests.publisher.commands.conftest import Standing, everything, run


def test_what_used_up_its_retries_is_tried_at_the_next_slot(standing: Standing) -> None:
    row = standing("exhausted")
    said = run("reset_retries", row.pk)
    row.refresh_from_db()
    assert (said.code, row.state, row.retry_count) == (0, "failed", 0)
    assert row.due_at == ladder().next_slot(Intervention.objects.get().at)
    assert Intervention.objects.get().before["retry_count"] == 5


def test_what_failed_keeps_its_slot_and_counts_anew(standing: Standing) -> None:
    row = standing("failed twice")
    due_at = row.due_at
    assert run("reset_retries", row.pk).code == 0
    row.refresh_from_db()
    assert (row.state, row.retry_count, row.due_at) == ("failed", 0, due_at)


def test_what_was_refused_stays_where_it_is(standing: Standing) -> None:
    row = standing("refused")
    assert run("reset_retries", row.pk).code == 0
    row.refresh_from_db()
    assert row.state == "permanently_failed"


def test_all_that_failed_at_once(standing: Standing) -> None:
    rows = [standing("exhausted"), standing("failed twice"), standing("published")]
    counts = run("reset_retries", "--failed", "--json").document["counts"]
    assert counts == {"done": 2, "left": 0, "refused": 0, "missing": 0}
    assert set(Intervention.objects.values_list("publication", "deed")) == {(row.pk, Deed.RESET.value) for row in rows[:2]}


@pytest.mark.parametrize("stage", ["exhausted", "failed twice", "published"])
def test_a_dry_run_changes_nothing(standing: Standing, stage: str) -> None:
    row = standing(stage)
    before = everything()
    said = run("reset_retries", row.pk, "--dry-run")
    assert everything() == before
    assert "Nothing was changed." in said.err


def test_wrong_usage_is_exit_code_two(db: None) -> None:
    assert run("reset_retries").code == 2


def test_where_no_retry_is_used_nothing_is_kept(standing: Standing) -> None:
    said = run("reset_retries", standing("failed").pk, "--json")
    assert (said.code, said.document["publications"][0]["code"]) == (0, "nothing_used")
    assert not Intervention.objects.exists()
