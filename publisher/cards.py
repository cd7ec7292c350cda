"""The connections page as values: one card per platform, with one's accounts on it, in as many queries however many there are."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, Prefetch, Q

from platforms import registry
from platforms.contract import Platform
from platforms.models import Connection, Hold
from publisher.health import Health, health
from publisher.models import Publication
from publisher.states import ENDED, HoldReason, State

_HELD = Publication.objects.filter(state=State.ON_HOLD, hold_reason=HoldReason.RECONNECT).select_related("video").order_by("id")


@dataclass(frozen=True, kw_only=True)
class Card:
    """One platform with one's connections to it. `missing` names the settings that have to be filled in first."""

    platform: Platform
    is_configured: bool
    missing: tuple[str, ...]
    connections: list[Health]
    logins: tuple[registry.Login, ...]
    """The ways in which one may connect, where there is more than one to choose from."""


def cards(user: AbstractBaseUser | AnonymousUser, *, now: datetime) -> list[Card]:
    """Give one card per platform, in three queries: those connected, and those that something waits for."""
    rows = Connection.objects.visible_to(user).prefetch_related(Prefetch("publications", _HELD.all(), to_attr="held"))
    counted = rows.annotate(
        published=Count("publications", Q(publications__state=State.PUBLISHED)),
        unfinished=Count("publications", ~Q(publications__state__in=ENDED)),
    )
    holds = list(Hold.objects.standing(now))
    found = [health(row, holds, row.held, now=now) for row in counted.order_by("name", "pk") if row.is_connected or row.held]  # type: ignore[attr-defined]
    return [_card(platform, [each for each in found if each.connection.provider == platform.slug]) for platform in registry.platforms()]


def _card(platform: Platform, connections: list[Health]) -> Card:
    configured = registry.is_configured(platform.slug)
    logins = registry.logins(platform.slug)
    missing = () if configured else tuple(name for each in logins for name in each.client)
    open_ones = tuple(each for each in logins if each.is_configured) if len(logins) > 1 else ()
    return Card(platform=platform, is_configured=configured, missing=missing, connections=connections, logins=open_ones)
