"""Connections: the accounts to publish to, and whether they work. They are connected and disconnected on their page."""

from typing import Annotated, Any, Self

from ninja import Query, Router
from pydantic import BaseModel, Field

from platforms.models import Connection
from publisher.api.auth import CallersRequest, Token
from publisher.api.fields import PathId, Slug, When, Words
from publisher.api.paging import AskedPage, Page, page_of
from publisher.api.problems import NotThere
from publisher.api.scope import Owner, connections_for

router = Router(tags=["connections"])


class ConnectionOut(BaseModel):
    """Leave to publish to one account of a platform. Its tokens are told to nobody."""

    id: int
    owner: str
    platform: str
    account_id: str = Field(description="The account's id on the platform.")
    name: str
    handle: Words = Field(description="What the platform calls the account beside its name.")
    picture_url: Words
    is_connected: bool
    is_by_hand: bool = Field(description="Whether its owner posts to it by hand: what is published to it waits for them.")
    is_usable: bool = Field(description="Whether it can be published to now: connected, and in need of nothing.")
    problem: Words = Field(description="What its owner has to do before it works again.", examples=["reconnect"])
    problem_code: Words
    problem_message: Words
    problem_since: When
    leave_ends_at: When = Field(description="When the platform ends the leave itself, where it said so.")
    connected_at: When
    disconnected_at: When
    last_verified_at: When

    @classmethod
    def of(cls, row: Connection) -> Self:
        told: dict[str, Any] = {name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)}
        told |= {"owner": row.user.get_username(), "platform": row.provider, "name": str(row), "is_usable": row.can_be_published_to}
        return cls(**told)


class Connections(Page[ConnectionOut]):
    """One page of connections."""


class AskedConnections(AskedPage):
    """Which connections."""

    platform: Annotated[Slug | None, Field(description="Only those to this platform.")] = None
    owner: Owner = None


@router.get("", auth=Token(), response=Connections, summary="List connections")
def connections(request: CallersRequest, asked: Query[AskedConnections]) -> Connections:
    """List your connections, the newest first; those that are disconnected too."""
    rows = connections_for(request.auth, owner=asked.owner)
    if asked.platform:
        rows = rows.filter(provider=asked.platform)
    found, next_cursor = page_of(rows, asked, name="connections")
    return Connections(items=[ConnectionOut.of(row) for row in found], next_cursor=next_cursor)


@router.get("/{int:pk}", auth=Token(), response=ConnectionOut, summary="Read one connection")
def connection(request: CallersRequest, pk: PathId) -> ConnectionOut:
    """Read one connection, with what is wrong with it."""
    row = connections_for(request.auth).filter(pk=pk).first()
    if row is None:
        raise NotThere
    return ConnectionOut.of(row)
