"""Every door shows the figures of the one module: pages, admin and command, each asked as its users ask it.

A new door is a row of `DOORS`: what it shows, by the names of `stats.flat`.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from platforms import clock
from platforms.models import Connection
from publisher.models import Publication
from publisher.models.publications import PublicationQuerySet
from publisher.stats import flat, last, numbers, plain
from tests.publisher.api.conftest import token_of
from tests.publisher.stats.histories import a_month

Shown = dict[str, str]
"""What a door shows, figure by figure, as text."""


def own(people: dict[str, User]) -> PublicationQuerySet:
    return Publication.objects.visible_to(people["alice"])


def everybodys(people: dict[str, User]) -> PublicationQuerySet:
    return Publication.objects.all()


def on_a_page(address: str, *, who: str) -> Callable[[dict[str, User], str], Shown]:
    def shown(people: dict[str, User], period: str) -> Shown:
        browser = Client()
        browser.force_login(people[who])
        page = browser.get(address, {"period": period}).content.decode()
        return {unescape(name): unescape(value) for name, value in re.findall(r'<data data-figure="(.*?)" value="(.*?)">', page)}

    return shown


def by_command(people: dict[str, User], period: str) -> Shown:
    out = StringIO()
    call_command("numbers", "--json", f"--period={period}", stdout=out)
    return texts(flat(json.loads(out.getvalue())))


def by_api(*, who: str) -> Callable[[dict[str, User], str], Shown]:
    def shown(people: dict[str, User], period: str) -> Shown:
        headers = {"Authorization": f"Bearer {token_of(people[who])}"}
        return texts(flat(Client(headers=headers).get("/api/post-retry/stats", {"period": period}).json()))

    return shown


DOORS: dict[str, tuple[Callable[[dict[str, User]], PublicationQuerySet], Callable[[dict[str, User], str], Shown], bool]] = {
    # Whose figures it shows, how to ask it, and whether it shows all of them.
    "the owner's page": (own, on_a_page("/numbers/", who="alice"), False),
    "the admin": (everybodys, on_a_page("/admin/numbers/", who="sam"), False),
    "the command": (everybodys, by_command, True),
    "the API, for the owner": (own, by_api(who="alice"), True),
    "the API, for staff": (everybodys, by_api(who="sam"), True),
}
MOST_TELLING = (
    "ended.first_try_rate",
    "ended.eventual_rate",
    "ended.on_time_rate",
    "ended.given_up",
    "speed.median_seconds",
    "speed.p95_seconds",
    "platforms.elsewhere.ended",
    "platforms.elsewhere.p95_seconds",
    "retries.1.tried",
    "retries.2.published",
    "retries.5.rate",
    "failures.transient.server_error.count",
    "failures.refused.title_invalid.publications",
    "standing.overdue",
    "standing.queued",
    "standing.states.failed",
)
"""What no door leaves out."""


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, db: None) -> datetime:
    """One moment at which all doors are asked."""
    now = clock.now().replace(microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: now)
    return now


@pytest.mark.parametrize("period", ["24h", "7d", "30d", "all"])
@pytest.mark.parametrize("door", DOORS)
def test_every_door_shows_the_same_figures(
    alice: User, sam: User, atelier: Connection, elsewhere: Connection, bobs: Connection, now: datetime, door: str, period: str
) -> None:
    for connection in (atelier, elsewhere, bobs):
        a_month(connection, now=now)
    whose, ask, is_whole = DOORS[door]
    people = {"alice": alice, "sam": sam}
    expected = texts(flat(plain(numbers(whose(people), period=last(period, now=now), now=now))))
    found = ask(people, period)
    assert found == {name: expected[name] for name in found}
    assert set(MOST_TELLING) <= set(found)
    assert not is_whole or found == expected


def texts(figures: dict[str, object]) -> Shown:
    """Give figures as text; moments alike, whether they say Z or +00:00."""
    return {name: "" if value is None else str(value).removesuffix("Z").removesuffix("+00:00") for name, value in figures.items()}
