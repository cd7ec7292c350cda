"""Every answer that is no success is a problem in JSON with a code that stays, whatever went wrong and wherever."""

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from publisher.api import post_retry
from publisher.api.door import MOST_BYTES
from tests.publisher.api.conftest import Program, Standing, read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/nothing", "/post-retry", "/post-retry/", "/post-retry/x/retry", "/openapi", "/%00", "/%FF", "/'"])
def test_what_is_not_there(anybody: Program, path: str) -> None:
    told = anybody.get(path)
    assert (told.status, told.code) == (404, "not_found")


def test_a_slash_too_many_leads_on_with_the_method(staffs: Program) -> None:
    told = staffs.post("/post-retry/stop/")
    assert (told.status, told.headers["Location"]) == (308, "/api/post-retry/stop")
    assert staffs.get("/post-retry/stats/", period="7d").headers["Location"] == "/api/post-retry/stats?period=7d"


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/post-retry/start", "POST"),
        ("POST", "/post-retry/status", "GET"),
        ("DELETE", "/post-retry/1/retry", "POST"),
        ("TRACE", "/post-retry/stats", "GET"),
    ],
)
def test_another_method_says_which_is_taken(staffs: Program, method: str, path: str, allow: str) -> None:
    told = staffs.ask(method, path)
    assert (told.status, told.code, told.headers["Allow"]) == (405, "method_not_allowed", allow)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""]
)
def test_a_body_that_is_no_json_by_its_name(staffs: Program, kind: str) -> None:
    told = staffs.ask("POST", "/post-retry/stop", data='{"reason": "x"}', kind=kind)
    assert (told.status, told.code) == (415, "not_json")


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "",
        "nan",
        '{"reason": NaN}',
        '{"reason": "a", "reason": "b"}',
        '{"reason": "\\u0000"}',
        '{"reason": "\\ud800"}',
        "[" * 50_000,
        b"\xff",
        "\ufeff{}",
        '{"a": ' + "9" * 5000 + "}",
    ],
)
def test_a_body_that_is_no_json_by_its_bytes(staffs: Program, body: str | bytes) -> None:
    told = staffs.ask("POST", "/post-retry/stop", data=body)
    if body:
        assert (told.status, told.code) == (400, "not_json")
    else:
        assert told.status == 200


@pytest.mark.parametrize("body", ["[]", '"x"', "1", "null", "true"])
def test_a_body_that_is_no_object(staffs: Program, body: str) -> None:
    told = staffs.ask("POST", "/post-retry/stop", data=body)
    assert (told.status, told.code) == (422, "invalid")


def test_a_body_that_is_too_large_is_not_even_read(anybody: Program) -> None:
    told = anybody.ask("POST", "/post-retry/stop", data=b" " * (MOST_BYTES + 1))
    assert (told.status, told.code) == (413, "too_large")


def test_what_is_wrong_is_named(hers: Program) -> None:
    told = hers.get("/post-retry/failed", limit="1000", platform="Nope!")
    assert (told.status, told.code) == (422, "invalid")
    assert {(each["where"], each["field"]) for each in told.body["errors"]} == {("query", "limit"), ("query", "platform")}


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.0", " 5", "1_0", "٥", "abc", "1e1", "9" * 30])
def test_a_number_is_its_digits(hers: Program, limit: str) -> None:
    assert hers.get("/post-retry/failed", limit=limit).status == 422


def test_what_is_given_twice_is_refused(hers: Program) -> None:
    told = hers.ask("GET", "/post-retry/failed?limit=1&limit=2")
    assert "more than once" in told.body["errors"][0]["detail"]


def test_a_host_that_is_not_ours(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["retake.example"]
    assert read(Client().get("/api/post-retry/status", headers={"host": "evil.example"})).status == 400


def test_a_bug_of_ours_tells_a_reference_and_no_more(
    staffs: Program, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("a secret of the inside")

    settings.DEBUG = True
    monkeypatch.setattr(post_retry, "status_now", broken)
    told = staffs.get("/post-retry/status")
    assert (told.status, told.code) == (500, "mistake")
    assert "secret" not in str(told.body)
    reference = told.body["detail"].rpartition(" ")[2].rstrip(".")
    assert f"reference {reference}" in caplog.text
    assert "a secret of the inside" in caplog.text


def test_a_database_that_is_away(staffs: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("no such server")

    monkeypatch.setattr(post_retry, "status_now", away)
    told = staffs.get("/post-retry/status")
    assert (told.status, told.code, told.headers["Retry-After"]) == (503, "database_away", "5")


def test_a_page_is_no_part_of_it(alice: User, standing: Standing) -> None:
    browser = Client()
    browser.force_login(alice)
    assert browser.get("/nothing").headers["Content-Type"].startswith("text/html")
