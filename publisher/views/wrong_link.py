"""A link that was pasted and is none to the post: kept until the next page of its video, so that it can be mended where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from publisher.models import Publication

_KEPT = "wrong_link"
MOST_TYPED = 500


@dataclass(frozen=True, kw_only=True)
class WrongLink:
    """What was `typed` for the publication with the key `of`, and what is wrong with it."""

    of: int
    typed: str
    says: str


def keep(request: HttpRequest, publication: Publication, typed: str, *, says: str) -> None:
    """Keep it for the page that comes next."""
    request.session[_KEPT] = {"of": publication.pk, "typed": typed[:MOST_TYPED], "says": says}


def taken(request: HttpRequest, publications: Iterable[Publication]) -> WrongLink | None:
    """Give what was kept for one of these, once."""
    kept = request.session.get(_KEPT)
    if not kept or kept["of"] not in {row.pk for row in publications}:
        return None
    del request.session[_KEPT]
    return WrongLink(**kept)
