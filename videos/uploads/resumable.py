"""Uploads by parts: begun, gone on with after any break, finished or dropped. The same protocol for disk and bucket.

    begin -> what is there already -> addresses for some parts -> each part is PUT there -> complete: durable, a probe is owed

The store says which parts it has; the row says whose upload it is and whether it still takes bytes. Every step may be
repeated, by another tab too: it then gives the same answer.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from django.contrib.auth.models import User
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse

from videos.models import Asset, AssetState, Upload, Video, give_up
from videos.parts import Plan, part_size_for
from videos.storage import SourceMissing, StoreError, media, new_key
from videos.tasks import wake_probe
from videos.uploads.admission import UploadRefused, announce, given_up, judge
from videos.uploads.waits import NotNow, wait_for
from videos.words import MOST_TITLE, file_name, one_line, title_from

logger = logging.getLogger(__name__)
ADDRESS_LIFETIME = timedelta(hours=1)
MOST_OPEN = 100
_SALT = "videos.part"
_TOO_MANY = f"You have {MOST_OPEN} unfinished uploads. Go on with some of them, or drop them; then upload this one."


@dataclass(frozen=True, kw_only=True)
class Announced:
    """What the browser says of a file before it sends it: `modified` in milliseconds, `head` and `tail` a few KiB of its bytes."""

    name: str
    size: int
    modified: int
    head: bytes
    tail: bytes

    @property
    def fingerprint(self) -> str:
        """Tell whether a file that is picked again is the same: by its name, size, date and both its ends."""
        said = [self.name, self.size, self.modified, self.head.hex(), self.tail.hex()]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An upload that takes bytes, and the numbers of the parts that are there already."""

    upload: Upload
    had: list[int]


class HereAlready(Exception):
    """The file was uploaded a short while ago: perhaps its owner never heard that it arrived."""

    def __init__(self, video: Video) -> None:
        super().__init__(f"The file of video {video.pk} is here already.")
        self.video = video


def begin(owner: User, file: Announced, *, after: Upload | None = None, anew: bool = False) -> Opened:
    """Open an upload for this file, or the one that was opened for it before.

    `after` is the upload that the browser was busy with: it is not begun anew when another tab finished it. `anew` is its
    owner's word that a file which arrived lately is to be uploaded once more. Raises `HereAlready`, `UploadRefused` or `NotNow`.
    """
    if after is not None and after.asset.state != AssetState.RECEIVING:
        raise _ended(after)
    arrived = Upload.objects.visible_to(owner).arrived().with_video().filter(fingerprint=file.fingerprint).first()
    if arrived and not anew:
        raise HereAlready(arrived.asset.video)
    upload = _known(owner, file) or _new(owner, file)
    try:
        return Opened(upload=upload, had=sorted(_had(upload)))
    except StoreError as refused:
        raise wait_for(refused) from refused


def addresses(upload: Upload, numbers: Iterable[int], *, sent: int) -> dict[int, str]:
    """Give where to PUT each of these parts, for an hour; `sent` is how many bytes the browser knows to be there.

    Raises `UploadRefused` where the upload was given up, or has no such part.
    """
    plan = upload.plan
    if not Asset.objects.heard(upload.asset_id, received=min(max(sent, 0), plan.size)):
        raise _ended(upload)
    return {number: _address(upload, plan, number) for number in numbers if _is_part(plan, number)}


def take_part(upload: Upload, number: int, read: Callable[[int], bytes], *, length: int, ticket: str, sha256: str) -> None:
    """Take the bytes of one part that comes to Retake itself. Raises `UploadRefused` or `NotNow`."""
    plan = upload.plan
    _is_part(plan, number)
    try:
        signing.loads(ticket, salt=_salt(upload, number), max_age=ADDRESS_LIFETIME)
    except signing.BadSignature as expired:
        raise NotNow("address_expired") from expired
    if length != plan.span(number).length:
        reason = f"Part {number} has {plan.span(number).length:,} bytes; {length:,} were announced."
        raise UploadRefused("wrong_length", reason)
    try:
        media().write_part(upload.asset.key, plan, number, read, sha256=sha256)
    except SourceMissing as gone:
        open_still = Asset.objects.receiving().filter(pk=upload.asset_id).exists()
        raise (wait_for(gone) if open_still else _ended(upload)) from gone
    except StoreError as refused:
        raise wait_for(refused) from refused


def complete(upload: Upload, *, title: str, claims: Mapping[str, str]) -> Video:
    """Make the file whole, and owe its probe, in one commit. Again, it gives the same video.

    `claims` are the SHA-256 of parts that the store did not check. Raises `NotNow` while parts are missing.
    """
    asset = upload.asset
    if asset.state == AssetState.RECEIVING:
        try:
            stored = media().finish_parts(asset.key, upload.store_id, upload.plan)
        except StoreError as refused:
            raise wait_for(refused) from refused
        is_ours = _finish(upload, title=one_line(title)[:MOST_TITLE], claims=claims, size=stored.size, etag=stored.etag)
        if not is_ours and _is_given_up(asset):
            # The store may have made it whole after whoever dropped it deleted what was there then.
            _delete(asset)
            raise given_up()
    elif asset.state == AssetState.REFUSED:
        raise given_up()
    return asset.video


def drop(upload: Upload) -> None:
    """Forget an unfinished upload, its file and its video. Raises `NotNow` when it became whole meanwhile."""
    asset = upload.asset
    # Refused before its bytes are deleted: from here on it cannot finish, however late its next part comes.
    if not give_up(Asset.objects.receiving(), asset.pk, code="dropped", reason="You dropped this upload."):
        raise NotNow("finished")
    if _delete(asset):
        Video.objects.filter(pk=asset.video_id).delete()


def unfinished(owner: User) -> list[Upload]:
    """The uploads of `owner` that can be gone on with, the one last heard of first."""
    return list(Upload.objects.visible_to(owner).open().with_video().order_by("-asset__waiting_since", "-pk"))


def _ended(upload: Upload) -> NotNow | UploadRefused:
    """What to say of an upload that takes no more bytes."""
    return given_up() if _is_given_up(upload.asset) else NotNow("finished")


def _is_given_up(asset: Asset) -> bool:
    """Whether it was dropped or cleared away meanwhile, perhaps with its row."""
    return not Asset.objects.filter(pk=asset.pk).exclude(state=AssetState.REFUSED).exists()


def _known(owner: User, file: Announced) -> Upload | None:
    return Upload.objects.visible_to(owner).open().with_video().filter(fingerprint=file.fingerprint).first()


def _new(owner: User, file: Announced) -> Upload:
    announce(file.size)
    judge(file.head)
    if Upload.objects.visible_to(owner).open().count() >= MOST_OPEN:
        raise UploadRefused("too_many", _TOO_MANY)
    name = file_name(file.name)
    try:
        with transaction.atomic():
            video = Video.objects.create(owner=owner, title=title_from(name))
            asset = Asset.objects.create(video=video, key=new_key(), name=name, size=file.size, waiting_since=Now())
            return Upload.objects.create(asset=asset, owner=owner, fingerprint=file.fingerprint, part_size=part_size_for(file.size))
    except IntegrityError:
        # Another tab began the same file at the same moment.
        known = _known(owner, file)
        if known is None:
            raise
        return known


def _had(upload: Upload) -> set[int]:
    """What the store has; the upload is opened there first where it is not, or no more."""
    store, key, plan = media(), upload.asset.key, upload.plan
    try:
        return store.parts_had(key, upload.store_id, plan)
    except SourceMissing:
        if _is_whole(key, plan):
            return set(range(1, plan.count + 1))
    store_id = store.begin_parts(key, plan)
    if Upload.objects.opened_as(upload.pk, store_id, instead_of=upload.store_id):
        upload.store_id = store_id
        return set()
    if _is_given_up(upload.asset):
        _delete(upload.asset)
        raise given_up()
    upload.refresh_from_db(fields=["store_id"])  # another tab opened it first
    return store.parts_had(key, upload.store_id, plan)


def _is_whole(key: str, plan: Plan) -> bool:
    """Whether the store finished the file, and the commit that should have said so was lost."""
    try:
        return media().size(key) == plan.size
    except SourceMissing:
        return False


def _is_part(plan: Plan, number: int) -> bool:
    if not plan.spans(number):
        raise UploadRefused("no_such_part", f"There is no part {number}: the file has {plan.count}.", status=HTTPStatus.NOT_FOUND)
    return True


def _address(upload: Upload, plan: Plan, number: int) -> str:
    length = plan.span(number).length
    direct = media().part_address(upload.asset.key, upload.store_id, number, length=length, ttl=ADDRESS_LIFETIME)
    if direct is not None:
        return direct
    ticket = signing.dumps(upload.pk, salt=_salt(upload, number))
    return f"{reverse('upload_part', args=[upload.pk, number])}?ticket={ticket}"


def _salt(upload: Upload, number: int) -> str:
    """A ticket is good for one part of one upload."""
    return f"{_SALT}.{upload.pk}.{number}"


def _finish(upload: Upload, *, title: str, claims: Mapping[str, str], size: int, etag: str) -> bool:
    with transaction.atomic():
        if not Asset.objects.move_to_probing(upload.asset_id, size=size, bytes_received=size, etag=etag):
            return False
        Upload.objects.filter(pk=upload.pk).update(finished_at=Now(), claims=dict(claims))
        if title:
            Video.objects.filter(pk=upload.asset.video_id).update(title=title)
        wake_probe(upload.asset_id)
    return True


def _delete(asset: Asset) -> bool:
    """Take the bytes out of the store; one that does not answer is asked again by the round, which finds the refused row."""
    try:
        media().delete(asset.key)
    except StoreError:
        logger.warning("A dropped upload is still in the store.", exc_info=True)
        return False
    return True
