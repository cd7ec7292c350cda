"""Programs of Alice, Bob, Charlie and Sam, each with a token; and Alice's publications at any stage."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from platforms import clock, http
from platforms.models import Connection
from publisher.models import ApiToken, Publication
from publisher.models.api_token import digest_of, new_token
from tests.factories import AssetFactory, ConnectionFactory, PublicationFactory
from tests.publisher.stages import STAGES

Standing = Callable[..., Publication]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, held against what every answer of the API has."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        return str(self.body["code"])


@dataclass(frozen=True, kw_only=True)
class Program:
    """Something that asks the API, with a token or without."""

    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **query: Any) -> Answer:
        return self.ask("GET", path, query_params=query)

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Answer:
        sent = {**({"Idempotency-Key": key} if key else {}), **headers}
        return self.ask("POST", path, data=b"" if body is None else json.dumps(body), headers=sent)

    def ask(self, method: str, path: str, *, data: bytes | str = b"", kind: str = "application/json", **more: Any) -> Answer:
        headers = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **self.headers, **more.pop("headers", {})}
        client = Client(raise_request_exception=False)
        response = client.generic(method, f"/api{path}", data, content_type=kind, headers=headers, **more)
        return read(response)


def read(response: HttpResponse) -> Answer:
    """Take an answer; whatever it says, it is JSON, uncached, and an error is a problem."""
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    body = json.loads(response.content) if response.content else None
    if response.status_code >= 400:
        assert response.headers["Content-Type"] == "application/problem+json"
        assert {"type", "title", "status", "code", "detail"} <= body.keys() <= {"type", "title", "status", "code", "detail", "errors"}
        assert body["status"] == response.status_code
        assert body["type"] == f"urn:retake:problem:{body['code']}"
        assert "Traceback" not in response.content.decode()
    return Answer(status=response.status_code, body=body, headers=dict(response.headers))


def token_of(user: User, **changes: Any) -> str:
    """Make a token as its page makes it; gives its text."""
    token = new_token()
    ApiToken.objects.create(user=user, name="a script", start=token[:12], digest=digest_of(token), created_at=clock.now(), **changes)
    return token


@pytest.fixture(autouse=True)
def no_network_and_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """No verb asks a platform; and wrong tokens of one test do not count in the next."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the API asked the network")

    monkeypatch.setattr(http, "connect", refuse)
    cache.clear()


@pytest.fixture
def anybody() -> Program:
    return Program()


@pytest.fixture
def hers(alice: User) -> Program:
    return Program(token=token_of(alice))


@pytest.fixture
def bobs(bob: User) -> Program:
    return Program(token=token_of(bob))


@pytest.fixture
def staffs(sam: User) -> Program:
    return Program(token=token_of(sam))


@pytest.fixture
def atelier(alice: User) -> Connection:
    return ConnectionFactory(user=alice, name="Atelier Nord")


@pytest.fixture
def standing(atelier: Connection) -> Standing:
    """Makes a publication of Alice's at a stage of `STAGES`, of a video of its own unless told otherwise."""

    def make(stage: str, *, connection: Connection = atelier, **changes: Any) -> Publication:
        asset = changes.pop("asset", None) or AssetFactory(video__owner=connection.user)
        return PublicationFactory(connection=connection, asset=asset, **{**STAGES[stage](clock.now()), **changes})

    return make
