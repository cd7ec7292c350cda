"""Problems: every answer that is no success, told as RFC 9457 has it, under a code that stays."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, UnreadablePostError
from ninja.errors import HttpError, ValidationError

from publisher.services import NotPossible, WouldBeRefused
from publisher.sweep import SweepIsRunning

CONTENT_TYPE = "application/problem+json"
ONE, SEVERAL = "to one", "to several"
"""The kinds of body of a verb that takes two."""
LONGEST_NAME = 100
"""Of a field that was sent and is not known, in characters: it is told back."""

TITLES: Mapping[int, str] = {
    400: "The request could not be understood",
    401: "A token is needed",
    403: "This token may not do that",
    404: "Not found",
    405: "This address does not take that method",
    409: "That does not fit how things stand",
    413: "The request is too large",
    415: "The body has to be JSON",
    422: "Something in the request is not right",
    429: "Too many requests",
    500: "Retake made a mistake",
    503: "Not just now",
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is told: `code` stays, `detail` says what to do, `errors` name the fields that are wrong."""

    status: int
    code: str
    detail: str
    errors: Sequence[Mapping[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


class ApiProblem(Exception):
    """The request ends here, with this problem."""

    def __init__(self, status: int, code: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.problem = Problem(status=status, code=code, detail=detail, **more)


class NotThere(ApiProblem):
    """The same words for what is not there and for what is somebody else's."""

    def __init__(self) -> None:
        super().__init__(404, "not_found", "There is nothing of yours at this address.")


def answer(problem: Problem) -> HttpResponse:
    """Put it into an answer."""
    told: dict[str, Any] = {
        "type": f"urn:retake:problem:{problem.code}",
        "title": TITLES.get(problem.status) or HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
    }
    if problem.errors:
        told["errors"] = list(problem.errors)
    return HttpResponse(json.dumps(told), status=problem.status, content_type=CONTENT_TYPE, headers=dict(problem.headers))


def problem_of(error: BaseException) -> Problem | None:
    """Say what is told of an error; None for what nobody foresaw."""
    return next((tell(error) for kind, tell in _TOLD if isinstance(error, kind)), None)


# -- each kind -------------------------------------------------------------------------------------------------------


def _of_running(error: SweepIsRunning) -> Problem:
    return Problem(status=409, code="sweep_running", detail=str(error), headers={"Retry-After": "10"})


def _of_refused(error: WouldBeRefused) -> Problem:
    found = [
        {"where": "body", "field": each.field, "code": each.code, "detail": f"{each.message} {each.fix}".strip()} for each in error.problems
    ]
    return Problem(status=422, code="would_be_refused", detail="The platform would refuse this, so nothing was made.", errors=found)


def _of_http(error: HttpError) -> Problem:
    if isinstance(error.__cause__, ApiProblem):  # what our own reader of bodies says
        return error.__cause__.problem
    return Problem(status=400, code="not_json", detail="The body could not be read as JSON.")


def _of_invalid(error: ValidationError) -> Problem:
    if any(each["loc"][:1] == ("path",) for each in error.errors):
        return NotThere().problem  # an id that no row can have
    wrong = [_wrong(each["loc"], str(each["msg"])) for each in error.errors]
    return Problem(status=422, code="invalid", detail="Some of it is not right; errors says what. Nothing was done.", errors=wrong)


def _wrong(place: Sequence[Any], message: str) -> Mapping[str, str]:
    """One field that is wrong. Of a body, ninja names the argument of the view first, which is nothing to callers."""
    where, *names = (str(name) for name in place)
    field_of = ".".join(_in_the_body(names) if where == "body" else [name for name in names if name != "asked"])
    return {"where": where, "field": field_of[:LONGEST_NAME], "detail": message.removeprefix("Value error, ")}


def _in_the_body(names: Sequence[str]) -> Sequence[str]:
    """The names that callers know: without the argument's, and without that of one kind of body among several."""
    known = names[1:]
    return known[1:] if known and known[0] in (ONE, SEVERAL) else known


_Tell = Callable[[Any], Problem]
_TOLD: Sequence[tuple[type[BaseException] | tuple[type[BaseException], ...], _Tell]] = (
    (ApiProblem, lambda error: error.problem),
    (NotPossible, lambda error: Problem(status=409, code=error.code, detail=str(error))),
    (WouldBeRefused, _of_refused),
    (SweepIsRunning, _of_running),
    (Http404, lambda error: NotThere().problem),
    (ValidationError, _of_invalid),
    (HttpError, _of_http),
    (UnreadablePostError, lambda error: Problem(status=400, code="broken_off", detail="The request broke off before its end.")),
    (
        (OperationalError, InterfaceError),
        lambda error: Problem(
            status=503, code="database_away", detail="The database does not answer. Ask again.", headers={"Retry-After": "5"}
        ),
    ),
)
