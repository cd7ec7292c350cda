"""`manage.py mark_permanent`: gives up for good, and says why."""

import pytest

from publisher.models import Deed, Intervention
from tests.publisher.commands.conftest import Standing, everything, run


def test_it_gives_up_and_keeps_why(standing: Standing) -> None:
    row = standing("failed")
    said = run("mark_permanent", row.pk, "--reason", "the file is broken")
    row.refresh_from_db()
    assert (said.code, row.state, row.failure_reason) == (0, "permanently_failed", "marked")
    kept = Intervention.objects.get()
    assert (kept.deed, kept.reason) == (Deed.MARK, "the file is broken")


def test_what_may_be_there_is_not_given_up(standing: Standing) -> None:
    row = standing("unconfirmed")
    said = run("mark_permanent", row.pk, "--reason", "no more", "--json")
    row.refresh_from_db()
    assert (said.code, row.state) == (1, "unconfirmed")
    assert said.document["publications"][0]["code"] == "may_exist"


@pytest.mark.parametrize("stage", ["failed", "on hold: quota", "published"])
def test_a_dry_run_changes_nothing(standing: Standing, stage: str) -> None:
    row = standing(stage)
    before = everything()
    run("mark_permanent", row.pk, "--reason", "no more", "--dry-run")
    assert everything() == before


@pytest.mark.parametrize("words", [(), (1,), ("--reason", "x"), (1, "--reason", "  ")])
def test_wrong_usage_is_exit_code_two(standing: Standing, words: tuple[object, ...]) -> None:
    before = everything()
    assert run("mark_permanent", *words).code == 2
    assert everything() == before
