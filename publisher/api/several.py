"""One video published to several connections by one request: each made by itself, each with its own result."""

from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, ConfigDict, Discriminator, Field, RootModel, StrictBool, Tag

from platforms import clock
from platforms.contract import Words
from platforms.models import Connection
from publisher import services
from publisher.api.auth import Caller
from publisher.api.document import WrongField
from publisher.api.fields import BodyId, Given, Moment
from publisher.api.problems import ONE, SEVERAL, ApiProblem, Problem, problem_of
from publisher.api.schemas import PublicationRead
from publisher.api.scope import connections_for, videos_for
from publisher.api.telling import publication_for, told_whole
from publisher.api.wishes import FitId, Options, PublishWish, SameFile, WordsWish, cleaned_options, insist_on_to_come
from publisher.models import Publication
from publisher.services import NotPossible, WouldBeRefused
from publisher.snapshot import words_of
from videos.models import Asset, FitState, Video

MOST_TARGETS = 50


class PublishTarget(WordsWish):
    """One of several connections; words that are given here are for it alone."""

    connection: Annotated[BodyId, Field(description="Of a connection of yours that is usable.")]
    options: Options = {}
    again: Annotated[StrictBool, Field(description="Make a second post of what is published there already.")] = False
    fit: FitId = None
    same_file: SameFile = False


class PublishSeveralWish(Given):
    """One video for several connections."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"video": 1, "targets": [{"connection": 1, "options": {"made_for_kids": False}}, {"connection": 2, "title": "Ebb"}]}
            ]
        }
    )

    video: Annotated[BodyId, Field(description="Of a video of yours that is ready.")]
    targets: Annotated[
        list[PublishTarget],
        Field(min_length=1, max_length=MOST_TARGETS, description="In place of connection and options: several, each with its own."),
    ]
    words: Annotated[WordsWish | None, Field(description="Words of all of them; what is left out is the video's.")] = None
    at: Annotated[Moment | None, Field(description="When to send it, within a year; null for at once.")] = None


def _which(given: Any) -> str:
    return SEVERAL if isinstance(given, dict) and "targets" in given else ONE


class PublicationWish(
    RootModel[
        Annotated[
            Annotated[PublishWish, Tag(ONE)] | Annotated[PublishSeveralWish, Tag(SEVERAL)],
            Discriminator(_which),
        ]
    ]
):
    """One video, for one connection or, where there are `targets`, for several."""


class TargetProblem(BaseModel):
    """Why one of them was not made."""

    code: str = Field(description="What it is, as a code that stays.")
    detail: str = Field(description="What it means, and what to do.")
    errors: list[WrongField] | None = None


class TargetResult(BaseModel):
    """What came of one of them: a publication, or the problem that kept it from being made."""

    connection: int
    publication: PublicationRead | None
    problem: TargetProblem | None


class PublicationsMade(BaseModel):
    """What came of each, in the order in which they were asked for."""

    made: int = Field(description="How many were made.")
    results: list[TargetResult]


def video_for(caller: Caller, pk: int) -> Video:
    """Find a video of the caller's own. Raises `ApiProblem`."""
    row = videos_for(caller).filter(pk=pk, owner=caller.user).first()
    return row or _nothing_of_theirs("video")


def connection_for(caller: Caller, pk: int) -> Connection:
    """Find a connection of the caller's own. Raises `ApiProblem`."""
    row = connections_for(caller).filter(pk=pk, user=caller.user).first()
    return row or _nothing_of_theirs("connection")


def fitted_file_for(video: Video, pk: int | None) -> Asset | None:
    """Find what came of a fit of this video; None where none is named. Raises `ApiProblem`."""
    if pk is None:
        return None
    row = video.fits.filter(pk=pk, state=FitState.DONE).select_related("asset").first()
    return row.asset if row and row.asset else _nothing_of_theirs("fitted file that is done")


def _nothing_of_theirs(name: str) -> NoReturn:
    raise ApiProblem(404, "not_found", f"There is no such {name} of yours.")


def publish_several(caller: Caller, wish: PublishSeveralWish) -> PublicationsMade:
    """Make one for each target; what one of them lacks keeps back no other. Raises `ApiProblem` where none could be made."""
    video = video_for(caller, wish.video)
    insist_on_to_come(wish.at, now=clock.now())
    words = wish.words.beside(words_of(video)) if wish.words else words_of(video)
    made = [_made(caller, video, target, wish, words) for target in wish.targets]
    if not any(isinstance(each, Publication) for each in made):
        raise _nothing_made([each for each in made if isinstance(each, Problem)])
    results = [_result(caller, target, each) for target, each in zip(wish.targets, made, strict=True)]
    return PublicationsMade(made=sum(each.publication is not None for each in results), results=results)


def _made(caller: Caller, video: Video, target: PublishTarget, wish: PublishSeveralWish, words: Words) -> Publication | Problem:
    try:
        connection = connection_for(caller, target.connection)
        options, file = cleaned_options(connection, target.options), fitted_file_for(video, target.fit)
        said: dict[str, Any] = {"words": target.beside(words), "again": target.again, "at": wish.at, "same_file": target.same_file}
        return services.publish(video, connection, options=options, by=caller.user, file=file, **said)
    except (ApiProblem, NotPossible, WouldBeRefused) as error:
        problem = problem_of(error)
        assert problem is not None, "each of these has its words"  # noqa: S101 - said to the type checker
        return problem


def _result(caller: Caller, target: PublishTarget, made: Publication | Problem) -> TargetResult:
    if isinstance(made, Publication):
        return TargetResult(connection=target.connection, publication=told_whole(publication_for(caller, made.pk)), problem=None)
    errors = [WrongField(**each) for each in made.errors] or None
    problem = TargetProblem(code=made.code, detail=made.detail, errors=errors)
    return TargetResult(connection=target.connection, publication=None, problem=problem)


def _nothing_made(problems: list[Problem]) -> ApiProblem:
    """Tell of each target what is wrong with it, by its place in the list."""
    errors = [
        {"where": "body", "code": problem.code, **error, "field": f"targets.{number}.{error['field']}".rstrip(".")}
        for number, problem in enumerate(problems)
        for error in problem.errors or [{"field": "", "detail": problem.detail}]
    ]
    return ApiProblem(422, "nothing_made", "None of these could be made, and nothing was done; errors says why of each.", errors=errors)
