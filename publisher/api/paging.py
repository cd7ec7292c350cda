"""Pages of a list: by key, newest first, each with a signed cursor to the next; nothing is skipped or shown twice."""

import hashlib
import json
from typing import Annotated, Any, Generic, Self, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.http import QueryDict
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from publisher.api.fields import Whole
from publisher.api.problems import ApiProblem

MOST = 100
_SALT = "retake.api.cursor"
Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


class Asked(BaseModel):
    """What may be asked of an address by its query, and nothing else."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def nothing_else(cls, given: Any, info: ValidationInfo) -> Any:
        """ninja passes on what is known alone, so that the rest is looked for in the request itself."""
        query: QueryDict = info.context["request"].GET if info.context else QueryDict()
        unknown = sorted(name[:50] for name in query if name not in cls.model_fields)
        if unknown:
            raise ValueError(f"Nothing is known here of {', '.join(unknown)}.")
        twice = sorted(name for name in query if len(query.getlist(name)) > 1)
        if twice:
            raise ValueError(f"Given more than once: {', '.join(twice)}.")
        return given


class AskedPage(Asked):
    """Which page of a list."""

    limit: Annotated[Whole, Field(ge=1, le=MOST, description="How many at most.")] = 25
    cursor: Annotated[
        str, Field(max_length=500, pattern=r"^[\w:=-]*$", description="`next_cursor` of the page before; none for the first.")
    ] = ""

    @property
    def filters(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude={"limit", "cursor"})


class Page(BaseModel, Generic[Item]):
    """One page of a list, newest first."""

    items: list[Item]
    next_cursor: str | None = Field(description="Where the next page begins; null on the last.")

    @classmethod
    def of(cls, items: list[Item], next_cursor: str | None) -> Self:
        return cls(items=items, next_cursor=next_cursor)


def page_of(rows: QuerySet[Row], asked: AskedPage, *, name: str) -> tuple[list[Row], str | None]:
    """Give the rows of the page and the cursor of the next. Raises `ApiProblem` for a cursor that is not of this list."""
    scope = _scope(name, asked)
    if asked.cursor:
        rows = rows.filter(pk__lt=_place(asked.cursor, scope))
    found = list(rows.order_by("-pk")[: asked.limit + 1])
    shown = found[: asked.limit]
    return shown, signing.dumps([shown[-1].pk, scope], salt=_SALT) if len(found) > len(shown) else None


def _scope(name: str, asked: AskedPage) -> str:
    """A short word for this list with these filters: a cursor of another one would skip rows of this."""
    return hashlib.sha256(json.dumps([name, asked.filters], sort_keys=True).encode()).hexdigest()[:12]


def _place(cursor: str, scope: str) -> int:
    try:
        pk, of = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature:
        pk, of = 0, ""
    if of != scope:
        raise ApiProblem(422, "bad_cursor", "This cursor is not of this list with these filters. Begin again without one.")
    return int(pk)
