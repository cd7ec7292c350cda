"""The API put together, and the OpenAPI document that it writes of itself, with every problem that a verb can answer."""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from pydantic import BaseModel, Field

from publisher.api.problems import CONTENT_TYPE, TITLES, Problem, answer, problem_of

log = logging.getLogger(__name__)

_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "A text of your own for this one wish. Sent again with the same request it is answered the same, and done once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}


class WrongField(BaseModel):
    """One thing that is wrong."""

    where: str
    field: str
    detail: str
    code: str | None = None


class ProblemOut(BaseModel):
    """What every answer that is no success looks like (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str = Field(description="What it is, as a code that stays.")
    detail: str = Field(description="What it means, and what to do.")
    errors: list[WrongField] | None = None


class Api(NinjaAPI):
    """ninja's, with problems in place of its own errors."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        problem = problem_of(exc)
        if problem is not None and problem.status >= 500:
            log.warning("The API could not answer: %s", problem.detail, exc_info=exc)
        return answer(problem or _mistake(exc))

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        document["servers"] = [{"url": settings.SITE_URL}]
        schema = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        document["components"]["schemas"] |= {**schema.pop("$defs"), "Problem": schema}
        document["components"]["responses"] = {f"Problem{status}": _failing(status) for status in TITLES}
        for verbs in document["paths"].values():
            for method, verb in verbs.items():
                _finish(verb, method)
        return document


def _mistake(error: BaseException) -> Problem:
    """Log what nobody foresaw, and tell the reference to it and no more."""
    reference = secrets.token_hex(4)
    log.error("The API met a bug, reference %s", reference, exc_info=error)
    return Problem(status=500, code="mistake", detail=f"This is a mistake of Retake's own. Its log has it under the reference {reference}.")


def _finish(verb: dict[str, Any], method: str) -> None:
    """Say what else the verb takes and answers."""
    can_fail = [401, 403, 429, 500, 503]
    if any(each["in"] == "path" for each in verb["parameters"]):
        can_fail.append(404)
    if method in ("post", "delete"):
        verb["parameters"].append(_KEY)
        can_fail += [400, 409, 413, 415, 422]
    elif verb["parameters"]:
        can_fail.append(422)
    for status in sorted(can_fail):
        verb["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}


def _failing(status: int) -> Mapping[str, Any]:
    return {"description": TITLES[status], "content": {CONTENT_TYPE: {"schema": _PROBLEM}}}
