"""The page that explains the API, and its OpenAPI document: whole, of ours alone, and true to what is answered."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from publisher.api.urls import api
from tests.publisher.api.conftest import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(alice: User) -> str:
    browser = Client()
    browser.force_login(alice)
    return browser.get("/api/docs").content.decode()


def test_it_has_every_verb_with_an_example(page: str) -> None:
    document = api.get_openapi_schema()
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}</code>" in page
            assert path.replace("{pk}", "1") in page
    assert page.count("<pre ") == sum(len(methods) for methods in document["paths"].values())


def test_it_says_which_are_for_staff_alone(page: str) -> None:
    assert page.count("· for staff") == len(["start", "stop", "trigger", "reset"])


def test_nothing_of_it_comes_from_elsewhere(page: str) -> None:
    assert [each for each in re.findall(r'(?:src|href)="([^"]+)"', page) if not each.startswith(("/", "#", "http://127.0.0.1:8100"))] == []
    assert "<style" not in page
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []


def test_the_pages_of_tokens_and_of_the_api_lead_to_each_other(page: str, alice: User) -> None:
    browser = Client()
    browser.force_login(alice)
    assert 'href="/api/docs"' in browser.get("/account/tokens/").content.decode()
    assert 'href="/account/tokens/"' in page
    assert 'href="/api/openapi.json"' in page


def test_a_visitor_is_led_to_log_in() -> None:
    assert Client().get("/api/docs").headers["Location"] == "/login/?next=/api/docs"


def test_the_document_names_every_problem_and_every_field_says_what_it_is(anybody: Program) -> None:
    document = anybody.get("/openapi.json").body
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            answers = set(told["responses"])
            assert {"401", "403", "429", "500", "503"} <= answers
            assert ({"400", "409", "413", "415", "422"} <= answers) == (method != "get")
            assert ("404" in answers) == ("{pk}" in path or (method, path) == ("post", "/api/publications"))
            assert told["summary"]
            assert told["description"]
            for each in told["parameters"]:
                assert each["in"] == "path" or each["description"]


def test_every_verb_that_writes_takes_a_key(anybody: Program) -> None:
    for methods in anybody.get("/openapi.json").body["paths"].values():
        for method, told in methods.items():
            assert (method != "get") == any(each["name"] == "Idempotency-Key" for each in told["parameters"])


def test_the_fields_of_both_bodies_of_publish_are_explained(page: str) -> None:
    verb = page.split('aria-labelledby="publish"')[1].split("</section>")[0]
    for field in ("video", "connection", "options", "words", "targets"):
        assert f"<dt><code>{field}</code></dt>" in verb
    assert "list of PublishTarget" in verb
    assert "PublicationRead or PublicationsMade" in verb
    assert "</use></svg> PublishTarget" in page or "PublishTarget</summary>" in page
