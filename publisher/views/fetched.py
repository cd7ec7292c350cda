"""The file of a publication, or its picture, for a platform that fetches it itself."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from publisher import fetched
from publisher.models import Publication
from publisher.states import CLOSED
from videos import tickets
from videos.serving import NEVER_RUN, Served, answer, not_now
from videos.storage import SourceMissing, StoreError, read_whole

_HEADERS = {"Cache-Control": "private, no-store"}


@require_safe
def fetch(request: HttpRequest, ticket: str, ending: str) -> HttpResponseBase:
    """Hand out what the ticket names, whole or by ranges: never a redirect, since not every fetcher follows one. 410 once it ran out."""
    try:
        what = fetched.What(ending)
        publication = _wanted(fetched.read(ticket, what))
    except (ValueError, tickets.Forged) as forged:
        raise Http404 from forged
    except tickets.RunOut:
        return HttpResponse(status=HTTPStatus.GONE, headers=NEVER_RUN | _HEADERS)
    return answer(request, _served(publication)) if what is fetched.What.VIDEO else _poster(publication)


def _wanted(pk: int) -> Publication:
    """The publication, while anything can still come of it."""
    found = Publication.objects.with_all().filter(pk=pk).exclude(state__in=CLOSED).first()
    if found is None:
        raise Http404
    return found


def _served(publication: Publication) -> Served:
    return Served(
        key=publication.file_key,
        size=publication.file_size,
        etag=publication.file_etag,
        tag=publication.file_sha256,
        content_type=publication.asset.content_type or "application/octet-stream",
        headers=dict(_HEADERS),
    )


def _poster(publication: Publication) -> HttpResponse:
    if not publication.asset.poster_key:
        raise Http404
    try:
        picture = read_whole(publication.asset.poster_key)
    except SourceMissing as gone:
        raise Http404 from gone
    except StoreError:
        return not_now()
    return HttpResponse(picture, content_type="image/jpeg", headers=NEVER_RUN | _HEADERS)
