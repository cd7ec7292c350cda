"""Every address of Retake, read from the URLconf, and a house full of rows for the addresses to lead to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django_q.models import Failure, OrmQ, Schedule, Success

from platforms import clock
from platforms.models import Connection, Hold
from publisher import fetched, services
from publisher.models import ApiToken, BrowserSession, Deed, Door, Intervention, Notice, Publication, Removal
from publisher.wakeups import wake
from retries.models import SweepRun
from tests.factories import (
    AccountDeletionFactory,
    ApiTokenFactory,
    AssetFactory,
    AttemptFactory,
    BrowserSessionFactory,
    ConnectionFactory,
    FitFactory,
    FollowUpFactory,
    PatternFactory,
    PublicationFactory,
    UserFactory,
)
from tests.publisher.stages import STAGES
from videos.models import Asset, AssetKind, AssetState, Caption, Fit, FitState, Strip, Upload, Video
from videos.parts import LEAST_PART_BYTES
from videos.storage import media, new_key, new_picture_key, poster_key, store_whole

CANARIES = {
    "access token": "canary-access-71c0ffee",
    "refresh token": "canary-refresh-71c0ffee",
    "session address": "http://127.0.0.1:8100/youtube/upload/youtube/v3/videos?upload_id=canary-session-71c0ffee",
    "lease token": "canary-lease-71c0ffee",
    "hash of a token": "canary-hash-71c0ffee",
}
"""What is planted in the house and may come out of no door."""


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf: its name with its namespaces, and its whole route."""

    name: str
    route: str

    def __str__(self) -> str:
        return self.name if not self.name.endswith(":") else self.route


def addresses() -> list[Address]:
    """Give every pattern that a request can reach."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list[URLPattern | URLResolver], route: str = "", names: tuple[str, ...] = ()) -> Iterator[Address]:
    for pattern in patterns:
        whole = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from _walk(pattern.url_patterns, whole, inner)
        else:
            yield Address(":".join((*names, pattern.name or "")), whole)


@dataclass(frozen=True, kw_only=True)
class House:
    """Alice's video, connection and publication, with everything that staff can look at."""

    alice: User
    video: Video
    connection: Connection
    publication: Publication
    ticket: str
    watch_ticket: str
    fit_ticket: str
    browser: BrowserSession
    rows: dict[str, Any]
    """One row of each model that the admin shows, by "app/model"."""

    def path(self, address: Address) -> str:
        """Give an address that leads to something."""
        if address.route.endswith("(?P<url>.*)$"):
            return "/admin/no/such/place/"
        route = re.sub(r"\^\(\?P<app_label>[\w|]+\)/\$", "publisher/", address.route)
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(self._value(route, match[1])), route)

    def _ticket(self, route: str) -> str:
        if route.startswith("m/"):
            return fetched.address(self.publication, fetched.What.VIDEO).rsplit("/", 1)[1].removesuffix(".mp4")
        if "/watch/" not in route:
            return self.ticket
        return self.fit_ticket if "fits/" in route else self.watch_ticket

    def _value(self, route: str, name: str) -> object:
        fixed = {
            "slug": "youtube",
            "language": "de",
            "ticket": self._ticket(route),
            "ending": "mp4",
            "number": 1 if "/parts/" in route else 0 if "/strip/" in route else self.browser.number,
            "verb": "leave",
            "content_type_id": ContentType.objects.get_for_model(User).pk,
        }
        if name in fixed:
            return fixed[name]
        place = "/".join(route.split("/")[1:3]) if route.startswith("admin/") else route.split("/")[0]
        if route.startswith("api/"):
            place = route.split("/")[1].replace("post-retry", "publications")
        if route.startswith(("videos/uploads/", "videos/fits/")):
            place = "/".join(route.split("/")[:2])
        return self.rows.get(place, self.alice).pk


def built(alice: User | None = None) -> House:
    """Fill the house, canaries and all."""
    alice = alice or UserFactory(username="alice")
    tokens = {"access_token": CANARIES["access token"], "refresh_token": CANARIES["refresh token"]}
    connection = ConnectionFactory(user=alice, name="Atelier Nord", extra_data=tokens)
    asset = _asset_in_store(alice)
    Caption.objects.create(video=asset.video, language="de", vtt="WEBVTT\n\n00:01.000 --> 00:02.000\nEbbe\n")
    fit = _fitted(asset)
    _strip(asset)
    publication = PublicationFactory(connection=connection, asset=asset, **STAGES["failed"](clock.now()))
    progress = publication.sealed({"version": 1, "session": CANARIES["session address"]})
    Publication.objects.filter(pk=publication.pk).update(progress_sealed=progress)
    uploading = STAGES["uploading"](clock.now()) | {"lease_token": CANARIES["lease token"]}
    PublicationFactory(connection=connection, asset=AssetFactory(video__owner=alice), progress_sealed=progress, **uploading)
    histories = _histories(publication)
    removal = _removal(connection)
    rows = {
        "videos": asset.video,
        "videos/uploads": _unfinished(alice),
        "fits": fit,
        "videos/fits": fit,
        "connections": connection,
        "publications": publication,
        "patterns": PatternFactory(owner=alice),
        "removals": removal.steps.get(),
        "publisher/removal": removal,
        "account": ApiTokenFactory(user=alice),
        "auth/user": alice,
        "auth/group": Group.objects.create(name="Editors"),
        "platforms/connection": connection,
        "platforms/hold": _hold(connection),
        "videos/video": asset.video,
        "videos/asset": asset,
        "videos/fit": fit,
        "publisher/publication": publication,
        "publisher/accountdeletion": AccountDeletionFactory(),
        **histories,
        "follow-ups": histories["publisher/followup"],
        **_queue(publication),
    }
    ticket = media().public_url(asset.key, timedelta(minutes=5)).rstrip("/").rsplit("/", 1)[1]
    return House(
        alice=alice,
        video=asset.video,
        connection=connection,
        publication=publication,
        ticket=ticket,
        watch_ticket=watch_ticket(f"{asset.video_id}/watch", owner=alice),
        fit_ticket=watch_ticket(f"fits/{fit.pk}/watch", owner=alice),
        browser=BrowserSessionFactory(user=alice),
        rows=rows,
    )


def _asset_in_store(owner: User) -> Asset:
    key = new_key()
    store_whole(key, b"bytes of a video")
    store_whole(poster_key(key), b"a picture")
    return AssetFactory(video__owner=owner, key=key, poster_key=poster_key(key), size=16, etag=media().etag(key))


def _removal(connection: Connection) -> Removal:
    asset = AssetFactory(video__owner=connection.user)
    posted = PublicationFactory(connection=connection, asset=asset, **STAGES["published"](clock.now()))
    services.remove(posted, by="alice")
    return Removal.objects.get()


def _fitted(original: Asset) -> Fit:
    key = new_key()
    store_whole(key, b"bytes of a video")
    store_whole(poster_key(key), b"a picture")
    kept = {"key": key, "poster_key": poster_key(key), "size": 16, "etag": media().etag(key)}
    made = AssetFactory(video=original.video, kind=AssetKind.FITTED, **kept)
    return FitFactory(video=original.video, source=original, asset=made, state=FitState.DONE, key=key)


def _strip(original: Asset) -> Strip:
    key = new_picture_key()
    store_whole(key, b"a picture")
    made = {"frames": [[500, 0, 9]], "width": 320, "height": 180, "created_at": clock.now(), "made_at": clock.now()}
    return Strip.objects.create(asset=original, key=key, **made)


def watch_ticket(place: str, *, owner: User) -> str:
    """Give what stands at the end of the address to which the page's player is led on."""
    browser = Client()
    browser.force_login(owner)
    return browser.get(f"/videos/{place}", headers={"host": "127.0.0.1:8000"}).headers["Location"].rsplit("/", 1)[1]


def _unfinished(owner: User) -> Upload:
    asset = AssetFactory(video__owner=owner, state=AssetState.RECEIVING, waiting_since=clock.now())
    return Upload.objects.create(asset=asset, owner=owner, fingerprint="f" * 64, part_size=LEAST_PART_BYTES)


def _hold(connection: Connection) -> Hold:
    # For another reason than those that a retry minds: of a platform that has no address here.
    return Hold.objects.place("quota", platform=connection.provider, realm="elsewhere", connection=None, until=None, now=clock.now())


def _histories(publication: Publication) -> dict[str, Any]:
    now, owner = clock.now(), publication.connection.user
    run = SweepRun.objects.begin(slot=None, trigger=SweepRun.Trigger.BY_HAND, now=now - timedelta(hours=1))
    assert run is not None
    SweepRun.objects.end(run, now=now)
    kept = {"deed": Deed.RESET, "door": Door.ADMIN, "reason": "The disk was full.", "state_before": publication.state}
    token = {"start": "rtk_abcdefgh", "digest": CANARIES["hash of a token"], "name": "cron"}
    return {
        "publisher/attempt": AttemptFactory(publication=publication, sweep=run),
        "publisher/followup": FollowUpFactory(publication=publication),
        "publisher/intervention": Intervention.objects.create(publication=publication, at=now, **kept),
        "publisher/notice": Notice.objects.create(user=owner, kind="published", publication=publication, happened_at=now),
        "publisher/apitoken": ApiToken.objects.create(user=owner, created_at=now, **token),
        "retries/sweeprun": run,
    }


def _queue(publication: Publication) -> dict[str, Any]:
    now = clock.now()
    wake(publication, now=now)
    ran = {"func": "publisher.tasks.run", "args": (publication.pk,), "started": now, "stopped": now}
    return {
        "django_q/schedule": Schedule.objects.create(name="sweep", func="publisher.tasks.sweep", next_run=now),
        "django_q/success": Success.objects.create(id="1" * 32, name="done", success=True, **ran),
        "django_q/failure": Failure.objects.create(id="2" * 32, name="broken", success=False, result="broke", **ran),
        "django_q/ormq": OrmQ.objects.latest("id"),
    }
