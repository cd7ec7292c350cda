"""The table of YouTube's refusals: what each becomes."""

import http.client
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from platforms import errors
from platforms.errors import Scope
from platforms.http import Answer
from platforms.sandbox.youtube.reasons import REASONS, Lesson
from platforms.sandbox.youtube.refusals import refusal
from platforms.youtube.errors import BY_STATUS, TABLE, Kind
from platforms.youtube.refusals import error_of

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
CLASSES = {
    Kind.REFUSED: errors.Refused,
    Kind.MISCONFIGURED: errors.Misconfigured,
    Kind.UNAUTHORIZED: errors.Unauthorized,
    Kind.TRANSIENT: errors.Transient,
    Kind.RATE_OF_ACCOUNT: errors.RateLimited,
    Kind.RATE_OF_APP: errors.RateLimited,
    Kind.QUOTA_OF_ACCOUNT: errors.QuotaExceeded,
    Kind.QUOTA_OF_APP: errors.QuotaExceeded,
}
LESSONS: dict[Lesson, tuple[type[errors.PlatformError], ...]] = {
    Lesson.TRANSIENT: (errors.Transient,),
    Lesson.RATE: (errors.RateLimited,),
    Lesson.QUOTA: (errors.QuotaExceeded,),
    Lesson.CAP: (errors.QuotaExceeded,),
    Lesson.AUTH: (errors.Unauthorized,),
    Lesson.EDIT: (errors.Refused,),
    Lesson.ACCOUNT: (errors.Refused, errors.Unauthorized),
    Lesson.OPERATOR: (errors.Misconfigured,),
    Lesson.DEFECT: (errors.Refused,),
    Lesson.PLAYLIST: (errors.Refused,),
    Lesson.CAPTIONS: (errors.Refused, errors.Transient),
    Lesson.THUMBNAIL: (errors.Refused, errors.RateLimited),
}


def answer(status: int, body: Any = b"", **headers: str) -> Answer:
    told = http.client.HTTPMessage()
    for name, value in headers.items():
        told[name.replace("_", "-")] = value
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status=status, reason="", headers=told, body=content)


def envelope(status: int, reason: str, *, domain: str = "global", message: str = "Words.", **more: Any) -> Answer:
    return answer(status, {"error": {"code": status, "message": message, "errors": [{"domain": domain, "reason": reason}], **more}})


@pytest.mark.parametrize(
    ("row", "status", "reason"),
    [(row, status, reason) for row in TABLE for status in row.http for reason in sorted(row.reasons)],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_every_row_of_the_table_is_reached(row: Any, status: int, reason: str) -> None:
    error = error_of(envelope(status, reason, domain=row.domain or "global"))
    assert type(error) is CLASSES[row.kind]
    assert error.code == row.code
    assert error.message == row.message
    assert error.http_status == status
    assert reason in error.detail


def test_every_row_names_its_source_and_every_final_refusal_says_what_mends_it() -> None:
    for row in (*TABLE, *BY_STATUS):
        assert row.source
        assert row.message
        assert row.fix or row.kind in (Kind.TRANSIENT, Kind.RATE_OF_ACCOUNT, Kind.RATE_OF_APP)


@pytest.mark.parametrize("key", [key for key in REASONS if key not in ("notImplemented",)])
def test_every_documented_error_teaches_its_lesson(key: str) -> None:
    response = refusal(key).response
    error = error_of(answer(response.status, response.body))
    assert isinstance(error, LESSONS[REASONS[key].lesson])


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (302, errors.Transient),
        (400, errors.Refused),
        (401, errors.Unauthorized),
        (403, errors.Refused),
        (404, errors.Refused),
        (408, errors.Transient),
        (409, errors.Transient),
        (413, errors.Refused),
        (416, errors.Transient),
        (418, errors.Refused),
        (429, errors.RateLimited),
        (500, errors.Transient),
        (501, errors.Refused),
        (502, errors.Transient),
        (503, errors.Transient),
        (504, errors.Transient),
    ],
)
@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"<html><h1>No</h1></html>", b'{"error":', b'{"error":[]}', b'{"error":{"errors":[]}}']
)
def test_a_body_of_any_shape_is_read_by_its_status(status: int, body: bytes, expected: type[errors.PlatformError]) -> None:
    assert type(error_of(answer(status, body))) is expected


def test_a_used_up_day_of_uploads_is_told_from_a_short_rate_limit() -> None:
    response = refusal("uploadsPerDay").response
    error = error_of(answer(response.status, response.body))
    assert isinstance(error, errors.QuotaExceeded)
    assert error.scope is Scope.APP
    assert error.code == "upload_quota_used_up"


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        (
            [{"reason": "RATE_LIMIT_EXCEEDED", "metadata": {"quota_unit": "1/d/{project}", "quota_metric": "…/default"}}],
            errors.QuotaExceeded,
        ),
        ([{"reason": "RATE_LIMIT_EXCEEDED", "metadata": {"quota_limit": "defaultPerDayPerProject"}}], errors.QuotaExceeded),
        ([{"reason": "RATE_LIMIT_EXCEEDED", "metadata": {"quota_unit": "1/min/{project}/{user}"}}], errors.RateLimited),
        ([], errors.RateLimited),
        ("odd", errors.RateLimited),
    ],
)
def test_the_quotas_own_words_decide(details: Any, expected: type[errors.PlatformError]) -> None:
    assert isinstance(error_of(envelope(429, "rateLimitExceeded", details=details)), expected)


def test_a_limit_per_minute_is_over_after_a_minute() -> None:
    error = error_of(envelope(429, "rateLimitExceeded", details=[{"metadata": {"quota_unit": "1/min/{project}"}}]))
    assert isinstance(error, errors.RateLimited)
    assert error.retry_after == timedelta(minutes=1)


@pytest.mark.parametrize(("said", "wait"), [("7", timedelta(seconds=7)), ("999999999", timedelta(hours=24)), ("soon", None), ("-3", None)])
def test_it_waits_as_long_as_it_is_asked_to(said: str, wait: timedelta | None) -> None:
    error = error_of(answer(503, b"", Retry_After=said))
    assert isinstance(error, errors.Transient)
    assert error.retry_after == wait


def test_quotas_say_when_they_come_back() -> None:
    for key in ("quotaExceeded", "uploadLimitExceeded"):
        response = refusal(key).response
        error = error_of(answer(response.status, response.body))
        assert isinstance(error, errors.QuotaExceeded)
        assert NOW < error.resets_at(NOW) <= NOW + timedelta(hours=25)


def test_the_channels_own_cap_binds_the_channel_alone() -> None:
    error = error_of(envelope(400, "uploadLimitExceeded"))
    assert isinstance(error, errors.QuotaExceeded)
    assert error.scope is Scope.ACCOUNT


def test_the_platforms_words_are_kept_without_markup_and_secrets() -> None:
    error = error_of(envelope(403, "quotaExceeded", message='Over <a href="/q?key=1">quota</a> for Bearer ya29.secret-token'))
    assert "quota" in error.detail
    assert "<a" not in error.detail
    assert "ya29" not in error.detail
    assert "ya29" not in str(error)
