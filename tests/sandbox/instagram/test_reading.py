"""What is told of containers and reels: late, not at all, or to somebody else."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from platforms.sandbox.faults import Kind
from platforms.sandbox.instagram import Fault, InstagramStandIn
from platforms.sandbox.instagram.answers import FAILURES, REASONS
from tests.sandbox.instagram.conftest import Caller, error


@pytest.mark.parametrize("outcome", FAILURES)
@pytest.mark.parametrize("alone", [False, True])
def test_each_documented_failure_can_be_had(caller: Caller, outcome: str, alone: bool) -> None:
    caller.stand_in.set(outcome=outcome, status_is_code_alone=alone)
    container, path = caller.created()
    caller.put(path)
    caller.hours.pass_(seconds=5)
    told = caller.status(container)
    assert told["status_code"] == "ERROR"
    assert told["status"] == (outcome if alone else f"Error: Media upload has failed with error code {outcome}")


@pytest.mark.parametrize("reason", [name for name, reason in REASONS.items() if reason.words])
def test_each_documented_error_can_be_had(caller: Caller, reason: str) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="status", reason=reason))
    answer, known = caller.get("17889000000000000"), REASONS[reason]
    told = answer.json()["error"]
    assert (answer.status, told["code"], told.get("error_subcode")) == (known.http, known.code, known.subcode)
    assert told["fbtrace_id"]


def test_processing_may_take_questions(caller: Caller) -> None:
    caller.stand_in.set(processing_polls=2)
    container, path = caller.created()
    caller.put(path)
    caller.hours.pass_(seconds=5)
    assert [caller.status(container)["status_code"] for _ in range(3)] == ["IN_PROGRESS", "IN_PROGRESS", "FINISHED"]


def test_what_is_stuck_goes_on_once_it_is_healed(caller: Caller) -> None:
    caller.stand_in.set(outcome="stuck")
    container, path = caller.created()
    caller.put(path)
    caller.hours.pass_(hours=23)
    assert caller.status(container)["status_code"] == "IN_PROGRESS"
    caller.stand_in.heal()
    assert caller.status(container)["status_code"] == "FINISHED"


def test_bytes_that_an_earlier_process_took_are_forgotten(caller: Caller) -> None:
    container, path = caller.created()
    caller.stand_in.arm(Fault(kind=Kind.CUT, at="bytes"))
    caller.put(path)
    caller.stand_in = InstagramStandIn(caller.stand_in.world.store, lambda: caller.hours.now)
    assert caller.status(container)["video_status"]["uploading_phase"]["bytes_transferred"] == 0
    assert caller.took(path).status == 200


@pytest.mark.parametrize(
    ("outage", "page", "person", "lists"),
    [
        ("none", 200, 200, 200),
        ("page_tokens", 400, 200, 200),
        ("all_tokens", 400, 400, 200),
        ("lists_too", 400, 400, 400),
    ],
)
def test_reads_may_lie(caller: Caller, outage: str, page: int, person: int, lists: int) -> None:
    container = caller.ready()
    media = caller.publish(container).json()["id"]
    caller.stand_in.set(read_outage=outage)
    assert [caller.get(each).status for each in (container, media)] == [page, page]
    if page == 400:
        assert error(caller.get(container)) == "100/33"
    assert caller.get(f"{caller.who.ig_id}/media").status == lists
    caller.token = caller.who.user_token
    assert [caller.get(each).status for each in (container, media)] == [person, person]


def test_nobody_reads_what_is_anothers(caller: Caller) -> None:
    container = caller.ready()
    media = caller.publish(container).json()["id"]
    other = caller.stand_in.grant("field.notes")
    caller.token = other.access_token
    assert [error(caller.get(each)) for each in (container, media, f"{caller.who.ig_id}/media")] == ["100/33"] * 3


def test_fields_are_those_that_were_asked_for(caller: Caller) -> None:
    container = caller.ready()
    assert caller.get(container).json() == {"id": container}
    assert caller.get(container, fields="status_code").json() == {"status_code": "FINISHED", "id": container}
    assert error(caller.get(container, fields="media_id")) == "100"
    assert error(caller.get(container, fields="id;status")) == "2500"


def test_bytes_are_told_of_at_facebook_alone(puller: Caller) -> None:
    container = puller.ready()
    assert error(puller.get(container, fields="video_status")) == "100"


def test_a_permalink_may_come_late(caller: Caller) -> None:
    caller.stand_in.set(permalink_misses=2)
    media = caller.published()
    assert [caller.get(media, fields="permalink").status for _ in range(3)] == [400, 400, 200]


def page(caller: Caller, **asked: str) -> dict[str, Any]:
    found: dict[str, Any] = caller.get(f"{caller.who.ig_id}/media", fields="id,timestamp", **asked).json()
    return found


def test_lists_come_in_pages_the_newest_first(caller: Caller) -> None:
    media = [caller.published(caption=str(number)) for number in range(3)]
    first = page(caller, limit="2")
    assert [each["id"] for each in first["data"]] == [media[2], media[1]]
    assert first["data"][0]["timestamp"].endswith("+0000")
    after = first["paging"]["cursors"]["after"]
    assert parse_qs(urlsplit(first["paging"]["next"]).query)["after"] == [after]
    second = page(caller, limit="2", after=after)
    assert [each["id"] for each in second["data"]] == [media[0]]
    assert "next" not in second["paging"]
    assert page(caller, limit="2", after=media[0])["data"] == []


def test_a_reel_is_deleted_with_facebook_login_alone(caller: Caller, puller: Caller) -> None:
    media = caller.published()
    assert error(puller.ask("DELETE", f"{puller.root}/{media}", Authorization=f"Bearer {puller.token}")) == "100/33"
    caller.stand_in.set(delete_fails=True)
    bearer = f"Bearer {caller.token}"
    assert error(caller.ask("DELETE", f"{caller.root}/{media}", Authorization=bearer)) == "-1/2207085"
    caller.stand_in.heal()
    assert caller.ask("DELETE", f"{caller.root}/{media}", Authorization=bearer).json() == {"success": True}
    assert error(caller.ask("DELETE", f"{caller.root}/{media}", Authorization=bearer)) == "100/33"
    assert (caller.stand_in.media()[0].deleted, caller.listed()) == (True, [])


def test_deleting_needs_a_leave_of_its_own(caller: Caller) -> None:
    media = caller.published()
    caller.token = caller.stand_in.grant("atelier.nord", scopes=["instagram_basic", "instagram_content_publish"]).access_token
    assert error(caller.ask("DELETE", f"{caller.root}/{media}", Authorization=f"Bearer {caller.token}")) == "10"


def test_what_nobody_knows_is_said_in_the_envelope(caller: Caller) -> None:
    assert error(caller.get("nonsense")) == "2500"
    assert error(caller.get("123")) == "100/33"
    assert error(caller.post("17889000000000000")) == "100/33"
