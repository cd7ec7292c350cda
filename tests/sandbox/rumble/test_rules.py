"""What no careful client does is remembered, whether or not it went well."""

from collections.abc import Callable

import pytest

from platforms.sandbox.faults import Kind
from platforms.sandbox.plumbing import Request
from platforms.sandbox.rumble import Fault
from platforms.sandbox.rumble.faults import SEARCH, UPLOAD
from tests.sandbox.rumble.conftest import FORM, WORDS, Caller, answered, part


class Interrupted:
    """A body during which something else happens, before its last bytes come."""

    def __init__(self, body: bytes, meanwhile: Callable[[], object], *, tail: int = 20) -> None:
        self._pieces = [body[:-tail], body[-tail:]]
        self._meanwhile = meanwhile

    def read(self, size: int, /) -> bytes:
        if len(self._pieces) == 1:
            self._meanwhile()
        return self._pieces.pop(0) if self._pieces else b""


def send_interrupted(caller: Caller, body: bytes, meanwhile: Callable[[], object]) -> None:
    headers = {"Content-Length": str(len(body)), "Content-Type": FORM}
    answered(caller.stand_in.answer(Request(method="POST", path=UPLOAD, headers=headers, body=Interrupted(body, meanwhile))))


def test_nothing_exists_until_the_last_bytes_have_come(caller: Caller) -> None:
    seen: list[int] = []
    send_interrupted(caller, caller.form(), lambda: seen.append(len(caller.titles)))
    assert (seen, len(caller.titles)) == ([0], 1)


@pytest.mark.parametrize("same", ["guid", "mark"])
def test_a_second_video_of_one_guid_or_mark_is_made_and_remembered(caller: Caller, same: str) -> None:
    caller.upload()
    caller.upload(**({"description": "Others."} if same == "guid" else {"guid": "another"}))
    assert (len(caller.titles), caller.broken) == (2, ["R1"])
    assert f"two videos with one {same}" in caller.stand_in.violations("R1")[0].what


def test_where_a_guid_may_not_come_again_it_is_an_error_of_the_field(caller: Caller) -> None:
    caller.stand_in.set(repeats_guid=False)
    caller.upload()
    assert list(caller.errors()) == ["guid"]
    assert (len(caller.titles), caller.broken) == (1, ["R1"])


def test_sending_again_what_was_made_is_remembered_though_it_breaks_off(caller: Caller) -> None:
    caller.upload()
    body = caller.form()
    caller.send(body[:-100], length=len(body))
    assert (len(caller.titles), caller.broken) == (1, ["R1"])
    assert "sent again under one guid" in caller.stand_in.violations("R1")[0].what


def test_sending_again_what_was_never_made_is_in_order(caller: Caller) -> None:
    body = caller.form()
    caller.send(body[:-100], length=len(body))
    caller.upload()
    assert (len(caller.titles), caller.broken) == (1, [])


def test_other_people_and_other_words_share_no_guid(caller: Caller) -> None:
    caller.upload()
    caller.upload(guid="b", description="Nothing at its end.")
    caller.upload(access_token=caller.stand_in.grant("night.market").token)
    assert caller.broken == []


def test_two_uploads_at_once_with_one_token_are_remembered(caller: Caller) -> None:
    send_interrupted(caller, caller.form(), lambda: caller.upload(guid="b", description=""))
    assert caller.broken == ["R2"]


def test_two_uploads_at_once_with_two_tokens_are_in_order(caller: Caller) -> None:
    other = caller.stand_in.grant("night.market").token
    send_interrupted(caller, caller.form(), lambda: caller.upload(access_token=other))
    assert (len(caller.titles), caller.broken) == (2, [])


def test_a_try_of_the_token_may_come_between(caller: Caller) -> None:
    send_interrupted(caller, caller.form(), lambda: caller.upload(None))
    assert caller.broken == []


def test_a_token_in_an_address_or_a_header_is_remembered_and_shown_nowhere(caller: Caller) -> None:
    caller.get(SEARCH, _p=caller.token)
    caller.send(caller.form(), query=f"access_token={caller.token}")
    caller.send(caller.form(guid="b", description=""), Authorization=f"Bearer {caller.token}")
    assert caller.broken == ["R3", "R3", "R3"]
    page = caller.get("/").body.decode().partition("Make it misbehave")[2]
    assert caller.token not in page


def test_whatever_follows_the_video_is_remembered(caller: Caller) -> None:
    caller.upload(last=part("thumb", b"\xff\xd8\xff\xe0", file_name="t.jpg"))
    assert caller.broken == ["R4"]


def test_a_token_after_the_video_lets_in_and_is_remembered(caller: Caller) -> None:
    token = part("access_token", caller.token.encode())
    assert caller.upload(access_token=None, last=token).json()["success"] is True
    assert caller.broken == ["R4"]


def test_asking_again_and_again_within_5_seconds_is_remembered(caller: Caller) -> None:
    video_id = caller.upload().json()["video_id"]
    for _ in range(20):
        caller.player(video_id)
        caller.hours.pass_(seconds=5)
    assert caller.broken == []
    for _ in range(12):
        caller.player(video_id)
        caller.hours.pass_(seconds=1)
    assert caller.broken == ["R5", "R5"]


def test_reading_page_after_page_is_no_haste(caller: Caller) -> None:
    for page in range(1, 20):
        caller.search(page)
    assert caller.broken == []
    for _ in range(6):
        caller.search()
    assert caller.broken == ["R5"]


def test_an_upload_without_a_guid_is_taken_and_remembered(caller: Caller) -> None:
    assert caller.upload(guid=None).json()["success"] is True
    assert caller.broken == ["R6"]


@pytest.mark.parametrize(("field", "value"), [("title", "a" * 101), ("title", None), ("tags", "sea"), ("license_type", None)])
def test_what_a_client_can_know_beforehand_is_remembered(caller: Caller, field: str, value: str | None) -> None:
    caller.upload(**{field: value})
    assert caller.broken == ["R8"]


def test_what_only_rumble_can_know_is_no_broken_rule(caller: Caller) -> None:
    caller.upload(channel_id="99")
    caller.stand_in.set(licences="6")
    caller.upload()
    assert (caller.titles, caller.broken) == ([], [])


def test_it_remembers_over_a_restart(caller: Caller) -> None:
    caller.upload(guid=None)
    again = type(caller.stand_in)(caller.stand_in.world.store, lambda: caller.hours.now)
    assert [video.title for video in again.videos()] == [WORDS["title"]]
    assert [broken.rule for broken in again.violations()] == ["R6"]


def test_a_fault_of_the_platform_is_no_broken_rule(caller: Caller) -> None:
    for kind in Kind:
        caller.stand_in.arm(Fault(kind=kind, at="upload"))
        caller.send(caller.form(guid=str(kind), description=""))
    assert caller.broken == []
