"""The control plane over JSON: the oracle, the faults, the clock."""

from typing import Any

import pytest

from platforms.sandbox.youtube import YouTubeStandIn
from tests.sandbox.callers import Caller


def control(caller: Caller, name: str, **content: Any) -> dict[str, Any]:
    answer: dict[str, Any] = caller.ask("POST", f"/__admin/{name}", content=content).json()
    return answer


def state(caller: Caller) -> dict[str, Any]:
    content: dict[str, Any] = caller.ask("GET", "/__admin/state").json()
    return content


def test_the_state_tells_what_was_posted(caller: Caller) -> None:
    id_ = caller.publish(b"abc")
    (video,) = state(caller)["videos"]
    assert (video["id"], video["size"], video["tags"]) == (id_, 3, ["pub7c1e9a42"])
    assert video["sha256"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_neither_state_nor_log_tells_a_secret(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open()
    caller.how_far(session)
    upload_id = session.partition("upload_id=")[2]
    for name in ("state", "log"):
        shown = caller.ask("GET", f"/__admin/{name}").body.decode()
        assert upload_id not in shown
        assert caller.token not in shown
    assert "upload_id=…" in stand_in.requests()[0].address
    assert upload_id not in repr(stand_in.sessions())
    assert caller.token not in repr(stand_in.grant("Atelier Nord"))


def test_faults_switches_and_actions_are_taken(caller: Caller) -> None:
    control(caller, "faults", kind="refuse", at="init", reason="invalidTitle", times=3)
    control(caller, "switches", listing_lag_seconds=30)
    after = control(caller, "actions/exhaust", bucket="search")
    assert after["faults"][0]["left_over"] == 3
    assert after["switches"]["listing_lag_seconds"] == 30
    assert after["quota"]["search"] == 100
    healed = control(caller, "heal")
    assert (healed["faults"], healed["quota"]["search"]) == ([], 0)


def test_the_clock_can_be_turned_forward(caller: Caller) -> None:
    before = state(caller)["now"]
    assert control(caller, "clock", advance_seconds=3600)["now"] == before + 3600


def test_tokens_can_be_had_without_the_consent_page(stand_in: YouTubeStandIn, caller: Caller) -> None:
    issued = control(caller, "grants", channel="Field Notes")
    assert Caller(stand_in=stand_in, token=issued["access_token"]).start().status == 200


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("faults", {"kind": "explode"}),
        ("switches", {"colour": 1}),
        ("actions/dance", {}),
        ("actions/revoke", {"channel": "nobody"}),
        ("clock", {}),
        ("nowhere", {}),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(caller: Caller, name: str, content: dict[str, Any]) -> None:
    before = state(caller)
    answer = caller.ask("POST", f"/__admin/{name}", content=content)
    assert answer.status == 400
    assert answer.json()["error"]
    assert state(caller) == before


def test_another_sites_page_cannot_reach_it(caller: Caller) -> None:
    answer = caller.ask("POST", "/__admin/grants", content={"channel": "Field Notes"}, headers={"Origin": "https://evil.example"})
    assert answer.status == 403
    assert b"ya29" not in answer.body
