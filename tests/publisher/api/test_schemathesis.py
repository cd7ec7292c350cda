"""schemathesis over the OpenAPI document, in process: whatever it makes up, as whomever, the answers are as documented.

The short form tries the same few of each verb every time; `API_FUZZ=1000` tries that many, anew each time.
"""

import os
from collections.abc import Iterator

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from publisher.api import post_retry, throttle
from publisher.api.fields import NOTHING
from publisher.api.urls import api
from publisher.models import ApiToken, Publication
from tests.factories import AttemptFactory
from tests.publisher.api.conftest import Standing, token_of

pytestmark = pytest.mark.django_db

load_all_checks()
DOCUMENT = schemathesis.openapi.from_dict(api.get_openapi_schema())
DOCUMENT.app = WSGIHandler()
VERBS = {verb.ok().label: verb.ok() for verb in DOCUMENT.get_all_operations()}
EXCLUDED = [
    # A cursor, an option or a link can look right and be none.
    positive_data_acceptance,
]
MANY = int(os.environ.get("API_FUZZ", "0"))
FEW = 3
tries = settings(
    max_examples=MANY or FEW,
    derandomize=not MANY,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The test's own, which a web server would close between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def tokens(alice: User, bob: User, sam: User, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(throttle, "MOST_A_MINUTE", 10**9)  # it makes up tokens too
    return {"anonymous": "", "owner": token_of(alice), "other": token_of(bob), "staff": token_of(sam)}


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("role", ["anonymous", "owner", "other", "staff"])
@pytest.mark.parametrize("verb", VERBS.values(), ids=list(VERBS))
def test_every_answer_is_as_documented(
    tokens: dict[str, str], standing: Standing, verb: APIOperation, role: str, mode: GenerationMode
) -> None:
    row = standing("failed")
    AttemptFactory(publication=row)
    headers = {"Authorization": f"Bearer {tokens[role]}"} if tokens[role] else {}
    known = {"pk": {"/api/videos": row.video_id, "/api/connections": row.connection_id}.get(verb.path.partition("/{")[0], row.pk)}
    strategy = verb.as_strategy(generation_mode=mode, **({"path_parameters": known} if "{pk}" in verb.path else {}))

    @tries
    @given(case=strategy)
    def try_one(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, excluded_checks=EXCLUDED)

    try_one()
    # However much was asked, nothing was done for whom it does not belong to.
    if role in ("anonymous", "other"):
        assert Publication.objects.get(pk=row.pk).state == "failed"
        assert ApiToken.objects.count() == 3


def test_an_answer_that_is_not_as_documented_would_be_noticed(tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_retry, "status_now", lambda: NOTHING)
    case = VERBS["POST /api/post-retry/start"].Case(body={})
    with pytest.raises(FailureGroup, match="required property"):
        case.call_and_validate(headers={"Authorization": f"Bearer {tokens['staff']}"})
