"""`manage.py list_failed`: what failed, why, and when it is tried again."""

from datetime import timedelta

import pytest

from platforms import clock
from tests.publisher.commands.conftest import Standing, everything, run


def test_it_lists_what_waits_for_a_retry_and_what_does_not(standing: Standing) -> None:
    failed, exhausted = standing("failed"), standing("exhausted")
    standing("published")
    said = run("list_failed", "--json")
    rows = {row["id"]: row for row in said.document["publications"]}
    assert (said.code, said.document["count"], set(rows)) == (0, 2, {failed.pk, exhausted.pk})
    assert (rows[failed.pk]["permanently_failed"], rows[failed.pk]["error_code"]) == (False, "server_error")
    assert rows[failed.pk]["due_at"] is not None
    assert (rows[exhausted.pk]["permanently_failed"], rows[exhausted.pk]["failure_reason"]) == (True, "exhausted")
    assert rows[exhausted.pk]["owner"] == "alice"


def test_people_get_a_line_each(standing: Standing) -> None:
    row = standing("failed", title="Low tide")
    said = run("list_failed")
    assert f"{row.pk}  server_error  retry count 0, retries " in said.out
    assert "Low tide" in said.out
    assert said.err.strip() == "1 failed."


def test_it_narrows_down(standing: Standing) -> None:
    wanted = standing("exhausted", failed_at=clock.now() - timedelta(hours=1))
    standing("failed")
    standing("exhausted", failed_at=clock.now() - timedelta(days=4))
    standing("refused", failed_at=clock.now())
    said = run("list_failed", "--permanent", "--since", "3d", "--code", "server_error", "--json")
    assert [row["id"] for row in said.document["publications"]] == [wanted.pk]


def test_it_says_how_many_it_does_not_list(standing: Standing) -> None:
    oldest, _ = standing("failed"), standing("failed")
    said = run("list_failed", "--limit", 1, "--json")
    assert (said.document["count"], [row["id"] for row in said.document["publications"]]) == (2, [oldest.pk])
    assert "2 failed, the oldest 1 are listed" in run("list_failed", "--limit", 1).err


def test_it_changes_nothing_and_shows_no_secret(standing: Standing) -> None:
    standing("failed", progress_sealed="sealed-progress")
    before = everything()
    said = run("list_failed", "--json")
    assert everything() == before
    assert "sealed" not in said.out


@pytest.mark.parametrize("words", [("--limit", "0"), ("--since", "then"), ("--platform", "nowhere")])
def test_wrong_usage_is_exit_code_two(db: None, words: tuple[str, ...]) -> None:
    said = run("list_failed", *words)
    assert (said.code, said.out) == (2, "")


@pytest.mark.parametrize("since", ["banana", "99999d", "9999999w", "-2h"])
def test_a_time_that_cannot_be_read_is_answered_with_the_forms_that_can(db: None, since: str) -> None:
    said = run("list_failed", f"--since={since}")
    assert (said.code, said.out) == (2, "")
    assert "--since takes 30m, 2h, 3d, 1w, or a time such as 2026-05-04T10:00" in said.err
