"""R16: bodies and headers come in every form that was seen in the wild."""

import gzip
import json

import pytest

from platforms.sandbox.plumbing import Response
from platforms.sandbox.wire import response_bytes
from platforms.sandbox.youtube import YouTubeStandIn
from tests.sandbox.callers import Caller, video_resource


def refused(caller: Caller) -> Response:
    return caller.start(content=video_resource(title=""))


@pytest.mark.parametrize(("form", "body"), [("html", b"<!DOCTYPE html>"), ("empty", b""), ("list", b"[]"), ("truncated", b'{\n "error"')])
def test_errors_come_in_that_form(stand_in: YouTubeStandIn, caller: Caller, form: str, body: bytes) -> None:
    stand_in.set(error_form=form)
    answer = refused(caller)
    assert answer.status == 400
    assert answer.body.startswith(body)
    with pytest.raises((ValueError, TypeError)):
        json.loads(answer.body)["error"]


def test_gzip_is_declared_and_true(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.set(error_form="gzip")
    answer = refused(caller)
    assert answer.header("Content-Encoding") == "gzip"
    assert json.loads(gzip.decompress(answer.body))["error"]["code"] == 400


def test_a_cut_answer_declares_more_than_it_sends(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.set(error_form="cut")
    head, _, body = response_bytes(refused(caller)).partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body) * 2}".encode() in head or f"Content-Length: {len(body) * 2 + 1}".encode() in head


def test_successes_keep_their_form(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.set(error_form="html")
    assert caller.start().status == 200


def test_header_names_come_in_mixed_case(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.set(mixed_header_case=True)
    names = [name for name, _ in caller.start().headers]
    assert "lOcAtIoN" in names


def test_chunked_answers_are_well_formed(stand_in: YouTubeStandIn, caller: Caller) -> None:
    stand_in.set(chunked_answers=True)
    head, _, body = response_bytes(refused(caller)).partition(b"\r\n\r\n")
    assert b"Transfer-Encoding: chunked" in head
    assert b"Content-Length" not in head
    assert body.endswith(b"0\r\n\r\n")
