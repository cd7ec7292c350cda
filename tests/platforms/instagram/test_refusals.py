"""What Instagram's refusals become: by subcode, then code, then what is said to pass, then the status."""

import json
from datetime import timedelta
from http.client import HTTPMessage
from typing import Any

import pytest

from platforms import errors
from platforms.exchange import Answer
from platforms.instagram.errors import TABLE, Kind
from platforms.instagram.refusals import error_of, failure_of, is_refusal, row_of
from platforms.instagram.usage import Usage, usage_in
from platforms.pace import FreeTurns

TURNS = FreeTurns()


def answer(error: Any = None, *, status: int = 400, headers: dict[str, str] | None = None, body: bytes | None = None) -> Answer:
    told = HTTPMessage()
    for name, value in (headers or {}).items():
        told[name] = value
    said = body if body is not None else json.dumps({"error": error} if error is not None else {}).encode()
    return Answer(status=status, reason="", headers=told, body=said)


def test_the_subcode_decides_before_the_code() -> None:
    spam = error_of(answer({"code": 4, "error_subcode": 2207051}), TURNS)
    too_fast = error_of(answer({"code": 4, "error_subcode": 99}), TURNS)
    assert isinstance(spam, errors.RateLimited)
    assert (spam.code, spam.scope, spam.retry_after) == ("taken_for_spam", errors.Scope.ACCOUNT, timedelta(days=1))
    assert isinstance(too_fast, errors.RateLimited)
    assert (too_fast.code, too_fast.scope) == ("app_rate_limited", errors.Scope.APP)


@pytest.mark.parametrize(
    ("said", "kind", "code"),
    [
        ({"code": 190, "error_subcode": 463}, errors.Unauthorized, "access_refused"),
        ({"code": 190, "error_subcode": 459}, errors.Unauthorized, "checkpoint"),
        ({"code": 214}, errors.Unauthorized, "scope_missing"),
        ({"code": 100, "error_subcode": 33}, errors.Unauthorized, "account_gone"),
        ({"code": 100}, errors.Refused, "request_refused"),
        ({"code": 100, "is_transient": True}, errors.Transient, "platform_down"),
        ({"code": 80002}, errors.RateLimited, "rate_limited"),
        ({"code": 9, "error_subcode": 2207042}, errors.QuotaExceeded, "too_many_posts"),
        ({"code": 9004, "error_subcode": 2207052}, errors.Transient, "not_fetched"),
        ({"code": "352", "error_subcode": "2207026"}, errors.Refused, "file_refused"),
        ({"code": 87654}, errors.Refused, "refused"),
    ],
)
def test_each_kind_of_refusal_is_told_apart(said: dict[str, Any], kind: type[errors.PlatformError], code: str) -> None:
    found = error_of(answer(said), TURNS)
    assert (type(found), found.code) == (kind, code)


@pytest.mark.parametrize(
    ("status", "body", "code"), [(502, b"<html>", "platform_down"), (429, b"", "rate_limited"), (401, b"{}", "access_refused")]
)
def test_without_an_envelope_the_status_decides(status: int, body: bytes, code: str) -> None:
    assert error_of(answer(status=status, body=body), TURNS).code == code


def test_an_error_within_a_success_is_a_refusal() -> None:
    assert is_refusal(answer({"code": 1}, status=200))
    assert not is_refusal(answer(status=200, body=b'{"id": "1"}'))


def test_a_container_tells_why_it_failed_in_the_text_of_its_status() -> None:
    known = failure_of("Error: Media upload has failed with error code 2207026", TURNS)
    bare = failure_of("2207003", TURNS)
    odd = failure_of("Error: something else, 12207026999", TURNS)
    assert [each.code for each in (known, bare, odd)] == ["file_refused", "fetch_too_slow", "failed_there"]
    assert all(each.nothing_exists for each in (known, bare, odd))


def test_only_outright_refusals_count_as_plain() -> None:
    plain = {(row.named, row.subcode) for row in TABLE if row.is_plain}
    assert {(9007, 2207027), (24, 2207008), (9, 2207042), (190, 0), (80002, 0)} <= plain
    assert not plain & {(4, 2207051), (506, 0), (368, 0), (1, 0), (2, 0), (-1, 2207001)}
    assert not row_of(answer({"code": 4, "error_subcode": 2207051})).is_plain


def test_trouble_that_passes_never_ends_as_a_refusal() -> None:
    assert {row.kind for row in TABLE if row.named in (1, 2, -1) and not row.subcode} == {Kind.TRANSIENT}


def test_the_wait_is_as_long_as_the_headers_say() -> None:
    usage = {"178": [{"type": "instagram", "call_count": 100, "total_cputime": 3, "total_time": 4, "estimated_time_to_regain_access": 37}]}
    found = error_of(answer({"code": 80002}, headers={"X-Business-Use-Case-Usage": json.dumps(usage)}), TURNS)
    assert isinstance(found, errors.RateLimited)
    assert found.retry_after == timedelta(minutes=37)


def test_a_token_in_the_words_of_a_refusal_is_hidden() -> None:
    found = error_of(answer({"code": 190, "message": "Error validating access_token=EAAB0123456789abcdefghijklmnopqrstuvwxyz"}), TURNS)
    assert "EAAB" not in found.detail


@pytest.mark.parametrize(
    ("headers", "percent"),
    [
        ({}, 0),
        ({"X-App-Usage": '{"call_count": 12, "total_cputime": 80, "total_time": 1}'}, 80),
        ({"X-App-Usage": "nonsense", "X-Business-Use-Case-Usage": '{"1": [{"call_count": 91}], "2": "odd"}'}, 91),
        ({"X-Business-Use-Case-Usage": "[1, 2]"}, 0),
    ],
)
def test_the_highest_figure_of_the_headers_counts(headers: dict[str, str], percent: float) -> None:
    assert usage_in(answer(status=200, headers=headers)).percent == percent


def test_an_account_is_slowed_before_it_is_throttled() -> None:
    minute = timedelta(minutes=1)
    assert [Usage(percent=each).slowed(minute) for each in (74, 75, 90)] == [minute, 3 * minute, 8 * minute]
    assert [Usage(percent=each).pause for each in (89, 90)] == [None, timedelta(minutes=15)]
    assert Usage(regained_in=timedelta(minutes=5)).pause == timedelta(minutes=5)
