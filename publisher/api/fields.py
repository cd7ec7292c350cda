"""The fields that requests and answers are made of: taken strictly, told plainly."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StringConstraints

MOST_ID = 10**18 - 1
"""Eighteen digits: what every database and every reader of JSON takes for a whole number."""


def _digits(given: Any) -> Any:
    """A number in an address is its digits, and not what else could be read as one."""
    if isinstance(given, str) and not (given.isascii() and given.isdecimal() and len(given) <= 18):
        raise ValueError("Give a whole number.")
    return given


def _text(given: Any) -> Any:
    if not isinstance(given, str):
        raise ValueError("Give a moment as text: 2026-12-01T09:00:00Z.")
    return given


def _or_none(value: Any) -> Any:
    return value or None


Whole = Annotated[int, BeforeValidator(_digits)]
"""A whole number in an address or a query."""
PathId = Annotated[Whole, Field(ge=1, le=MOST_ID)]
BodyId = Annotated[StrictInt, Field(ge=1, le=MOST_ID)]
Moment = Annotated[AwareDatetime, BeforeValidator(_text)]
"""A moment that somebody gives: ISO 8601 with its zone."""
Words = Annotated[str | None, BeforeValidator(_or_none)]
"""Text that is null where there is none."""
Username = Annotated[str, StringConstraints(max_length=150, pattern=r"^[\w.@+-]+$")]
Slug = Annotated[str, StringConstraints(max_length=32, pattern=r"^[a-z0-9_-]+$")]
Code = Annotated[str, StringConstraints(max_length=60, pattern=r"^[A-Za-z0-9_.-]+$")]
When = datetime | None


class Given(BaseModel):
    """A body: its fields, and no others."""

    model_config = ConfigDict(extra="forbid")


class Because(Given):
    """Why it is done: kept with who did it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "The outage is over."}]})

    reason: Annotated[str, Field(strict=True, max_length=500, description="Why, for those who look later.")] = ""


class RetryWish(Because):
    """How it is tried again."""

    discard_copy: Annotated[bool, Field(strict=True, description="Delete the failed copy on the platform first, where there is one.")] = (
        False
    )


class Nothing(Given):
    """No more than the address says: the body is empty, or an empty object."""


UNSAID, PLAIN_RETRY, NOTHING = Because(), RetryWish(), Nothing()
"""What is taken where no body is sent."""
