"""R4 to R8 and R10: ranges, chunks, gaps, overlaps, interruptions, and the last byte."""

import hashlib
import io
import threading

import pytest

from platforms.sandbox.plumbing import Dropped, Request, Response
from platforms.sandbox.youtube import YouTubeStandIn
from tests.sandbox.callers import BASE, GRAIN, Caller

SIZE = 3 * GRAIN
WHOLE = bytes(range(256)) * (SIZE // 256)


def held(answer: Response) -> str:
    return answer.header("Range")


# -- R4 ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content_range", "body"),
    [
        ("bytes 0-9", b"x" * 10),
        ("0-9/786432", b"x" * 10),
        ("bytes 9-0/786432", b"x" * 10),
        ("bytes 0-786432/786432", b"x" * 10),
        ("bytes 0-19/786432", b"x" * 10),
        ("bytes */786432", b"x"),
        ("bytes 0-9/*", b"x" * 10),
        ("", b""),
    ],
)
def test_a_range_that_makes_no_sense_is_refused_and_recorded(
    stand_in: YouTubeStandIn, caller: Caller, content_range: str, body: bytes
) -> None:
    answer = caller.send("PUT", caller.open(), body=body, headers={"Content-Range": content_range})
    assert isinstance(answer, Response)
    assert answer.status == 400
    assert [violation.rule for violation in stand_in.violations()] == ["R4"]


def test_a_put_has_to_say_how_long_it_is(stand_in: YouTubeStandIn, caller: Caller) -> None:
    answer = caller.send("PUT", caller.open(), headers={"Content-Length": "", "Content-Range": "bytes */786432"})
    assert isinstance(answer, Response)
    assert answer.status == 411


def test_a_total_that_shrinks_is_caught(stand_in: YouTubeStandIn, caller: Caller) -> None:
    answer = caller.put(caller.open(SIZE), WHOLE[:1000], first=0, total=1000)
    assert isinstance(answer, Response)
    assert answer.status == 400
    assert stand_in.videos() == []
    assert stand_in.violations()[0].what.startswith("total changed")


def test_a_question_may_leave_the_size_open(caller: Caller) -> None:
    assert caller.how_far(caller.open(), "*").status == 308


def test_the_whole_file_needs_no_range(stand_in: YouTubeStandIn, caller: Caller) -> None:
    answer = caller.send("PUT", caller.open(SIZE), body=WHOLE)
    assert isinstance(answer, Response)
    assert answer.status == 201
    assert stand_in.violations() == []


# -- R5 ----------------------------------------------------------------------------------------------------------------
def test_a_chunk_that_is_no_multiple_is_refused_in_googles_words(stand_in: YouTubeStandIn, caller: Caller) -> None:
    answer = caller.put(caller.open(), b"x" * 8192, first=0, total=SIZE)
    assert isinstance(answer, Response)
    assert answer.status == 400
    assert b"The received request contained 8192 bytes, which does not meet this requirement" in answer.body
    assert [violation.rule for violation in stand_in.violations()] == ["R5"]


def test_it_can_keep_whole_grains_instead(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.set(keeping="granular")
    answer = caller.put(caller.open(), WHOLE[: GRAIN + 100], first=0, total=SIZE)
    assert isinstance(answer, Response)
    assert held(answer) == f"bytes=0-{GRAIN - 1}"


def test_it_can_keep_less_than_was_sent(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.set(keeping="less")
    session = caller.open(SIZE)
    answer = caller.put(session, WHOLE[: 2 * GRAIN], first=0, total=SIZE)
    assert isinstance(answer, Response)
    assert held(answer) == f"bytes=0-{GRAIN - 1}"
    caller.put(session, WHOLE[GRAIN:], first=GRAIN, total=SIZE)
    assert stand_in.videos()[0].sha256 == hashlib.sha256(WHOLE).hexdigest()


# -- R6 ----------------------------------------------------------------------------------------------------------------
def test_a_gap_is_answered_503_and_nothing_is_kept(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open()
    answer = caller.put(session, b"x" * GRAIN, first=GRAIN, total=SIZE)
    assert isinstance(answer, Response)
    assert answer.status == 503
    assert answer.header("Content-Type").startswith("text/plain")
    assert b"the upload offset is 262144 byte(s), which exceeds already uploaded size of 0 byte(s)" in answer.body
    assert held(caller.how_far(session)) == ""
    assert [violation.rule for violation in stand_in.violations()] == ["R6"]


def test_an_overlap_is_dropped_and_counted(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open()
    caller.put(session, WHOLE[:GRAIN], first=0, total=SIZE)
    answer = caller.put(session, b"y" * GRAIN, first=0, total=SIZE)
    assert isinstance(answer, Response)
    assert (answer.status, held(answer)) == (308, f"bytes=0-{GRAIN - 1}")
    assert stand_in.overlaps() == 1
    assert stand_in.violations() == []


# -- R7 ----------------------------------------------------------------------------------------------------------------
def test_308_says_what_is_held_and_nothing_when_nothing_is(caller: Caller) -> None:
    session = caller.open()
    empty = caller.how_far(session)
    assert (empty.status, empty.reason, empty.body, held(empty)) == (308, "Resume Incomplete", b"", "")
    caller.put(session, WHOLE[:GRAIN], first=0, total=SIZE)
    assert held(caller.how_far(session)) == "bytes=0-262143"


@pytest.mark.parametrize(
    ("arrived", "kept"), [(100, 0), (GRAIN - 1, 0), (GRAIN + 100, GRAIN), (2 * GRAIN, 2 * GRAIN), (SIZE - 1, 2 * GRAIN)]
)
def test_an_interrupted_body_is_kept_to_256_kib(stand_in: YouTubeStandIn, caller: Caller, arrived: int, kept: int) -> None:
    session = caller.open(SIZE)
    assert isinstance(caller.put(session, WHOLE[:arrived], first=0, total=SIZE, cut=SIZE - arrived), Dropped)
    assert held(caller.how_far(session)) == (f"bytes=0-{kept - 1}" if kept else "")
    caller.put(session, WHOLE[kept:], first=kept, total=SIZE)
    assert stand_in.videos()[0].sha256 == hashlib.sha256(WHOLE).hexdigest()


@pytest.mark.parametrize("megabytes", [1, 2, 5])
def test_bodies_that_come_in_drips_are_put_together_again(stand_in: YouTubeStandIn, caller: Caller, megabytes: int) -> None:
    body = bytes(range(256)) * 4096 * megabytes

    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 70_001))

    session = caller.open(len(body))
    headers = {"Content-Length": str(len(body)), "Authorization": f"Bearer {caller.token}"}
    path, _, query = session.removeprefix(BASE).partition("?")
    stand_in.answer(Request(method="PUT", path=path, query=query, headers=headers, body=Dripping(body)))
    assert stand_in.videos()[0].sha256 == hashlib.sha256(body).hexdigest()


# -- R8 ----------------------------------------------------------------------------------------------------------------
def test_the_last_byte_makes_one_video_and_its_answer_is_repeated_for_ever(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open(SIZE)
    caller.put(session, WHOLE[:GRAIN], first=0, total=SIZE)
    final = caller.put(session, WHOLE[GRAIN:], first=GRAIN, total=SIZE)
    assert isinstance(final, Response)
    assert final.status == 201
    assert caller.how_far(session) == caller.how_far(session) == final
    (video,) = stand_in.videos("pub7c1e9a42")
    assert (video.id, video.size, video.sha256) == (final.json()["id"], SIZE, hashlib.sha256(WHOLE).hexdigest())
    assert video.file_name == "pub-7c1e9a42.mp4"
    assert stand_in.violations() == []


def test_the_final_answer_holds_the_parts_that_were_asked_for(caller: Caller) -> None:
    session = caller.open(10)
    final = caller.put(session, b"x" * 10, first=0, total=10)
    assert isinstance(final, Response)
    assert set(final.json()) == {"kind", "etag", "id", "snippet", "status"}
    assert final.json()["status"]["uploadStatus"] == "uploaded"
    assert final.json()["snippet"]["channelId"] == "UCAtelierNord00000000000"


def test_bytes_to_a_finished_session_break_a_rule_and_make_nothing(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open(10)
    final = caller.put(session, b"x" * 10, first=0, total=10)
    assert caller.put(session, b"x" * 10, first=0, total=10) == final
    assert len(stand_in.videos()) == 1
    assert [violation.rule for violation in stand_in.violations()] == ["R8"]


def test_a_request_delivered_late_still_counts(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open(SIZE)
    caller.put(session, WHOLE[:GRAIN], first=0, total=SIZE)
    caller.put(session, WHOLE[GRAIN:], first=GRAIN, total=SIZE)
    late = caller.put(session, WHOLE[GRAIN:], first=GRAIN, total=SIZE)
    assert isinstance(late, Response)
    assert late.status == 201
    assert len(stand_in.videos()) == 1


def test_a_request_that_blows_up_leaves_no_trace(stand_in: YouTubeStandIn, caller: Caller) -> None:
    body = bytes(range(256)) * (12 * GRAIN // 256)
    session, total = caller.open(len(body)), len(body)
    caller.put(session, body[:GRAIN], first=0, total=total)

    class Exploding(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() >= 8 * GRAIN:
                raise RuntimeError("the simulation ends here")
            return super().read(GRAIN)

    rest = total - GRAIN
    headers = {
        "Content-Length": str(rest),
        "Content-Range": f"bytes {GRAIN}-{total - 1}/{total}",
        "Authorization": f"Bearer {caller.token}",
    }
    path, _, query = session.removeprefix(BASE).partition("?")
    with pytest.raises(RuntimeError, match="simulation"):
        stand_in.answer(Request(method="PUT", path=path, query=query, headers=headers, body=Exploding(b"y" * rest)))
    assert held(caller.how_far(session, total)) == f"bytes=0-{GRAIN - 1}"
    caller.put(session, body[GRAIN:], first=GRAIN, total=total)
    assert stand_in.videos()[0].sha256 == hashlib.sha256(body).hexdigest()


# -- R10 ---------------------------------------------------------------------------------------------------------------
def test_two_puts_on_a_session_take_turns(stand_in: YouTubeStandIn, caller: Caller) -> None:
    session = caller.open(SIZE)
    begun, go_on = threading.Event(), threading.Event()

    class Waiting(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            begun.set()
            assert go_on.wait(10)
            return super().read(size)

    headers = {"Content-Length": str(GRAIN), "Content-Range": f"bytes 0-{GRAIN - 1}/{SIZE}", "Authorization": f"Bearer {caller.token}"}
    path, _, query = session.removeprefix(BASE).partition("?")
    slow = Request(method="PUT", path=path, query=query, headers=headers, body=Waiting(WHOLE[:GRAIN]))
    answers: list[Response] = []
    first = threading.Thread(target=stand_in.answer, args=(slow,))
    second = threading.Thread(target=lambda: answers.append(caller.how_far(session)))
    first.start()
    assert begun.wait(10)
    second.start()
    second.join(0.05)
    assert second.is_alive()
    go_on.set()
    first.join(10)
    second.join(10)
    assert held(answers[0]) == "bytes=0-262143"
