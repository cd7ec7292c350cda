"""What is asked for when a publication is made: read strictly, and its options held against the platform's own form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from django import forms
from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StrictStr

from platforms.contract import Words
from platforms.models import Connection
from publisher.api.fields import BodyId, Given, Moment
from publisher.api.problems import ApiProblem
from publisher.defaults import defaults_of
from publisher.models import Publication
from publisher.revising.wish import as_wished
from publisher.services.scheduling import MOST_AHEAD
from videos.words import MOST_DESCRIPTION, MOST_TAG, MOST_TAGS, MOST_TITLE, distinct_tags, many_lines, one_line

_Text = Annotated[StrictStr, Field(max_length=500)]
Option = StrictBool | _Text | Annotated[list[_Text], Field(max_length=100)]
Options = Annotated[
    dict[Annotated[str, Field(max_length=60)], Option],
    Field(
        max_length=60,
        description="What is chosen for the platform, by the names of its form. What is left out starts as on that form.",
    ),
]


def _some(title: str) -> str:
    if not title:
        raise ValueError("Give it a title.")
    return title


Title = Annotated[StrictStr, Field(max_length=MOST_TITLE), AfterValidator(one_line), AfterValidator(_some)]
Description = Annotated[StrictStr, Field(max_length=MOST_DESCRIPTION), AfterValidator(many_lines)]
Tags = Annotated[list[Annotated[StrictStr, Field(max_length=MOST_TAG)]], Field(max_length=MOST_TAGS), AfterValidator(distinct_tags)]


class WordsWish(Given):
    """Words of this publication alone; what is left out is the video's."""

    title: Title | None = None
    description: Description | None = None
    tags: Tags | None = None

    def beside(self, words: Words) -> Words:
        """Give the words that are sent: these, where they are left out here."""
        return Words(
            title=words.title if self.title is None else self.title,
            description=words.description if self.description is None else self.description,
            tags=words.tags if self.tags is None else tuple(self.tags),
        )


FitId = Annotated[
    BodyId | None, Field(description="A fitted file of the video, to be sent in place of the original; null for what is used so far.")
]


SameFile = Annotated[
    StrictBool, Field(description="Post it although the same file is there already as another video; else the answer is 409, `same_file`.")
]


class PublishWish(Given):
    """One video for one connection."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"video": 1, "connection": 1, "options": {"privacy": "unlisted", "made_for_kids": False}}]}
    )

    video: Annotated[BodyId, Field(description="Of a video of yours that is ready.")]
    connection: Annotated[BodyId, Field(description="Of a connection of yours that is usable.")]
    options: Options = {}
    words: WordsWish | None = None
    at: Annotated[Moment | None, Field(description="When to send it, within a year; null for at once.")] = None
    again: Annotated[StrictBool, Field(description="Make a second post of what is published there already.")] = False
    fit: FitId = None
    same_file: SameFile = False


def insist_on_to_come(at: datetime | None, *, now: datetime) -> None:
    """Raise `ApiProblem` for a time that is over, or too far ahead."""
    if at is not None and not now < at <= now + MOST_AHEAD:
        raise _wrong({"at": ["Choose a time that is to come, within a year; leave it out to send at once."]})


def cleaned_options(connection: Connection, given: Mapping[str, Option], *, is_whole: bool = True) -> dict[str, Any]:
    """Give all options as the platform's form cleans them. Raises `ApiProblem` naming each that is wrong.

    Where not `is_whole`, what is left out is not missed.
    """
    form_of = connection.options_form
    fields = form_of.base_fields
    unknown = {name: ["There is no such option."] for name in given if name not in fields}
    unfit = {name: [_ASKED_FOR[kind]] for name in given if (kind := _kind(fields.get(name))) and not isinstance(given[name], kind)}
    fit = {name: value for name, value in given.items() if name not in unfit}
    form = form_of({name: each.initial for name, each in fields.items()} | defaults_of(connection) | fit)
    minded = form.errors if is_whole else {name: said for name, said in form.errors.items() if name in given}
    wrong = {name: [str(each) for each in said] for name, said in minded.items()} | unfit | unknown
    if wrong:
        raise _wrong({f"options.{name[:60]}": said for name, said in wrong.items()})
    return form.cleaned_data


def options_to_change(connection: Connection, given: Mapping[str, Option], *, now: datetime, row: Publication) -> dict[str, Any]:
    """Give those of `given` as the platform's form cleans them beside what the post has. Raises `ApiProblem` naming each that is wrong."""
    platform = connection.platform
    fields, can = platform.options_form.base_fields, platform.revisable.options
    fixed = {name: ["This cannot be changed once it is published."] for name in given if name in fields and name not in can}
    unknown = {name: ["There is no such option."] for name in given if name not in fields}
    unfit = {name: [_ASKED_FOR[kind]] for name in given if (kind := _kind(fields.get(name))) and not isinstance(given[name], kind)}
    fit = {name: value for name, value in given.items() if name not in unfit}
    form = platform.options_form.only(can)({**as_wished(row, now=now).options, **fit})
    minded = {name: [str(each) for each in said] for name, said in form.errors.items() if name in given}
    if wrong := minded | unfit | unknown | fixed:
        raise _wrong({f"options.{name[:60]}": said for name, said in wrong.items()})
    return {name: form.cleaned_data[name] for name in given}


def _kind(field: forms.Field | None) -> type | None:
    """What a field of the form is answered with, where a form would take something else for an answer; None: the form says."""
    match field:
        case forms.ChoiceField() if not isinstance(field, forms.MultipleChoiceField):
            return None
        case forms.MultipleChoiceField():
            return list
        case forms.BooleanField():
            return bool
        case forms.Field():
            return str
    return None


_ASKED_FOR: Mapping[type, str] = {list: "Give a list.", bool: "Give true or false.", str: "Give text."}


def _wrong(said: Mapping[str, list[str]]) -> ApiProblem:
    errors = [{"where": "body", "field": name, "detail": " ".join(each)} for name, each in said.items()]
    return ApiProblem(422, "invalid", "Some of it is not right; errors says what. Nothing was done.", errors=errors)
