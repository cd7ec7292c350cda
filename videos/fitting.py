"""Makes a fitted file: claimed, fetched, converted, looked into, stored; whatever breaks on the way leaves nothing behind.

claim -> room? -> ffmpeg into a work file (percent, lease) -> probe -> store -> one commit: done, with its asset
"""

import logging
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection
from django.db.models import ProtectedError

from videos import probe as probing
from videos.containers import Refusal
from videos.converting import ConvertingFailed, convert, ffmpeg
from videos.digest import digest
from videos.models import Asset, AssetKind, AssetState, Fit, FitState
from videos.models.fit import LEASE, MOST_TRIES
from videos.parts import Plan, part_size_for
from videos.sandboxed import End
from videos.storage import (
    WINDOW_BYTES,
    SourceChanged,
    SourceMissing,
    Stored,
    StoreError,
    StoreFull,
    media,
    new_key,
    poster_key,
    store_whole,
)
from videos.workplace import work_file

logger = logging.getLogger(__name__)
_BEAT_SECONDS = 5.0
_ROOM_TO_SPARE = 256 * 1024**2

FULL = Refusal(code="no_room", reason="There is not room enough for the file that was to be made. Whoever runs Retake has to make some.")
NO_FFMPEG = Refusal(
    code="no_ffmpeg",
    reason="The machine that was to make it has no ffmpeg. Whoever runs Retake can install it there (apt install ffmpeg).",
)
LOST = Refusal(code="source_missing", reason="The original is no longer in Retake's storage. Upload it again.")
TOO_LONG = Refusal(code="too_costly", reason="Making it took more time or room than there is. Upload a shorter or smaller file.")
BROKEN = Refusal(code="not_made", reason="ffmpeg could not make anything of this file. Export it again in a video program and upload that.")
CRASHED = Refusal(code="crashed", reason="The file broke the program that was to make it fit, each time it was tried.")
NOT_STARTED = Refusal(code="not_started", reason="ffmpeg could not be started on the machine that was to make it. It is in Retake's log.")
_BY_END = {End.TOO_COSTLY: TOO_LONG, End.FAILED: BROKEN, End.NOT_STARTED: NOT_STARTED}


class NoLongerWanted(Exception):
    """It was cancelled, or somebody else has it."""


class MustStop(Exception):
    """The worker was asked to stop: what was done so far is lost, and it waits for another."""


class BrokeOff(Exception):
    """ffmpeg was killed, or crashed: that says nothing certain about the file, and it is tried again, not for ever."""


class CannotBeMade(Exception):
    """It ends here; `why` is for its owner."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.code)
        self.why = why


class Holder:
    """Holds the lease of a fit while it is made: says now and then how far it has come, and hears whether it is still wanted."""

    def __init__(self, fit: Fit, *, now: Callable[[], datetime], stopping: Callable[[], bool]) -> None:
        self._fit, self._now, self._stopping = fit, now, stopping
        self._beaten = self._renewed_at = time.monotonic()
        self._percent = 0

    def __call__(self, percent: int | None = None) -> None:
        """Raises `NoLongerWanted` or `MustStop`."""
        if self._stopping():
            raise MustStop
        self._percent = self._percent if percent is None else percent
        if time.monotonic() - self._beaten > _BEAT_SECONDS:
            self.renew()

    def renew(self) -> None:
        """Raises `NoLongerWanted`. A database that is away for less than the lease costs nothing."""
        self._beaten = time.monotonic()
        try:
            is_held = self._renewed()
        except (OperationalError, InterfaceError):
            connection.close()  # a broken one is replaced by the next
            if self._beaten - self._renewed_at > LEASE.total_seconds():
                raise
            return
        self._renewed_at = self._beaten
        if not is_held:
            raise NoLongerWanted

    def _renewed(self) -> bool:
        return Fit.objects.renew(self._fit.pk, token=self._fit.lease_token, percent=self._percent, now=self._now())


def run(pk: int, *, now: Callable[[], datetime], stopping: Callable[[], bool], worker: str = "") -> None:
    """Make fit `pk`, if it waits, as `worker`. Safe to call again, at any time and from anywhere."""
    token = uuid.uuid4().hex
    if not Fit.objects.claim(pk, token=token, now=now(), worker=worker):
        return
    fit = Fit.objects.select_related("source").get(pk=pk)
    try:
        if fit.tries > MOST_TRIES:
            raise CannotBeMade(CRASHED)
        _make(fit, Holder(fit, now=now, stopping=stopping), now=now)
    except NoLongerWanted:
        logger.info("Fit %s is no longer wanted.", pk)
        _clear_file(fit)  # the key is of this try alone: whoever has the fit now has another
    except MustStop:
        Fit.objects.release(pk, token=token)
    except CannotBeMade as stop:
        Fit.objects.fail(pk, token=token, code=stop.why.code, reason=stop.why.reason, now=now())
    except StoreFull:
        Fit.objects.fail(pk, token=token, code=FULL.code, reason=FULL.reason, now=now())
    except (BrokeOff, StoreError, OSError, probing.ProbeBroken, probing.ProbeNotStarted):
        # Its lease runs out, and the round takes it over: each such try is counted.
        logger.exception("Fit %s cannot be made now; it is tried again.", pk)


def _make(fit: Fit, hold: Holder, *, now: Callable[[], datetime]) -> None:
    program = ffmpeg()
    if program is None:
        raise CannotBeMade(NO_FFMPEG)
    _clear_file(fit)  # of a try that broke off
    fit.key = new_key()
    if not Fit.objects.note_key(fit):
        raise NoLongerWanted
    with work_file() as target:
        _insist_on_room(fit, target)
        try:
            with media().as_file(fit.source.key, etag=fit.source.etag, beat=hold) as source:
                convert(program, source, target, fit.made_by, told=hold)
        except (SourceMissing, SourceChanged) as gone:
            raise CannotBeMade(LOST) from gone
        except ConvertingFailed as failed:
            if failed.end == End.KILLED:
                raise BrokeOff from failed
            raise CannotBeMade(_BY_END[failed.end] if _has_room(target) else FULL) from failed
        hold.renew()  # the look into it takes its time
        asset = _looked_into(fit, target)
        _store(asset, target, beat=hold)
    hold.renew()
    if not Fit.objects.finish(fit, asset, now=now()):
        raise NoLongerWanted


def _insist_on_room(fit: Fit, target: Path) -> None:
    """Room for the file while it is made, for it in the store, and where the source has to be fetched for that too."""
    recipe, room = fit.made_by, media().room()
    here = shutil.disk_usage(target.parent).free
    needed = recipe.expected_bytes + (fit.source.size if room is None else recipe.expected_bytes)
    if here < needed + _ROOM_TO_SPARE or (room is not None and room < recipe.expected_bytes):
        raise CannotBeMade(FULL)


def _has_room(target: Path) -> bool:
    return shutil.disk_usage(target.parent).free > WINDOW_BYTES


def _looked_into(fit: Fit, target: Path) -> Asset:
    """What came of it, as an asset that is not kept yet."""
    facts = probing.probe(target)
    if isinstance(facts, Refusal):
        logger.warning("What ffmpeg made for fit %s is no video: %s", fit.pk, facts.code)
        raise CannotBeMade(BROKEN)
    size = target.stat().st_size
    if size > fit.made_by.most_bytes:
        raise CannotBeMade(TOO_LONG)
    picture = probing.poster(target, facts)
    place = poster_key(fit.key) if picture else ""
    if picture:
        store_whole(place, picture)
    named = f"{Path(fit.source.name).stem[:200]}-fitted.mp4"
    kept = {"key": fit.key, "poster_key": place, "name": named, "size": size, "bytes_received": size}
    return Asset(video_id=fit.video_id, kind=AssetKind.FITTED, state=AssetState.READY, **kept, **asdict(facts))


def _store(asset: Asset, path: Path, *, beat: Callable[[], None]) -> None:
    """Copy it into the store under its key, and note what pins it there."""
    plan = Plan(size=asset.size, part_size=part_size_for(asset.size))
    asset.sha256 = digest(path, plan, parts=False, beat=beat).whole
    stored = _copied(asset.key, path, size=asset.size, beat=beat)
    asset.size, asset.etag = stored.size, stored.etag


def _copied(key: str, path: Path, *, size: int, beat: Callable[[], None]) -> Stored:
    writer = media().create(key, size=size)
    try:
        with path.open("rb", buffering=0) as file:
            while piece := file.read(WINDOW_BYTES):
                beat()
                writer.append(piece)
        return writer.finish()
    finally:
        writer.abandon()


# -- what nobody wants any more --------------------------------------------------------------------------------------


def take_over_stalled(now: datetime, *, is_dead: Callable[[str], bool | None] = lambda worker: None) -> list[int]:
    """Let those wait again whose lease is over, or whose worker is provably dead; gives their keys."""
    dead = [fit for fit in Fit.objects.filter(state=FitState.RUNNING).exclude(worker="") if is_dead(fit.worker)]
    return [fit.pk for fit in (*Fit.objects.stalled(now).order_by("pk"), *dead) if Fit.objects.take_over(fit)]


def clear(now: datetime) -> int:
    """Remove the files of fits that came to nothing or that nobody wants; says how many. One that something needs stays."""
    cleared = 0
    for fit in Fit.objects.to_clear(now).select_related("asset").order_by("pk"):
        try:
            if fit.asset is not None:
                fit.asset.delete()  # its row first: only so is it sure that nobody needs its file
        except ProtectedError:
            Fit.objects.filter(pk=fit.pk).update(key="")
            continue
        try:
            _clear_file(fit)
        except StoreError:
            logger.warning("The file of fit %s cannot be removed now; that is tried again.", fit.pk, exc_info=True)
            break
        Fit.objects.filter(pk=fit.pk).update(key="")
        cleared += 1
    return cleared


def _clear_file(fit: Fit) -> None:
    """Delete what may be under its key; a fit without one has nothing there."""
    if fit.key:
        media().delete(poster_key(fit.key))
        media().delete(fit.key)
