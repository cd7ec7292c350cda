"""`manage.py retry_publication`: what is named, or all that failed and fits, tried again now."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from platforms import clock
from publisher.models import Deed, Door, Intervention
from tests.factories import ConnectionFactory
from tests.publisher.commands.conftest import Standing, everything, run


def test_it_tries_again_what_is_named(standing: Standing) -> None:
    row = standing("failed")
    said = run("retry_publication", row.pk, "--reason", "the network is back")
    row.refresh_from_db()
    assert (said.code, row.state, row.cause) == (0, "waiting", "by_hand")
    kept = Intervention.objects.get()
    assert (kept.deed, kept.door, kept.by, kept.reason, kept.state_before) == (
        Deed.RETRY,
        Door.COMMAND,
        None,
        "the network is back",
        "failed",
    )


def test_what_is_refused_is_said_and_told_by_the_exit_code(standing: Standing) -> None:
    failed, published = standing("failed"), standing("published")
    said = run("retry_publication", failed.pk, published.pk)
    assert said.code == 1
    assert f"{published.pk}  refused" in said.out
    assert f"{failed.pk}  done: Trying again now" in said.out
    assert "Refused: 1" in said.err


def test_an_id_that_no_database_can_hold_is_told_and_the_rest_is_done(standing: Standing) -> None:
    row = standing("failed")
    said = run("retry_publication", row.pk, 2**63)
    row.refresh_from_db()
    assert (said.code, row.state) == (1, "waiting")


def test_an_id_that_is_not_there_is_told(standing: Standing) -> None:
    said = run("retry_publication", standing("failed").pk, 987654)
    assert said.code == 1
    assert "987654  There is none with this id." in said.err


def test_what_is_on_its_way_is_left_as_it_is(standing: Standing) -> None:
    row = standing("uploading")
    said = run("retry_publication", row.pk, "--json")
    assert said.code == 0
    assert said.document["publications"] == [
        {"id": row.pk, "title": row.title, "result": "left", "code": "on_its_way", "says": "on its way already"}
    ]
    assert not Intervention.objects.exists()


def test_where_a_post_may_exist_it_is_only_looked_for(standing: Standing) -> None:
    row = standing("unconfirmed")
    said = run("retry_publication", row.pk, "--json")
    row.refresh_from_db()
    assert (said.document["publications"][0]["code"], row.state) == ("looks", "unconfirmed")
    assert row.due_at is not None
    assert row.due_at <= clock.now()


def test_all_that_failed_narrowed_down(standing: Standing, bob: User) -> None:
    wanted = standing("failed", error_code="server_error")
    others = [
        standing("failed", error_code="other"),
        standing("failed", error_code="server_error", failed_at=clock.now() - timedelta(hours=3)),
        standing("failed", error_code="server_error", connection=ConnectionFactory(user=bob)),
        standing("published"),
    ]
    said = run(
        "retry_publication", "--failed", "--code", "server_error", "--since", "2h", "--owner", "alice", "--platform", "youtube", "--json"
    )
    assert [row["id"] for row in said.document["publications"]] == [wanted.pk]
    for row in others:
        before = row.state
        row.refresh_from_db()
        assert row.state == before


def test_at_most_so_many_the_oldest_first(standing: Standing) -> None:
    rows = [standing("failed") for _ in range(3)]
    said = run("retry_publication", "--failed", "--limit", "2", "--json")
    assert [row["id"] for row in said.document["publications"]] == [rows[0].pk, rows[1].pk]


@pytest.mark.parametrize("stage", ["failed", "exhausted", "unconfirmed", "on hold: quota", "published"])
def test_a_dry_run_says_what_would_be_and_changes_nothing(standing: Standing, stage: str) -> None:
    row = standing(stage)
    before = everything()
    foretold = run("retry_publication", row.pk, "--dry-run", "--json")
    assert everything() == before
    told = run("retry_publication", row.pk, "--json")
    assert (foretold.code, foretold.document["dry_run"]) == (told.code, True)
    assert [row["result"] for row in foretold.document["publications"]] == [row["result"] for row in told.document["publications"]]
    assert foretold.document["counts"] == told.document["counts"]


def test_a_dry_run_of_all_goes_through_more_than_a_batch(standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.management.commands._deed.BATCH", 2)
    for _ in range(5):
        standing("failed")
    assert run("retry_publication", "--failed", "--dry-run", "--json").document["counts"]["done"] == 5
    assert run("retry_publication", "--failed", "--json").document["counts"]["done"] == 5


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("1", "--failed"),
        ("1", "--code", "x"),
        ("--failed", "--since", "soon"),
        ("--failed", "--since", "2999-01-01"),
        ("--failed", "--since", "2026-13-45"),
        ("--failed", "--limit", "0"),
    ],
)
def test_wrong_usage_is_exit_code_two(db: None, words: tuple[str, ...]) -> None:
    said = run("retry_publication", *words)
    assert (said.code, said.out) == (2, "")
    assert said.err
