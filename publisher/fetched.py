"""The addresses under which a platform fetches what it is to post: signed, of one publication alone, running out after a day.

Some platforms take no bytes: they ask for an address and come for the file. Whoever has the address may read the file, as
whoever has an upload address may write to it; so it is kept sealed, and shown to nobody.
"""

from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from publisher.models import Publication
from videos import tickets

TTL = timedelta(hours=26)
"""A platform may come for it as long as its container lives, which is a day."""
_SALT = "publisher.fetched"


class What(StrEnum):
    """What is fetched, by the ending of its address."""

    VIDEO = "mp4"
    POSTER = "jpg"


def address(publication: Publication, what: What) -> str:
    ticket = tickets.ticket({"publication": publication.pk, "what": what}, salt=_SALT, ttl=TTL)
    return _address(ticket, what)


def example(what: What) -> str:
    """What an address looks like: a preflight judges whether a platform could reach it."""
    return _address("-", what)


def read(ticket: str, what: What) -> int:
    """The key of the publication that a ticket names. Raises `tickets.Forged` and `tickets.RunOut`."""
    said = tickets.read(ticket, salt=_SALT)
    if said.get("what") != what:
        raise tickets.Forged
    return int(said["publication"])


def _address(ticket: str, what: What) -> str:
    return f"{settings.SITE_URL}{reverse('fetched', args=[ticket, what])}"
