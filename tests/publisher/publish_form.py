"""The publish form as a browser sends it: shared words as they are called, and what belongs to one account under its prefix."""

import re
from collections.abc import Mapping
from typing import Any

from django.test import Client

from platforms.models import Connection
from videos.models import Video

WORDS = ("title", "description", "tags")
OPTIONS = {"privacy": "unlisted", "category": "22", "made_for_kids": "False", "licence": "youtube", "thumbnail": "on"}
"""What YouTube's form is answered with."""
THERE = {"privacy": "1", "category": "4", "comments": "1"}
"""What PeerTube's is."""


def field(connection: Connection, name: str) -> str:
    """What a field of this account's part is called; a word is one of its own."""
    return f"to-{connection.pk}-{name}"


def part(connection: Connection, given: Mapping[str, Any]) -> dict[str, Any]:
    """One account's part of the form, with these in it."""
    return {field(connection, name): value for name, value in {**given, "sent": "yes"}.items()}


def asked_for(*connections: Connection, given: Mapping[str, Any]) -> dict[str, Any]:
    """The form with these accounts ticked, and the same choices in the part of each; words are the shared ones."""
    shared = {name: value for name, value in given.items() if name in WORDS}
    options = {name: value for name, value in given.items() if name not in WORDS}
    parts = [part(connection, options) for connection in connections]
    return {
        "connection": [str(each.pk) for each in connections],
        **shared,
        **{name: value for each in parts for name, value in each.items()},
    }


def both(atelier: Connection, pools: Connection, **given: Any) -> dict[str, Any]:
    """The form with the two of them ticked, and `given` over it."""
    ticked = [str(atelier.pk), str(pools.pk)]
    return {"connection": ticked, **part(atelier, OPTIONS), **part(pools, THERE), **given}


def own(connection: Connection, started: str, **words: str) -> dict[str, str]:
    """Words of one account's part as a browser sends them, each with what it started as."""
    typed = {field(connection, name): word for name, word in words.items()}
    return typed | {f"initial-{field(connection, name)}": started for name in words}


def press(browser: Client, video: Video, sent: dict[str, Any]) -> str:
    """Send the form; gives what is then shown."""
    return browser.post(f"/videos/{video.pk}/publish/", sent, follow=True).content.decode()


def section(shown: str, connection: Connection) -> str:
    """The part of the page that is about one account."""
    found = re.search(rf'<section class="panel wish[^>]*id="target-{connection.pk}".*?</section>', shown, re.DOTALL)
    assert found, f"there is no part for {connection}"
    return found[0]
