"""The file of a publication: for a platform that fetches it itself, and for its owner who posts it by hand."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from publisher import fetched
from publisher.models import Publication
from publisher.snapshot import picture_for
from publisher.states import CLOSED
from videos import tickets
from videos.serving import NEVER_RUN, Served, answer, not_now
from videos.storage import StoreError

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


@login_required
@require_safe
def own_post_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the file that is to be posted, under its own name: the one that was frozen, whatever became of the video's since."""
    publication = get_object_or_404(Publication.objects.with_all().visible_to(request.user), pk=pk)
    named = content_disposition_header(as_attachment=True, filename=publication.asset.name) or "attachment"
    return answer(request, _served(publication, **{"Content-Disposition": named}))


@login_required
@require_safe
def own_post_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the picture that goes with it, as JPEG, named as the publication."""
    publication = get_object_or_404(Publication.objects.with_all().visible_to(request.user), pk=pk)
    answered = _poster(publication)
    answered.headers["Content-Disposition"] = f'attachment; filename="{slugify(publication.title)[:80] or "picture"}.jpg"'
    return answered


def _wanted(pk: int) -> Publication:
    """The publication, while anything can still come of it."""
    found = Publication.objects.with_all().filter(pk=pk).exclude(state__in=CLOSED).first()
    if found is None:
        raise Http404
    return found


def _served(publication: Publication, **headers: str) -> Served:
    return Served(
        key=publication.file_key,
        size=publication.file_size,
        etag=publication.file_etag,
        tag=publication.file_sha256,
        content_type=publication.asset.content_type or "application/octet-stream",
        headers={**_HEADERS, **headers},
    )


def _poster(publication: Publication) -> HttpResponse:
    try:
        picture = picture_for(publication)
    except StoreError:
        return not_now()
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/jpeg", headers=NEVER_RUN | _HEADERS)
