"""Whose rows a caller sees: their own; staff see everybody's, or those of one owner."""

from typing import Annotated, TypeVar

from django.db.models import Prefetch, QuerySet
from pydantic import Field

from platforms.models import Connection
from publisher.api.auth import Caller
from publisher.api.fields import Username
from publisher.api.problems import ApiProblem
from publisher.models import Publication
from publisher.models.publications import PublicationQuerySet
from videos.models import Video

Owner = Annotated[Username | None, Field(description="Only what belongs to the user of that name; anybody else's than yours is for staff.")]
Rows = TypeVar("Rows", bound="QuerySet[Publication] | QuerySet[Video] | QuerySet[Connection]")


def publications_for(caller: Caller, *, owner: str | None = None) -> PublicationQuerySet:
    """Give the publications that this caller sees, with what is told of them."""
    told = Publication.objects.select_related("connection", "video__owner")
    return _seen(told if caller.is_staff else told.visible_to(caller.user), caller, owner=owner, path="video__owner__username")


def videos_for(caller: Caller, *, owner: str | None = None) -> QuerySet[Video]:
    publications = Prefetch("publications", Publication.objects.select_related("connection"))
    told = Video.objects.with_assets().select_related("owner").prefetch_related(publications)
    return _seen(told if caller.is_staff else told.visible_to(caller.user), caller, owner=owner, path="owner__username")


def connections_for(caller: Caller, *, owner: str | None = None) -> QuerySet[Connection]:
    """Give the connections that this caller sees, those that are disconnected too, but none that never came about."""
    told = Connection.objects.select_related("user").filter(connected_at__isnull=False)
    return _seen(told if caller.is_staff else told.visible_to(caller.user), caller, owner=owner, path="user__username")


def _seen(rows: Rows, caller: Caller, *, owner: str | None, path: str) -> Rows:
    if owner is None:
        return rows
    if not caller.is_staff and owner != caller.user.get_username():
        raise ApiProblem(403, "staff_only", "Only the people who run Retake see what belongs to others.")
    return rows.filter(**{path: owner})  # type: ignore[return-value]
