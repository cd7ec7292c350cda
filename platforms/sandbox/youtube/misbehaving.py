"""Brings an armed fault, and the lasting switches, to bear on one request."""

from collections.abc import Callable
from dataclasses import replace

from platforms.sandbox.bodies import Form, drain, dressed, in_form
from platforms.sandbox.plumbing import Answer, Dropped, Request, Response, json_response
from platforms.sandbox.youtube.faults import Fault, Kind, Moment
from platforms.sandbox.youtube.ranges import Question, Ungrammatical, read_range
from platforms.sandbox.youtube.reasons import REASONS, Lesson
from platforms.sandbox.youtube.refusals import GRANT_ERRORS, Refused, envelope, grant_refusal
from platforms.sandbox.youtube.switches import Switches
from platforms.sandbox.youtube.uploads import Uploads
from platforms.sandbox.youtube.world import World

LASTING = (Lesson.EDIT, Lesson.CAP, Lesson.ACCOUNT, Lesson.DEFECT)
"""What a session repeats once it has said it; trouble that passes is not repeated."""
_OAUTH_PATHS = ("/token", "/revoke")


def moments_of(request: Request) -> frozenset[Moment]:
    """Which moments this request is."""
    if request.path in _OAUTH_PATHS:
        return frozenset({Moment.TOKEN, Moment.ANY})
    if request.path.endswith("/thumbnails/set"):
        return frozenset({Moment.THUMBNAIL, Moment.API, Moment.ANY})
    if "/upload/" in request.path and not request.path.endswith("/captions"):
        own = {Moment.INIT, Moment.API} if request.method == "POST" else {_moment_of_a_put(request)}
        return frozenset({*own, Moment.ANY})
    return frozenset({Moment.READ if request.method == "GET" else Moment.CHANGE, Moment.API, Moment.ANY})


def _moment_of_a_put(request: Request) -> Moment:
    try:
        asked = read_range(request.header("Content-Range"), length=request.length)
    except Ungrammatical:
        return Moment.SEND
    if isinstance(asked, Question):
        return Moment.QUERY
    return Moment.FINAL if asked.is_final else Moment.SEND


def misbehave(world: World, request: Request, answered: Callable[[Fault | None], Answer], uploads: Uploads) -> tuple[Answer, Fault | None]:
    """Answer as the armed fault wants it, if one strikes; give the answer and the fault."""
    fault = world.faults.take(moments_of(request))
    if world.board.now.delay_seconds:
        world.sleep(world.board.now.delay_seconds)
    answer = answered(None) if fault is None else _struck(fault, request, answered, uploads)
    return (_dressed(answer, world.board.now) if isinstance(answer, Response) else answer), fault


def _dressed(answer: Response, now: Switches) -> Response:
    return dressed(answer, error_form=Form(now.error_form), mixed_header_case=now.mixed_header_case, chunked=now.chunked_answers)


def _struck(fault: Fault, request: Request, answered: Callable[[Fault | None], Answer], uploads: Uploads) -> Answer:
    match fault.kind:
        case Kind.DROP:
            return Dropped(why="the connection was closed before anything was done")
        case Kind.REFUSE:
            return _refused(request, fault, uploads)
        case Kind.CUT if request.method == "PUT" and "/upload/" in request.path:
            return answered(fault)
        case Kind.CUT:
            return Dropped(why="the connection was cut in the body")
        case Kind.LOSE | Kind.SPOIL:
            return _spoilt(answered(fault), fault, request)


def _refused(request: Request, fault: Fault, uploads: Uploads) -> Response:
    refused = _refusal(request, fault)
    if request.method == "PUT" and "/upload/" in request.path:
        lasting = fault.reason in REASONS and REASONS[fault.reason].lesson in LASTING
        response = uploads.refuse(request, refused, lasting=lasting, early=fault.early)
    else:
        if not fault.early:
            drain(request.body)
        response = refused.response
    return in_form(response, fault.form)


def _refusal(request: Request, fault: Fault) -> Refused:
    if request.path in _OAUTH_PATHS:
        refused = grant_refusal(fault.reason if fault.reason in GRANT_ERRORS else "temporarily_unavailable")
    else:
        reason = REASONS[fault.reason]
        refused = Refused(json_response(reason.http, envelope(reason)))
    if fault.retry_after is not None:
        headers = (*refused.response.headers, ("Retry-After", str(fault.retry_after)))
        refused.response = replace(refused.response, headers=headers)
    return refused


def _spoilt(answer: Answer, fault: Fault, request: Request) -> Answer:
    """What becomes of an answer after everything was done."""
    if isinstance(answer, Dropped):
        return answer
    if fault.kind is Kind.LOSE:
        return Dropped(why=f"the answer {answer.status} was lost")
    return _refusal(request, fault).response if fault.form is Form.JSON else in_form(answer, fault.form)
