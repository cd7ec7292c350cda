"""`Idempotency-Key`: the same request with the same key is answered the same, and done once.

claim (a commit) --> the deed and its answer (one commit, where the deed is one) --> the answer again, for a day

Whoever dies on the way leaves a claim behind, which the next request with that key takes over after a while. A deed that
is one commit with its answer was then not done; one that is none may be done twice without harm.
"""

import hashlib
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from pydantic import BaseModel

from platforms import clock
from publisher.api.auth import CallersRequest
from publisher.api.problems import CONTENT_TYPE, ApiProblem, answer, problem_of
from publisher.models import KeptAnswer

CLAIM_FOR = timedelta(minutes=2)
"""Longer than a web server lets any request take."""
REPLAYED = "Idempotent-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")

View = Callable[..., BaseModel]


def once(*, status: int = 200, whole: bool = True) -> Callable[[View], Callable[..., HttpResponse]]:
    """Make a verb of what does something and gives its answer; with a key it is done once.

    `whole` puts the deed and the kept answer into one commit. A deed that commits on its way is not whole: it has to be
    harmless when it is done again.
    """

    def verb(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answered(request: CallersRequest, **given: Any) -> HttpResponse:
            def do() -> HttpResponse:
                return HttpResponse(view(request, **given).model_dump_json(), status=status, content_type="application/json")

            key = _key(request)
            return do() if key is None else _once(do, request, key=key, whole=whole)

        return answered

    return verb


def _key(request: CallersRequest) -> str | None:
    given = request.headers.get("Idempotency-Key")
    if given is not None and not _KEY.fullmatch(given):
        raise ApiProblem(400, "bad_key", "An Idempotency-Key has 1 to 200 visible ASCII characters, and no blanks.")
    return given


def _once(do: Callable[[], HttpResponse], request: CallersRequest, *, key: str, whole: bool) -> HttpResponse:
    row = _claim(request.auth.user, key=key, digest=_digest(request), now=clock.now())
    if row.status is not None:
        return _again(row)
    try:
        with _one_commit(whole):
            response = _done_or_refused(do)
            _keep(row, response)
    except BaseException:
        KeptAnswer.objects.claimed(row).delete()
        raise
    return response


def _one_commit(whole: bool) -> AbstractContextManager[Any]:
    return transaction.atomic() if whole else nullcontext()


def _done_or_refused(do: Callable[[], HttpResponse]) -> HttpResponse:
    """Give the answer, a refusal too; raises what is no answer, so that it is asked again."""
    try:
        return do()
    except Exception as error:
        problem = problem_of(error)
        if problem is None or problem.status >= 500:
            raise
        return answer(problem)


def _claim(user: User, *, key: str, digest: str, now: datetime) -> KeptAnswer:
    """Give the answer that is kept, or a claim to give it. Raises `ApiProblem` where neither can be had."""
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(user=user, key=key, request_digest=digest, asked_at=now)
    except IntegrityError:
        row = KeptAnswer.objects.filter(user=user, key=key).first()
    if row is None:  # given up just now
        raise _still_running()
    if row.request_digest != digest:
        raise ApiProblem(422, "key_used_before", "This Idempotency-Key was sent with another request. Use a new one for each.")
    if row.status is None and not _take_over(row, now=now):
        raise _still_running()
    return row


def _take_over(row: KeptAnswer, *, now: datetime) -> bool:
    """Take the claim of a request that died, where it is old enough for that."""
    if row.asked_at > now - CLAIM_FOR or not KeptAnswer.objects.claimed(row).update(asked_at=now):
        return False
    row.asked_at = now
    return True


def _keep(row: KeptAnswer, response: HttpResponse) -> None:
    """Keep the answer. Raises `ApiProblem` where the claim was taken over meanwhile: what was done is taken back then."""
    if not KeptAnswer.objects.claimed(row).update(status=response.status_code, body=response.content.decode()):
        raise _still_running()


def _again(row: KeptAnswer) -> HttpResponse:
    kind = CONTENT_TYPE if row.status and row.status >= 400 else "application/json"
    return HttpResponse(row.body, status=row.status or 200, content_type=kind, headers={REPLAYED: "true"})


def _still_running() -> ApiProblem:
    return ApiProblem(409, "still_running", "The first request with this key is still running. Ask again.", headers={"Retry-After": "2"})


def _digest(request: CallersRequest) -> str:
    asked = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(asked + request.body).hexdigest()
