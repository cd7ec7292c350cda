"""Who may do what: every verb of the document against every kind of caller, held by one table."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from platforms import clock
from publisher.api.urls import api
from publisher.models.api_token import new_token
from tests.factories import FitFactory
from tests.publisher.api.conftest import Answer, Program, Standing, token_of

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "unknown token", "revoked", "expired", "reads only", "owner", "other", "staff", "staff, reads only")
Statuses = tuple[int, int, int, int, int, int, int, int, int]

NOBODY = (401, 401, 401, 401)
EVERYBODY_READS: Statuses = (*NOBODY, 200, 200, 200, 200, 200)
OWNER_READS: Statuses = (*NOBODY, 200, 200, 404, 200, 200)
OWNER_AND_STAFF_ACT: Statuses = (*NOBODY, 403, 200, 404, 200, 403)
STAFF_ACTS: Statuses = (*NOBODY, 403, 403, 403, 200, 403)

# Each of them on a failed publication of the owner's. Whoever acts finds it as it was.
RULES: dict[tuple[str, str], Statuses] = {
    ("post", "/post-retry/start"): STAFF_ACTS,
    ("post", "/post-retry/stop"): STAFF_ACTS,
    ("post", "/post-retry/trigger"): STAFF_ACTS,
    ("get", "/post-retry/status"): EVERYBODY_READS,
    ("get", "/post-retry/failed"): EVERYBODY_READS,
    ("post", "/post-retry/{pk}/retry"): OWNER_AND_STAFF_ACT,
    ("post", "/post-retry/{pk}/reset"): STAFF_ACTS,
    ("get", "/post-retry/stats"): EVERYBODY_READS,
    ("get", "/publications"): EVERYBODY_READS,
    # What there is to be found is wrong of this wish; who may make one for whom is in test_publish.py.
    ("post", "/publications"): (*NOBODY, 403, 422, 422, 422, 403),
    ("get", "/publications/{pk}"): OWNER_READS,
    ("post", "/publications/{pk}/retry"): OWNER_AND_STAFF_ACT,
    # Nothing of one that failed is there.
    ("delete", "/publications/{pk}"): (*NOBODY, 403, 409, 404, 409, 403),
    ("post", "/publications/{pk}/cancel"): OWNER_AND_STAFF_ACT,
    # Of one that failed nobody is asked.
    ("post", "/publications/{pk}/confirm"): (*NOBODY, 403, 409, 404, 409, 403),
    ("post", "/publications/{pk}/reschedule"): (*NOBODY, 403, 409, 404, 409, 403),
    # Of one that failed there is no post to change.
    ("post", "/publications/{pk}/revise"): (*NOBODY, 403, 409, 404, 409, 403),
    ("get", "/videos"): EVERYBODY_READS,
    ("get", "/videos/{pk}"): OWNER_READS,
    ("delete", "/videos/{pk}"): (*NOBODY, 403, 202, 404, 202, 403),
    ("get", "/videos/{pk}/fits"): OWNER_READS,
    # As with publications, something is wrong of this wish.
    ("post", "/videos/{pk}/fits"): (*NOBODY, 403, 422, 422, 422, 403),
    ("get", "/fits/{pk}"): OWNER_READS,
    ("post", "/fits/{pk}/cancel"): OWNER_AND_STAFF_ACT,
    ("get", "/connections"): EVERYBODY_READS,
    ("get", "/connections/{pk}"): OWNER_READS,
}
BODIES: dict[str, dict[str, Any]] = {
    "/publications": {},
    "/videos/{pk}/fits": {},
    "/publications/{pk}/confirm": {"is_there": False},
    "/publications/{pk}/revise": {},
    "/publications/{pk}/reschedule": {"at": None},
}


@pytest.fixture
def programs(alice: User, bob: User, sam: User) -> dict[str, Program]:
    now = clock.now()
    tokens = {
        "anonymous": "",
        "unknown token": new_token(),
        "revoked": token_of(alice, revoked_at=now),
        "expired": token_of(alice, expires_at=now - timedelta(days=1)),
        "reads only": token_of(alice, reads_only=True),
        "owner": token_of(alice),
        "other": token_of(bob),
        "staff": token_of(sam),
        "staff, reads only": token_of(sam, reads_only=True),
    }
    return {role: Program(token=token) for role, token in tokens.items()}


def verbs() -> list[tuple[str, str]]:
    paths = api.get_openapi_schema()["paths"]
    return [(method, path.removeprefix("/api")) for path, methods in paths.items() for method in methods]


def test_the_table_has_every_verb_of_the_document() -> None:
    assert sorted(RULES) == sorted(verbs())


@pytest.mark.parametrize("verb", RULES, ids=" ".join)
@pytest.mark.parametrize("role", ROLES)
def test_each_is_answered_as_the_table_says(programs: dict[str, Program], standing: Standing, verb: tuple[str, str], role: str) -> None:
    assert ask(programs[role], verb, standing).status == RULES[verb][ROLES.index(role)]


@pytest.mark.parametrize("verb", [verb for verb in RULES if "{pk}" in verb[1]], ids=" ".join)
def test_what_is_somebody_elses_cannot_be_told_from_what_is_not_there(
    programs: dict[str, Program], standing: Standing, verb: tuple[str, str]
) -> None:
    method, path = verb
    theirs = ask(programs["other"], verb, standing)
    address = path.replace("{pk}", "987654321")
    none = said_to(programs["other"], method, address, BODIES.get(path))
    assert (theirs.status, theirs.body) == (none.status, none.body)


def ask(program: Program, verb: tuple[str, str], standing: Standing) -> Answer:
    method, path = verb
    row = standing("failed")
    fit = FitFactory(source=row.asset)
    pk = {"/videos": row.video_id, "/connections": row.connection_id, "/fits": fit.pk}.get(path.partition("/{pk}")[0], row.pk)
    address = path.replace("{pk}", str(pk))
    return said_to(program, method, address, BODIES.get(path))


def said_to(program: Program, method: str, address: str, body: Any) -> Answer:
    match method:
        case "get":
            return program.get(address)
        case "delete":
            return program.ask("DELETE", address)
    return program.post(address, body)
