"""The page that explains the API, drawn from its own OpenAPI document: no script, and nothing from elsewhere."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from publisher.api.document import Api
from publisher.api.problems import TITLES

Schema = Mapping[str, Any]
_SIMPLE = {"integer": "whole number", "number": "number", "string": "text", "boolean": "true or false", "object": "object", "null": "null"}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing that is sent or comes back: its name, what it is, and what it is for."""

    name: str
    kind: str
    says: str
    is_required: bool = False


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One kind of object, by the name that fields call it."""

    name: str
    says: str
    fields: list[Field]


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One method of one address."""

    id: str
    method: str
    path: str
    title: str
    says: list[str]
    is_for_staff: bool
    query: list[Field]
    body: list[Field]
    gives: str
    example: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The verbs of one thing."""

    name: str
    verbs: list[Verb]


def page_for(api: Api) -> Any:
    """Make the view of the page that explains this API."""

    @require_safe
    @login_required
    def reference(request: HttpRequest) -> HttpResponse:
        """Show every verb, with what it takes and gives and how to call it."""
        document = api.get_openapi_schema()
        shown = {"chapters": chapters(document), "shapes": shapes(document), "problems": TITLES, "site": settings.SITE_URL}
        return render(request, "api/reference.html", shown)

    return reference


def chapters(document: Schema) -> list[Chapter]:
    """Sort the verbs of the document by what they are about, in its order."""
    found: dict[str, list[Verb]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(_verb(path, method, told, document))
    return [Chapter(name=name, verbs=verbs) for name, verbs in found.items()]


def shapes(document: Schema) -> list[Shape]:
    """Give the objects that come back, by name; what is sent stands beside its verb."""
    known: Mapping[str, Schema] = document["components"]["schemas"]
    told = sorted((name, each) for name, each in known.items() if each.get("properties") and not name.endswith(("Wish", "Because")))
    return [Shape(name=name, says=" ".join(each.get("description", "").split()), fields=list(_fields(each))) for name, each in told]


def _verb(path: str, method: str, told: Schema, document: Schema) -> Verb:
    body = _resolved(told["requestBody"]["content"]["application/json"]["schema"], document) if "requestBody" in told else {}
    success = next(answer for status, answer in told["responses"].items() if str(status).startswith("2"))
    return Verb(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        title=told["summary"],
        says=told["description"].split("\n\n"),
        is_for_staff="StaffToken" in told["security"][0],
        query=[_field(each["name"], each["schema"], required=each["required"]) for each in told["parameters"] if each["in"] == "query"],
        body=list(_fields(body)),
        gives=_kind(success["content"]["application/json"]["schema"]),
        example=_curl(path, method, body),
    )


def _curl(path: str, method: str, body: Schema) -> str:
    """A call that works once the token is put in; what has to be sent is sent as its example."""
    lines = [f"curl {settings.SITE_URL}{path.replace('{pk}', '1')}", '-H "Authorization: Bearer $TOKEN"']
    if method == "post":
        lines[0] += " -X POST"
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    sent = (body.get("examples") or [None])[0]
    if sent:
        lines += ['-H "Content-Type: application/json"', f"-d '{json.dumps(sent)}'"]
    return " \\\n  ".join(lines)


def _fields(schema: Schema) -> Iterator[Field]:
    required = schema.get("required", ())
    for name, each in schema.get("properties", {}).items():
        yield _field(name, each, required=name in required)


def _field(name: str, schema: Schema, *, required: bool) -> Field:
    default = schema.get("default")
    says = schema.get("description", "")
    if default not in (None, "", {}, False):
        says = f"{says} Left out: {default}.".strip()
    return Field(name=name, kind=_kind(schema), says=says, is_required=required)


def _kind(schema: Schema) -> str:
    """Say in words what a value is."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return "one of " + ", ".join(str(each) for each in schema["enum"])
    for several in ("anyOf", "allOf", "oneOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_kind(each) for each in schema[several]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    if schema.get("format") == "date-time":
        return "moment"
    if isinstance(schema.get("additionalProperties"), Mapping):
        return f"by name: {_kind(schema['additionalProperties'])}"
    return _SIMPLE.get(str(schema.get("type", "")), "anything")


def _resolved(schema: Schema, document: Schema) -> Schema:
    """Follow a reference to what it names; of several kinds, give the fields of all, as the first of them says it."""
    inner = schema.get("allOf", [schema])[0]
    found: Schema = document["components"]["schemas"][inner["$ref"].rpartition("/")[2]] if "$ref" in inner else inner
    return _together([_resolved(each, document) for each in found["oneOf"]]) if "oneOf" in found else found


def _together(kinds: Sequence[Schema]) -> Schema:
    fields = {name: each for kind in reversed(kinds) for name, each in kind["properties"].items()}
    named = [name for kind in kinds for name in kind["properties"]]
    required = set.intersection(*(set(kind.get("required", ())) for kind in kinds))
    examples = [example for kind in kinds for example in kind.get("examples", ())]
    return {"properties": {name: fields[name] for name in dict.fromkeys(named)}, "required": sorted(required), "examples": examples}
