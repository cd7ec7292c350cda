"""Bytes go on where the last ones ended, with the right word before the token."""

import hashlib

import pytest

from platforms.sandbox.faults import Kind
from platforms.sandbox.instagram import Fault
from platforms.sandbox.instagram.answers import REASONS, UPLOAD_REASONS
from platforms.sandbox.plumbing import Answer, Dropped, Response
from tests.sandbox.instagram.conftest import Caller
from tests.sandbox.instagram.videos import mp4


def told(answer: Answer) -> tuple[int, str, bool]:
    """Status, type, and whether it may be tried again."""
    assert isinstance(answer, Response), answer
    debug = answer.json()["debug_info"]
    return answer.status, debug["type"], debug["retriable"]


def transferred(caller: Caller, container: str) -> int:
    return int(caller.status(container)["video_status"]["uploading_phase"]["bytes_transferred"])


def test_a_connection_that_breaks_leaves_what_came(caller: Caller) -> None:
    content = bytes(range(250)) * 4
    container, path = caller.created()
    caller.stand_in.arm(Fault(kind=Kind.CUT, at="bytes", after_bytes=301))
    assert isinstance(caller.put(path, content), Dropped)
    assert transferred(caller, container) == 301
    assert isinstance(caller.put(path, content, first=301), Response)
    assert caller.stand_in.containers()[0].sha256 == hashlib.sha256(content).hexdigest()
    assert caller.broken == []


def test_or_nothing_of_it(caller: Caller) -> None:
    caller.stand_in.set(keeps_parts=False)
    container, path = caller.created()
    caller.stand_in.arm(Fault(kind=Kind.CUT, at="bytes"))
    caller.put(path)
    assert transferred(caller, container) == 0


def test_a_client_that_goes_away_leaves_what_it_sent(caller: Caller) -> None:
    container, path = caller.created()
    assert isinstance(caller.put(path, b"v" * 400, size=1000, Content_Length="1000"), Dropped)
    assert transferred(caller, container) == 400
    assert caller.broken == []


@pytest.mark.parametrize(
    ("headers", "said", "rules"),
    [
        ({"Authorization": "Bearer {token}"}, (400, "NotAuthorizedError", False), ["I4"]),
        ({"Authorization": "OAuth x"}, (400, "NotAuthorizedError", False), []),
        ({"offset": "1"}, (412, "OffsetInvalidError", True), ["I3"]),
        ({"offset": ""}, (400, "ProcessingFailedError", False), ["I6"]),
        ({"file_size": "many"}, (400, "ProcessingFailedError", False), ["I6"]),
        ({"file_size": "999"}, (400, "ProcessingFailedError", False), ["I6"]),
        ({"file_size": "300000001"}, (400, "ProcessingFailedError", False), ["I7"]),
        ({"file_size": "1200"}, (400, "PartialRequestError", True), ["I6"]),
        ({"Transfer_Encoding": "chunked"}, (400, "ProcessingFailedError", False), ["I6"]),
    ],
)
def test_bytes_come_as_they_have_to(caller: Caller, headers: dict[str, str], said: tuple[int, str, bool], rules: list[str]) -> None:
    _, path = caller.created()
    given = {name: value.format(token=caller.token) for name, value in headers.items()}
    assert told(caller.put(path, **given)) == said
    assert caller.broken == rules


def test_a_file_that_is_too_large_ends_its_container(caller: Caller) -> None:
    caller.stand_in.set(most_bytes=999)
    container, path = caller.created()
    caller.put(path)
    assert caller.status(container)["status"] == "Error: Media upload has failed with error code 2207026"


def test_refusals_may_come_with_status_200(caller: Caller) -> None:
    caller.stand_in.set(upload_errors_with_200=True)
    _, path = caller.created()
    assert told(caller.put(path, first=1)) == (200, "OffsetInvalidError", True)


def test_the_address_may_tell_its_offset(caller: Caller) -> None:
    _, path = caller.created()
    assert caller.ask("GET", path, Authorization=f"OAuth {caller.token}").status == 404
    caller.stand_in.set(tells_offset=True)
    assert caller.ask("GET", path, Authorization=f"OAuth {caller.token}").json() == {"offset": 0}


def test_bytes_may_be_fetched_by_address(caller: Caller) -> None:
    container, path = caller.created()
    caller.send("POST", path, Authorization=f"OAuth {caller.token}", file_url="https://media.example/v.mp4")
    caller.hours.pass_(seconds=5)
    assert caller.status(container)["status_code"] == "FINISHED"


def test_another_accounts_upload_is_nobodys(caller: Caller) -> None:
    _, path = caller.created()
    caller.token = caller.stand_in.grant("field.notes").access_token
    assert told(caller.put(path)) == (400, "NotAuthorizedError", False)


def test_the_token_of_a_person_opens_what_its_pages_open(caller: Caller) -> None:
    container, path = caller.created()
    caller.token = caller.who.user_token
    assert caller.took(path).status == 200
    assert caller.status(container)["id"] == container


@pytest.mark.parametrize("reason", [*UPLOAD_REASONS, *(name for name, reason in REASONS.items() if reason.words)])
def test_each_documented_refusal_can_be_had(caller: Caller, reason: str) -> None:
    _, path = caller.created()
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="bytes", reason=reason))
    assert "debug_info" in caller.took(path).json()
    assert caller.took(path).status == 200


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (mp4(), "FINISHED"),
        (mp4(codec=b"hvc1"), "FINISHED"),
        (mp4(codec=b"av01"), "ERROR"),
        (mp4(moov_first=False), "ERROR"),
        (mp4(seconds=2), "ERROR"),
        (mp4(seconds=901), "ERROR"),
        (mp4(large_boxes=True), "FINISHED"),
        (b"no video at all", "FINISHED"),
    ],
)
@pytest.mark.parametrize("window", [7, 10_000])
def test_a_file_is_looked_into(caller: Caller, content: bytes, status: str, window: int) -> None:
    container, path = caller.created()
    sent = 0
    while sent < len(content):
        caller.put(path, content[: sent + window], first=sent, size=len(content))
        sent += window
    caller.hours.pass_(seconds=5)
    assert caller.status(container)["status_code"] == status


def test_or_not(caller: Caller) -> None:
    caller.stand_in.set(checks_file=False)
    container, path = caller.created()
    caller.put(path, mp4(codec=b"av01"))
    caller.hours.pass_(seconds=5)
    assert caller.status(container)["status_code"] == "FINISHED"


def test_a_cover_lies_within_the_video(caller: Caller) -> None:
    container, path = caller.created(thumb_offset="10000")
    caller.put(path, mp4(seconds=10))
    caller.hours.pass_(seconds=5)
    assert caller.status(container)["status"].endswith("2207057")
