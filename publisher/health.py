"""How a connection stands: whether it works, what binds it, and what waits for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Prefetch

from platforms import registry
from platforms.contract import Platform
from platforms.models import Connection, Hold
from publisher.models import Publication
from publisher.phrases import Moment, Phrase
from publisher.states import HoldReason, State
from publisher.wording import Tone


@dataclass(frozen=True, kw_only=True)
class Health:
    """One connection, in words: a chip (`tone`, `word`, `next`), why, and what waits for it."""

    connection: Connection
    tone: Tone
    word: str
    next: Phrase = ()
    why: str = ""
    waiting: Sequence[Publication] = ()


@dataclass(frozen=True, kw_only=True)
class Card:
    """One platform with one's connections to it. `missing` names the settings that have to be filled in first."""

    platform: Platform
    is_configured: bool
    missing: tuple[str, ...]
    connections: list[Health]


def cards(user: AbstractBaseUser | AnonymousUser, *, now: datetime) -> list[Card]:
    """Give one card per platform, in three queries: those connected, and those that something waits for."""
    held = Publication.objects.filter(state=State.ON_HOLD, hold_reason=HoldReason.RECONNECT).select_related("video").order_by("id")
    rows = Connection.objects.visible_to(user).prefetch_related(Prefetch("publications", held, to_attr="held")).order_by("name", "pk")
    holds = list(Hold.objects.standing(now))
    found = [health(row, holds, row.held) for row in rows if row.is_connected or row.held]  # type: ignore[attr-defined]
    return [_card(platform, [each for each in found if each.connection.provider == platform.slug]) for platform in registry.platforms()]


def _card(platform: Platform, connections: list[Health]) -> Card:
    configured = registry.is_configured(platform.slug)
    missing = () if configured else registry.ENTRIES[platform.slug].client
    return Card(platform=platform, is_configured=configured, missing=missing, connections=connections)


def health(connection: Connection, holds: Iterable[Hold], waiting: Sequence[Publication]) -> Health:
    """Say how `connection` stands; of the holds, those that bind it are picked."""
    if not connection.is_connected:
        why = "It was disconnected. Connect it again, and what waits for it goes on by itself."
        return Health(connection=connection, tone=Tone.ENDED, word="Disconnected", why=why, waiting=waiting)
    if connection.is_elsewhere:
        why = "It was connected at another address of the platform. Its tokens are not sent to the one that is set now."
        return Health(connection=connection, tone=Tone.NEEDS_YOU, word="Needs reconnecting", why=why, waiting=waiting)
    if connection.needs_reconnect:
        why = connection.problem_message or "The platform no longer takes the leave that it gave."
        return Health(connection=connection, tone=Tone.NEEDS_YOU, word="Needs reconnecting", why=why, waiting=waiting)
    hold = next((each for each in holds if _binds(each, connection)), None)
    if hold is not None:
        resumes: Phrase = ("resumes ", Moment(at=hold.until)) if hold.until else ("until staff resume it",)
        why = f"{hold.message or hold.get_reason_display().capitalize() + '.'} What waits goes on by itself."
        return Health(connection=connection, tone=Tone.WAITS, word="On hold", next=resumes, why=why, waiting=waiting)
    return Health(connection=connection, tone=Tone.DONE, word="Connected", waiting=waiting)


def _binds(hold: Hold, connection: Connection) -> bool:
    same_place = (hold.platform, hold.realm) == (connection.provider, connection.realm)
    return same_place and hold.connection_id in (None, connection.pk)
