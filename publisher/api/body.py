"""Bodies: JSON that every reader takes for the same, in requests; and in answers written in one way, whichever verb gives them."""

import json
import re
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from publisher.api.problems import ApiProblem

_UNFIT = re.compile("[\x00\ud800-\udfff]")


class StrictParser(Parser):
    """Reads a JSON object. Raises `ApiProblem`, which ninja wraps and `problems` unwraps."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        if request.content_type != "application/json":
            raise ApiProblem(415, "not_json", "Send the body as JSON: Content-Type: application/json.")
        try:
            text = request.body.decode("utf-8")
            read = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_number)
            _insist_on_fit(read)
        except (ValueError, RecursionError) as wrong:
            raise ApiProblem(400, "not_json", "The body is no JSON that can be read in one way only.") from wrong
        if not isinstance(read, dict):
            raise ApiProblem(422, "invalid", "The body has to be a JSON object.")
        return read


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a name comes twice")
    return read


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _insist_on_fit(value: Any) -> None:
    """Raise ValueError for text that no database keeps: NULs, and halves of characters."""
    match value:
        case str():
            if _UNFIT.search(value):
                raise ValueError("text that cannot be kept")
        case list():
            for each in value:
                _insist_on_fit(each)
        case dict():
            for name, each in value.items():
                _insist_on_fit(name)
                _insist_on_fit(each)


class WholeRenderer(BaseRenderer):
    """Writes moments whole; ninja's own cuts them off at milliseconds, and one read would not be the moment that is kept."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return to_json(data)
