"""What is armed strikes at its moment: before the video is whole, as its last bytes come, or what is read back."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Kind
from platforms.sandbox.plumbing import Dropped, Request, Response
from platforms.sandbox.rumble import Fault
from platforms.sandbox.rumble.answers import REASONS
from platforms.sandbox.rumble.faults import EMBED, OEMBED, SEARCH, UPLOAD, moments_of
from tests.sandbox.rumble.conftest import FORM, Caller, answered


@pytest.mark.parametrize("at", ["upload", "final", "any"])
@pytest.mark.parametrize(("kind", "is_made"), [("refuse", False), ("drop", False), ("cut", False), ("lose", True), ("spoil", True)])
def test_a_fault_makes_a_video_or_it_does_not(caller: Caller, at: str, kind: str, is_made: bool) -> None:
    caller.stand_in.arm(Fault(kind=Kind(kind), at=at))
    answer = caller.send(caller.form())
    assert isinstance(answer, Dropped) is (kind in ("drop", "cut", "lose"))
    assert len(caller.titles) == is_made
    assert caller.upload(guid="b", description="").json()["success"] is True


def test_a_fault_of_the_last_bytes_strikes_once_they_came(caller: Caller) -> None:
    caller.stand_in.arm(Fault(kind=Kind.DROP, at="final"))
    body = caller.form()
    caller.send(body[:-100], length=len(body))
    assert len(caller.stand_in.world.faults.armed()) == 1
    caller.send(body)
    assert (caller.stand_in.world.faults.armed(), caller.titles) == ([], [])


def test_a_cut_leaves_the_rest_unread(caller: Caller) -> None:
    caller.stand_in.arm(Fault(kind=Kind.CUT, at="upload", after_bytes=700))
    body = caller.form()
    stream = io.BytesIO(body)
    headers = {"Content-Length": str(len(body)), "Content-Type": FORM}
    # A stream that gives what it has at once, as a socket does, hides where it was cut: this one gives a byte at a time.
    request = Request(method="POST", path=UPLOAD, headers=headers, body=Slow(stream))
    assert isinstance(caller.stand_in.answer(request), Dropped)
    assert stream.tell() == 700


class Slow:
    def __init__(self, stream: io.BytesIO) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        return self._stream.read(min(size, 1))


def test_an_early_refusal_leaves_the_video_unread(caller: Caller) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="upload", reason="too_large", early=True))
    body = caller.form(b"v" * 3_000_000)
    stream = io.BytesIO(body)
    headers = {"Content-Length": str(len(body)), "Content-Type": FORM}
    answer = answered(caller.stand_in.answer(Request(method="POST", path=UPLOAD, headers=headers, body=stream)))
    assert answer.status == 413
    assert stream.tell() < len(body)


def test_a_try_of_the_token_is_a_moment_of_its_own(caller: Caller) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="upload"))
    assert caller.upload(None).status == 200
    caller.stand_in.heal()
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="probe"))
    assert caller.upload().status == 200
    assert caller.upload(None).status == 503


@pytest.mark.parametrize("reason", REASONS)
def test_each_answer_that_is_known_can_be_had(caller: Caller, reason: str) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="final", reason=reason))
    answer = caller.upload()
    assert answer.status == REASONS[reason].http
    assert (b"<html" in answer.body) is not bool(REASONS[reason].field)
    assert caller.titles == []


@pytest.mark.parametrize(
    ("at", "path", "arguments"),
    [("search", SEARCH, {"_p": "zc4j3"}), ("embed", EMBED, {"v": "v1"}), ("oembed", OEMBED, {"url": "x"}), ("any", SEARCH, {})],
)
def test_what_is_read_back_can_fail(caller: Caller, at: str, path: str, arguments: dict[str, str]) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at=at, reason="bad_gateway", retry_after=7))
    answer = caller.get(path, **arguments)
    assert (answer.status, answer.header("Retry-After")) == (502, "7")


def test_an_answer_may_come_spoilt(caller: Caller) -> None:
    caller.stand_in.arm(Fault(kind=Kind.SPOIL, at="upload", form=Form.HTML))
    assert b"<html" in caller.upload().body
    assert caller.titles == ["Tide pools"]


@pytest.mark.parametrize(
    ("wrong", "said"), [({"at": "init"}, "no moment"), ({"reason": "quotaExceeded"}, "no answer"), ({"times": -1}, "less than nothing")]
)
def test_what_could_never_come_true_is_not_armed(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Fault.of({"kind": "refuse", **wrong})


def test_a_request_tells_its_moments_by_its_address() -> None:
    def moments(path: str) -> frozenset[str]:
        return moments_of(Request(method="GET", path=path))

    assert moments(UPLOAD) == {"upload", "final", "any"}
    assert (moments(SEARCH), moments(EMBED), moments("/c/x")) == ({"search", "any"}, {"embed", "any"}, {"any"})


# -- switches ------------------------------------------------------------------------------------------------------------
def is_html(answer: Response) -> bool:
    return answer.header("Content-Type").startswith("text/html")


def is_wrong(answer: Response) -> bool:
    said = answer.json()
    return said["success"] is False and said["errors"]["_"]["code"] == "SOMETHING_WENT_WRONG" and bool(said["errors"]["_"]["internal_code"])


@pytest.mark.parametrize(
    ("switch", "status", "looks", "is_made"),
    [
        ("html", 200, is_html, True),
        ("wrong_but_made", 200, is_wrong, True),
        ("wrong_and_not_made", 200, is_wrong, False),
        ("524", 524, is_html, True),
    ],
)
def test_an_upload_may_be_answered_in_ways_that_say_nothing(
    caller: Caller, switch: str, status: int, looks: Callable[[Response], bool], is_made: bool
) -> None:
    caller.stand_in.set(upload_answer=switch)
    answer = caller.upload()
    assert (answer.status, looks(answer), len(caller.titles)) == (status, True, is_made)


@pytest.mark.parametrize(
    ("shape", "errors"),
    [
        ("object", {"license_type": {"code": "INVALID", "message": "license_type is not valid"}}),
        ("list", [{"license_type": {"code": "INVALID", "message": "license_type is not valid"}}]),
        ("absent", None),
    ],
)
def test_errors_come_in_the_shapes_that_a_php_array_may_take(caller: Caller, shape: str, errors: Any) -> None:
    caller.stand_in.set(error_shape=shape)
    said = caller.upload(license_type="3").json()
    assert (said["success"], said.get("errors")) == (False, errors)


def test_a_slow_answer_comes_after_the_video_was_made(caller: Caller) -> None:
    caller.stand_in.set(answer_seconds=90.0)
    before = caller.hours.now
    caller.upload()
    assert (caller.hours.now - before).total_seconds() == 90
    assert caller.stand_in.videos()[0].made_at == before.timestamp()


def test_a_slow_line_takes_its_time(caller: Caller) -> None:
    caller.stand_in.set(bytes_per_second=100)
    before = caller.hours.now
    caller.upload()
    assert (caller.hours.now - before).total_seconds() == pytest.approx(10)


def test_the_api_may_be_switched_off(caller: Caller) -> None:
    caller.stand_in.set(api_off=True)
    assert (caller.upload().status, is_html(caller.upload())) == (503, True)
    assert caller.titles == []
    caller.stand_in.heal()
    assert caller.upload().status == 200


def test_a_licence_may_be_refused(caller: Caller) -> None:
    caller.stand_in.set(licences="0")
    assert list(caller.errors(license_type="6")) == ["license_type"]
    assert caller.upload(license_type="0").json()["success"] is True
