"""What every answer under /api/ has in common: nothing is cached, bodies are small, and every error is a problem in JSON."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri
from django.views.decorators.csrf import csrf_exempt

from publisher.api.problems import CONTENT_TYPE, Problem, answer

PLACE = "/api/"
MOST_BYTES = 256 * 1024
"""Of one body: the longest words that a publication may have take half of it."""

_PLAIN = {
    400: ("bad_request", "The request could not be understood."),
    403: ("forbidden", "This is not allowed."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method; Allow says which it takes."),
}
"""What is told of an error that something before the verbs answered."""


class ApiDoor:
    """Stands before everything under /api/ and leaves the pages alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PLACE):
            return self.get_response(request)
        response = _too_large() if _length(request) > MOST_BYTES else self.get_response(request)
        if response.status_code >= 400 and response.headers.get("Content-Type", "") != CONTENT_TYPE:
            response = _told(response)
        response.headers["Cache-Control"] = "no-store"
        return response


class _Redirect(HttpResponsePermanentRedirect):
    """Moved for good, and asked again with the same method and body."""

    status_code = 308


@csrf_exempt
def nothing_here(request: HttpRequest, path: str) -> HttpResponse:
    """Answer for every other address under /api/; one that is wrong by a slash at its end is led on."""
    bare = request.path_info.rstrip("/")
    if bare != request.path_info and _is_somewhere(bare):
        return _Redirect(iri_to_uri(f"{bare}?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else bare))
    return answer(Problem(status=404, code="not_found", detail=_PLAIN[404][1]))


def _is_somewhere(path: str) -> bool:
    try:
        return resolve(path).func is not nothing_here
    except Resolver404:
        return False


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


def _too_large() -> HttpResponse:
    most = MOST_BYTES // 1024
    return answer(Problem(status=413, code="too_large", detail=f"A body may have {most} KiB. Videos are uploaded on their page."))


def _told(response: HttpResponse) -> HttpResponse:
    """The same refusal, in JSON."""
    code, detail = _PLAIN.get(response.status_code, ("failed", "Retake could not answer this. It is in its log."))
    told = answer(Problem(status=response.status_code, code=code, detail=detail))
    for name, value in response.headers.items():
        told.headers.setdefault(name, value)
    return told
