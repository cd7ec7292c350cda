"""What is known of a container by what Instagram says of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from platforms.errors import Misconfigured
from platforms.instagram.container import Dead, Lacking, Live, Preparing, Ready, Unreadable, state_of
from platforms.instagram.keys import Keys, Root
from platforms.instagram.progress import Saved
from platforms.instagram.quota import Quota
from platforms.pace import FreeTurns

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def read(said: dict[str, Any], *, takes_bytes: bool = True) -> Any:
    return state_of(said, size=1000, takes_bytes=takes_bytes, turns=FreeTurns())


def uploading(status: str = "in_progress", **bytes_there: Any) -> dict[str, Any]:
    return {"status_code": "IN_PROGRESS", "video_status": {"uploading_phase": {"status": status, **bytes_there}}}


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"status_code": "FINISHED"}, Ready()),
        ({"status_code": "PUBLISHED"}, Live()),
        (uploading(bytes_transferred=0), Lacking(offset=0)),
        (uploading(bytes_transferred=400), Lacking(offset=400)),
        (uploading(bytes_transferred=1000), Preparing()),
        (uploading("complete", bytes_transferred=1000), Preparing()),
        (uploading(bytes_transferred="400"), Preparing()),
        (uploading(), Preparing()),
        ({"status_code": "IN_PROGRESS"}, Preparing()),
    ],
)
def test_each_answer_is_one_state(said: dict[str, Any], state: Any) -> None:
    assert read(said) == state


def test_one_that_is_fetched_never_lacks_bytes_of_ours() -> None:
    assert read(uploading(bytes_transferred=400), takes_bytes=False) == Preparing()


def test_a_failed_one_is_dead_with_its_reason() -> None:
    failed, over = read({"status_code": "ERROR", "status": "Error: 2207026"}), read({"status_code": "EXPIRED"})
    assert isinstance(failed, Dead)
    assert isinstance(over, Dead)
    assert (failed.error.code, over.error.code) == ("file_refused", "container_over")
    assert failed.error.nothing_exists
    assert over.error.nothing_exists


@pytest.mark.parametrize("said", [{}, {"status_code": "SOMETHING_NEW"}, {"status": "Finished"}])
def test_an_answer_that_says_nothing_proves_nothing(said: dict[str, Any]) -> None:
    assert isinstance(read(said), Unreadable)


def test_the_first_call_is_remembered_through_the_later_ones() -> None:
    first = Saved(container="1", made=NOW.isoformat()).called(NOW, before=3, known=("7",))
    again = first.called(NOW + timedelta(minutes=20), before=None, known=())
    assert (again.first_call, again.before, again.known, again.calls) == (first.first_call, 3, ("7",), 2)
    assert again.since_last_call(NOW + timedelta(minutes=21)) == timedelta(minutes=1)
    assert Saved.read(again.as_json()) == again


def test_progress_of_a_newer_release_is_left_alone() -> None:
    with pytest.raises(Misconfigured):
        Saved.read({"version": 99})


def test_tokens_are_kept_as_one_text_and_shown_by_none() -> None:
    keys, root = Keys(own="page", persons="person"), Root(account_id="1784", persons="person")
    assert (Keys.read(keys.kept()), Root.read(root.kept()), Keys.read("alone")) == (keys, root, Keys(own="alone"))
    assert "person" not in f"{keys} {root}"


@pytest.mark.parametrize(
    ("said", "quota"),
    [
        ({"data": [{"quota_usage": 2, "config": {"quota_total": 50}}]}, Quota(used=2, total=50)),
        ({"data": [{"quota_usage": 0}]}, Quota(used=0)),
        ({"data": []}, None),
        ({}, None),
    ],
)
def test_the_quota_is_read_as_it_is_told(said: dict[str, Any], quota: Quota | None) -> None:
    assert Quota.read(said) == quota
    assert Quota(used=50, total=50).is_used_up
    assert not Quota(used=50).is_used_up
