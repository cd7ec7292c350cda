"""What no careful client does is remembered, whether or not it was let pass."""

import json

import pytest

from platforms.sandbox.faults import Kind
from platforms.sandbox.instagram import Fault
from platforms.sandbox.plumbing import Response
from tests.sandbox.instagram.conftest import Caller, error


def test_a_new_container_of_what_is_published(caller: Caller) -> None:
    caller.published()
    caller.create(caption="Another")
    assert caller.broken == []
    caller.create()
    assert caller.broken == ["I2"]


def test_a_new_container_of_what_becomes_published(caller: Caller) -> None:
    first = caller.ready()
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="publish", reason="is_transient"))
    caller.publish(first)
    caller.hours.pass_(seconds=10)
    caller.create()
    assert caller.broken == []
    caller.status(first)
    caller.publish(first)
    assert caller.broken == ["I2"]


def test_a_new_container_of_what_was_removed_is_no_harm(caller: Caller) -> None:
    media = caller.published()
    caller.ask("DELETE", f"{caller.root}/{media}", Authorization=f"Bearer {caller.token}")
    caller.create()
    assert caller.broken == []


def test_a_second_call_without_a_look(caller: Caller) -> None:
    container = caller.ready()
    caller.stand_in.arm(Fault(kind=Kind.DROP, at="publish", times=2))
    caller.publish_for(container)
    caller.status(container)
    caller.publish_for(container)
    assert caller.broken == []
    caller.publish(container)
    assert caller.broken == ["I11"]


def test_a_publish_whose_quota_was_not_read(caller: Caller) -> None:
    caller.post(f"{caller.who.ig_id}/media_publish", creation_id=caller.ready())
    assert caller.broken == ["I14"]


def test_haste(caller: Caller) -> None:
    caller.stand_in.set(hasty_polls=2)
    container, _ = caller.created()
    for _ in range(5):
        caller.status(container)
        caller.hours.pass_(seconds=6)
    assert caller.broken == []
    for _ in range(3):
        caller.status(container)
    assert caller.broken == []
    caller.status(container)
    assert caller.broken == ["I8"]


@pytest.mark.parametrize(("code", "binds_all"), [("80002", False), ("4", True)])
def test_calls_although_it_was_told_to_wait(caller: Caller, code: str, binds_all: bool) -> None:
    caller.stand_in.set(calls_an_hour=1, rate_code=code)
    caller.listed()
    refused = caller.get(f"{caller.who.ig_id}/media")
    assert error(refused) == code
    usage = json.loads(refused.header("X-Business-Use-Case-Usage"))[caller.who.ig_id][0]
    assert (usage["call_count"], usage["estimated_time_to_regain_access"]) == (100, 60)
    caller.hours.pass_(minutes=1)
    other = caller.stand_in.grant("field.notes")
    caller.token = other.access_token
    caller.get(f"{other.ig_id}/media")
    assert caller.broken == (["I9"] if binds_all else [])
    caller.stand_in.heal()
    caller.get(f"{other.ig_id}/media")
    assert caller.broken == (["I9"] if binds_all else [])


def test_an_armed_rate_limit_names_its_minutes_and_is_to_be_kept_to(caller: Caller) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="list", reason="80002", retry_after=600))
    refused = caller.get(f"{caller.who.ig_id}/media")
    assert json.loads(refused.header("X-Business-Use-Case-Usage"))[caller.who.ig_id][0]["estimated_time_to_regain_access"] == 10
    assert refused.header("Retry-After") == ""
    caller.hours.pass_(minutes=9)
    caller.listed()
    assert caller.broken == ["I9"]
    caller.hours.pass_(minutes=2)
    caller.listed()
    assert caller.broken == ["I9"]


def test_a_token_in_an_address(caller: Caller) -> None:
    assert caller.ask("GET", f"{caller.root}/me", query=f"access_token={caller.token}").status == 200
    assert caller.broken == ["I5"]


def test_a_token_at_the_other_host(caller: Caller, puller: Caller) -> None:
    caller.token, puller.token = puller.token, caller.token
    assert [error(each.get("me")) for each in (caller, puller)] == ["190", "190"]
    assert caller.broken == ["I13", "I13"]


def test_no_version_or_one_that_has_ended(caller: Caller) -> None:
    caller.root = "/graph.facebook.com"
    assert caller.get("me").status == 200
    caller.root = "/graph.facebook.com/v20.0"
    assert error(caller.get("me")) == "2635"
    caller.stand_in.set(oldest_version=20)
    assert caller.get("me").status == 200
    assert caller.broken == ["I12", "I12"]


@pytest.mark.parametrize(
    ("headers", "app", "business"), [("both", True, True), ("app", True, False), ("business", False, True), ("none", False, False)]
)
def test_headers_of_usage_are_as_they_are_set(caller: Caller, headers: str, app: bool, business: bool) -> None:
    caller.stand_in.set(usage_headers=headers, usage_percent=80)
    answer = caller.get(f"{caller.who.ig_id}/media")
    assert (bool(answer.header("X-App-Usage")), bool(answer.header("X-Business-Use-Case-Usage"))) == (app, business)
    if app:
        assert json.loads(answer.header("X-App-Usage"))["call_count"] == 80


def test_headers_of_usage_may_be_missing(caller: Caller, puller: Caller) -> None:
    caller.stand_in.set(usage_headers="now_and_then", usage_at_instagram=False)
    answers = [caller.get("me").header("X-App-Usage") for _ in range(4)]
    assert [bool(answer) for answer in answers] in ([True, False, True, False], [False, True, False, True])
    assert puller.get("me").header("X-App-Usage") == ""


def test_bodies_come_in_odd_forms(caller: Caller) -> None:
    caller.stand_in.set(error_form="html", mixed_header_case=True, chunked_answers=True)
    answer = caller.get("nonsense")
    assert isinstance(answer, Response)
    assert (answer.status, answer.chunked, answer.body[:9]) == (400, True, b"<!DOCTYPE")


def test_a_gateway_knows_no_envelope(caller: Caller) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, reason="503", times=None, seconds=60))
    assert caller.get("me").body == b"Sorry, something went wrong."
    caller.hours.pass_(seconds=61)
    assert caller.get("me").status == 200
