"""One page in one state: which rows make it so, who looks, and what they do there first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from playwright.sync_api import Page
from pytest_django import Settings

from platforms import clock
from platforms.models import Connection
from publisher.models import Publication
from tests.factories import AssetFactory, AttemptFactory, ConnectionFactory, PublicationFactory
from tests.publisher.stages import STAGES
from videos.models import Video
from videos.storage import media, new_key, poster_key, store_whole


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The people before the pages, and how to give Alice what she has."""

    alice: User
    sam: User
    settings: Settings

    def video(self, title: str = "Low tide at the old harbour", **file: Any) -> Video:
        """A video of Alice's whose file is in the store; ready unless `file` says otherwise."""
        key = new_key()
        store_whole(key, b"bytes of a video")
        kept = {"key": key, "etag": media().etag(key), "video__owner": self.alice, "video__title": title}
        return AssetFactory(**{**kept, **file}).video

    def with_poster(self, title: str) -> Video:
        key = new_key()
        store_whole(poster_key(key), _PICTURE)
        return self.video(title, poster_key=poster_key(key))

    def connection(self, name: str = "Atelier Nord", **changes: Any) -> Connection:
        return ConnectionFactory(user=self.alice, name=name, **changes)

    def standing(self, stage: str, *, video: Video, connection: Connection, **changes: Any) -> Publication:
        """A publication at a stage of `STAGES`, with one try behind it."""
        made = PublicationFactory(connection=connection, asset=video.asset, **{**STAGES[stage](clock.now()), **changes})
        AttemptFactory(
            publication=made, error_message="YouTube broke off.", error_code="server_error", request_id="req-8841", http_status=503
        )
        return made


def nothing(page: Page) -> None:
    """Look at the page as it comes."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A page of the address with that name, in that state. `at` makes the rows and gives the path."""

    address: str
    state: str
    at: Callable[[Scene], str]
    who: str = "alice"
    """"nobody", "alice" or "sam"."""
    then: Callable[[Page], None] = nothing
    """What is done there before one looks."""
    excused: frozenset[str] = frozenset()
    """Rules of axe that are not asked, where the page is Django's own; `admin.py` says why."""

    def __str__(self) -> str:
        return f"{self.address}, {self.state}"


_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763606060000000040001274e8c8a0000000049454e44ae426082"
)
"""A picture of one pixel."""
