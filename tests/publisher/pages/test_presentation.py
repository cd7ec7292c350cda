"""Every place at which a publication can stand is put into words that say what happened, what is next, and what can be done."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publisher.live import QUICK_SECONDS, SLOW_SECONDS
from publisher.models import Attempt, Publication
from publisher.phrases import plain
from publisher.presentation import Presented, current, present
from publisher.states import ENDED, FailureReason, HoldReason, State
from tests.factories import ConnectionFactory
from tests.publisher.stages import STAGES

NOW = datetime(2026, 11, 22, 13, 20, tzinfo=UTC)

EXPECTED: dict[str, tuple[str, str, list[str]]] = {
    "waiting": ("progress", "Waiting · the upload starts any moment now", ["cancel"]),
    "waiting for an automatic retry": ("progress", "Waiting · automatic retry 2 of 5 starts any moment now", ["cancel"]),
    "waiting for a retry by hand": ("progress", "Waiting · your retry starts any moment now", ["cancel"]),
    "scheduled": ("waits", "Scheduled · goes out at 16:20", ["edit", "cancel"]),
    "scheduled, late, and put off": ("waits", "Scheduled · late, goes out in 8 min", ["edit", "cancel"]),
    "handed over": ("progress", "Uploading · 61 %, continues any moment now", ["cancel"]),
    "uploading": ("progress", "Uploading · 61 %", ["cancel"]),
    "uploading the last bytes": ("progress", "Uploading · YouTube is answering", []),
    "deleting the failed copy": ("progress", "Uploading · deletes the failed copy first", ["cancel"]),
    "stopping": ("ended", "Stopping · nothing will be published", []),
    "silent": ("unknown", "Uploading · 61 %, interrupted", ["cancel"]),
    "processing": ("progress", "Processing · looking again in 1 min", ["open", "look"]),
    "processing, waits for its owner there": ("needs-you", "Waits for you there", ["open", "look"]),
    "unconfirmed": ("unknown", "Unconfirmed · looking again in 12 min, nothing is posted twice", ["look"]),
    "unconfirmed, looking": ("unknown", "Unconfirmed · looking now, nothing is posted twice", []),
    "unconfirmed, a person is asked": ("needs-you", "Unconfirmed · is it there? please look", ["account", "there", "absent", "look"]),
    "failed": ("failed", "Failed · retries in 40 min (1 of 5)", ["retry", "edit", "cancel"]),
    "failed twice": ("failed", "Failed · retries at 15:30 (2 of 5)", ["retry", "edit", "cancel"]),
    "failed, its slot has come": ("failed", "Failed · retries any moment now (1 of 5)", ["retry", "edit", "cancel"]),
    "on hold: rate_limit": ("waits", "On hold · YouTube asks to slow down · resumes at 18:20", ["cancel"]),
    "on hold: quota": ("waits", "On hold · YouTube allowance used up · resumes at 18:20", ["cancel"]),
    "on hold: reconnect": ("needs-you", "Waiting for reconnect · YouTube", ["reconnect", "cancel"]),
    "on hold: misconfigured": ("waits", "On hold · the setup has to be mended", ["cancel"]),
    "on hold: outage": ("waits", "On hold · YouTube is down", ["cancel"]),
    "on hold: paused": ("waits", "On hold · paused by staff", ["cancel"]),
    "on hold: crashed": ("failed", "On hold · staff have to look", ["cancel"]),
    "on hold: to be posted by hand": ("needs-you", "Ready to post · waits for you", ["there", "cancel"]),
    "on hold: by_hand": ("needs-you", "On hold · waits for you", ["retry", "edit", "cancel"]),
    "on hold: by staff": ("waits", "On hold · held by staff", ["cancel"]),
    "on hold: overdue": ("needs-you", "On hold · its time has passed", ["retry", "edit", "cancel"]),
    "on hold, and may exist": ("waits", "On hold · YouTube allowance used up · resumes at 18:20", []),
    "exhausted": ("failed", "Permanently failed · retries used up", ["retry", "edit", "dismiss"]),
    "refused": ("failed", "Permanently failed · refused by YouTube", ["edit", "retry", "dismiss"]),
    "rejected, a copy is there": ("failed", "Permanently failed · refused by YouTube", ["edit", "discard", "dismiss"]),
    "marked by staff": ("failed", "Permanently failed · marked by staff", ["retry", "edit", "dismiss"]),
    "published": ("done", "Published · 3 min ago", ["open", "publish"]),
    "published with a warning": ("done", "Published · with a warning", ["open", "publish"]),
    "cancelled": ("ended", "Cancelled", ["publish"]),
    "removed": ("ended", "Removed", ["publish"]),
}


def publication(stage: str, **changes: Any) -> Publication:
    """A publication that stands there, of no database."""
    connection = ConnectionFactory.build(user=None, pk=1, name="Atelier Nord")
    return Publication(**{"title": "Glaze", "pk": 1, "connection": connection, **STAGES[stage](NOW), **changes})


def shown(stage: str, **changes: Any) -> Presented:
    return present(publication(stage, **changes), now=NOW, pause=None)


def chip(presented: Presented) -> str:
    next_ = plain(presented.words.next, now=NOW)
    return f"{presented.words.word} · {next_}" if next_ else presented.words.word


def story(presented: Presented) -> str:
    words = presented.words
    return " ".join(part for part in (words.cause, words.effect, words.fix, plain(words.then, now=NOW)) if part)


def test_the_table_knows_every_stage_and_every_reason() -> None:
    rows = [publication(stage) for stage in STAGES]
    assert EXPECTED.keys() == STAGES.keys()
    assert {row.state for row in rows} == set(State)
    assert {row.hold_reason for row in rows if row.state == State.ON_HOLD} == set(HoldReason)
    assert {row.failure_reason for row in rows if row.state == State.PERMANENTLY_FAILED} == set(FailureReason)


@pytest.mark.parametrize("stage", STAGES)
def test_its_chip_says_the_state_and_what_is_next(stage: str) -> None:
    tone, said, _ = EXPECTED[stage]
    assert (shown(stage).words.tone, chip(shown(stage))) == (tone, said)


@pytest.mark.parametrize("stage", STAGES)
def test_it_offers_what_its_reader_can_do(stage: str) -> None:
    assert [action.verb for action in shown(stage).actions] == EXPECTED[stage][2]


@pytest.mark.parametrize("stage", STAGES)
def test_its_story_is_whole_sentences_that_can_be_read_aloud(stage: str) -> None:
    told = story(shown(stage))
    assert re.fullmatch(r"([A-Z“][^{}]*[.!?])( [A-Z“][^{}]*[.!?])*", told), told
    assert "None" not in told
    assert "  " not in told


@pytest.mark.parametrize("stage", STAGES)
def test_it_says_that_nothing_was_published_only_where_that_is_certain(stage: str) -> None:
    row = publication(stage)
    if row.may_exist or row.remote_id or row.is_by_hand:  # what its owner did by hand, only they know
        assert "othing was published" not in story(present(row, now=NOW, pause=None))
    elif row.state in (State.FAILED, State.ON_HOLD, State.PERMANENTLY_FAILED, State.CANCELLED):
        assert "Nothing was published" in story(present(row, now=NOW, pause=None))


@pytest.mark.parametrize("stage", STAGES)
def test_every_retry_says_beforehand_what_it_will_do(stage: str) -> None:
    for action in shown(stage).actions:
        if action.verb not in ("open", "account", "reconnect"):
            assert action.says.endswith("."), action


@pytest.mark.parametrize("stage", [name for name in STAGES if publication(name).state in ("failed", "permanently_failed")])
def test_where_the_connection_is_broken_it_offers_to_reconnect_in_place_of_a_retry(stage: str) -> None:
    broken = ConnectionFactory.build(user=None, pk=1, problem="reconnect")
    verbs = [action.verb for action in shown(stage, connection=broken).actions]
    assert "reconnect" in verbs
    assert "retry" not in verbs
    assert "discard" not in verbs


def test_it_is_not_to_be_said_absent_before_the_platforms_settle_time() -> None:
    verbs = [action.verb for action in shown("unconfirmed, a person is asked", deciding_since=NOW).actions]
    assert verbs == ["account", "there", "look"]


def test_a_retry_says_that_it_goes_on_where_something_was_kept() -> None:
    kept = shown("failed", progress_sealed="sealed")
    assert kept.actions[0].says == "Goes on where it stopped, at 61 %, if YouTube still has that part; else from the start."


def test_a_page_asks_again_as_long_as_something_can_change() -> None:
    waits = {stage: shown(stage).again_in for stage in STAGES}
    for stage, seconds in waits.items():
        assert (seconds is None) == (publication(stage).state in ENDED), stage
    assert waits["uploading"] == waits["unconfirmed, looking"] == QUICK_SECONDS
    assert waits["failed"] == waits["unconfirmed, a person is asked"] == SLOW_SECONDS


def test_a_page_asks_when_something_is_due_and_not_before() -> None:
    dues = {seconds: shown("processing", due_at=NOW + timedelta(seconds=seconds)).again_in for seconds in (-5, 1, 7, 600)}
    assert dues == {-5: QUICK_SECONDS, 1: QUICK_SECONDS, 7: 7, 600: SLOW_SECONDS}


def test_one_that_the_platform_makes_public_later_says_so_until_then() -> None:
    ahead, past = ({"publish_at": (NOW + timedelta(hours=hours)).isoformat()} for hours in (3, -3))
    told = story(shown("published", options=ahead))
    assert "It is private until YouTube makes it public at 16:20." in told
    kept = [shown("published", options=past), shown("published", options={"publish_at": "soon"})]
    kept.append(shown("published with a warning", options=ahead))
    assert not [each for each in kept if "private" in story(each)]


def test_progress_is_announced_by_quarters() -> None:
    assert shown("uploading").announcement == "YouTube: Uploading, 50 %"
    assert shown("uploading", bytes_sent=14_000_000).announcement == "YouTube: Uploading"
    assert shown("uploading the last bytes").announcement == "YouTube: Uploading"
    assert shown("published").announcement == "YouTube: Published"


def test_a_closed_one_is_shown_only_where_its_connection_has_no_live_one() -> None:
    old, live = publication("exhausted", pk=1), publication("uploading", pk=2)
    other, newer = publication("cancelled", pk=3), publication("refused", pk=4)
    for row, connection in ((old, 1), (live, 1), (other, 2), (newer, 2)):
        row.connection_id = connection
    assert [row.pk for row in current([old, live, other, newer])] == [4, 2]


def test_two_live_ones_of_a_connection_are_both_shown() -> None:
    published, again = publication("published", pk=1), publication("uploading", pk=2)
    assert [row.pk for row in current([published, again])] == [2, 1]


def open_attempt(**changes: Any) -> Attempt:
    return Attempt(**{"started_at": NOW - timedelta(seconds=30), "bytes_before": 0, **changes})


def test_how_long_it_still_takes_stands_beside_the_percent() -> None:
    row = publication("uploading")
    assert chip(present(row, now=NOW, pause=None, attempt=open_attempt())) == "Uploading · 61 % · under a minute left"
    assert (
        chip(present(row, now=NOW, pause=None, attempt=open_attempt(started_at=NOW - timedelta(minutes=10))))
        == "Uploading · 61 % · 7 min left"
    )


def test_what_may_be_old_says_when_it_was_heard() -> None:
    late = {"leased_until": NOW + timedelta(seconds=15)}  # it was due to be renewed 35 seconds ago
    assert "Last heard" not in story(shown("uploading"))
    assert story(shown("uploading", **late)) == "The video is on its way to Atelier Nord. Last heard from the worker 45 s ago."
    assert chip(shown("uploading", **late)) == "Uploading · 61 %, last heard 45 s ago"
    assert story(shown("silent")).endswith("nothing is sent twice. Last heard from the worker 2 min ago.")


def test_no_promise_is_repeated_that_did_not_come_true() -> None:
    assert "none has taken over yet" in story(shown("silent", leased_until=NOW - timedelta(minutes=9)))
    assert "Another one takes over within a minute" in story(shown("silent"))
    overdue = story(shown("waiting", due_at=NOW - timedelta(minutes=12)))
    assert overdue == "Nothing was sent yet. It was due 12 min ago, and starts as soon as a worker is free."
