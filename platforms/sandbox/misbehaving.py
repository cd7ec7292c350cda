"""Brings an armed fault to bear on one request: what every stand-in does alike."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, TypeVar

from platforms.sandbox.bodies import Form, drain, in_form
from platforms.sandbox.faults import Fault, Kind
from platforms.sandbox.plumbing import Answer, Dropped, Request, Response
from platforms.sandbox.world import World

Struck = TypeVar("Struck", bound=Fault)


def misbehave(
    world: World[Any, Struck],
    request: Request,
    moments: Collection[str],
    answered: Callable[[Struck | None], Answer],
    refusal: Callable[[Struck], Response],
    *,
    is_sending: bool = False,
) -> tuple[Answer, Struck | None]:
    """Answer as the armed fault wants it, if one strikes at these moments; give the answer and the fault.

    `answered` is told of a CUT, since only whoever reads the body can cut it; `refusal` makes the error that a fault names.
    `is_sending` says that the body is a video's although the method is not PUT.
    """
    fault = world.faults.take(moments)
    if fault is not None and fault.kind is Kind.CUT and is_sending:
        return answered(fault), fault
    if fault is None:
        return answered(None), None
    return struck(fault, request, answered, refusal), fault


def struck(fault: Struck, request: Request, answered: Callable[[Struck | None], Answer], refusal: Callable[[Struck], Response]) -> Answer:
    """What becomes of a request that this fault strikes."""
    match fault.kind:
        case Kind.DROP:
            return Dropped(why="the connection was closed before anything was done")
        case Kind.REFUSE:
            if not fault.early:
                drain(request.body)
            return in_form(_with_wait(refusal(fault), fault), fault.form)
        case Kind.CUT if request.method == "PUT":
            return answered(fault)
        case Kind.CUT:
            return Dropped(why="the connection was cut in the body")
        case Kind.LOSE | Kind.SPOIL:
            return _spoilt(answered(None), fault, refusal)


def _spoilt(answer: Answer, fault: Struck, refusal: Callable[[Struck], Response]) -> Answer:
    """What becomes of an answer after everything was done."""
    if isinstance(answer, Dropped):
        return answer
    if fault.kind is Kind.LOSE:
        return Dropped(why=f"the answer {answer.status} was lost")
    return _with_wait(refusal(fault), fault) if fault.form is Form.JSON else in_form(answer, fault.form)


def _with_wait(response: Response, fault: Fault) -> Response:
    if fault.retry_after is None:
        return response
    others = tuple(header for header in response.headers if header[0] != "Retry-After")
    return replace(response, headers=(*others, ("Retry-After", str(fault.retry_after))))
