"""Whether a file is taken at all, and in which words it is refused: by its size, by its first bytes, by what the store says."""

from http import HTTPStatus

from django.conf import settings

from videos.containers import Refusal, judge_head
from videos.storage import StoreError, StoreFull, media

_GIB = 1024**3


class UploadRefused(Exception):
    """The upload ends here; `reason` tells its owner why, and nothing of it is kept."""

    def __init__(self, code: str, reason: str, *, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.status = status


def announce(size: int) -> None:
    """Refuse what cannot be taken, before its first byte; `size` in bytes. Raises `UploadRefused`."""
    if size > settings.MAX_UPLOAD_GIB * _GIB:
        reason = f"The file is larger than {settings.MAX_UPLOAD_GIB} GiB, the most that this Retake takes."
        raise UploadRefused("too_large", reason, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        room = media().room()
    except StoreError as refused:
        raise not_stored(refused) from refused
    if room is not None and size > room:
        raise not_stored(StoreFull())


def judge(head: bytes) -> None:
    """Refuse what is no video by its first `HEAD_BYTES` (or all there are). Raises `UploadRefused`."""
    judged = judge_head(head)
    if isinstance(judged, Refusal):
        raise UploadRefused(judged.code, judged.reason)


def not_stored(refused: StoreError) -> UploadRefused:
    """Say what the store said, to the owner of the file."""
    if isinstance(refused, StoreFull):
        reason = "Retake's storage has no room for this file. Whoever runs it has to make some; then upload it again."
        return UploadRefused("storage_full", reason, status=HTTPStatus.INSUFFICIENT_STORAGE)
    reason = "Retake's storage does not answer, so the file was not kept. Upload it again in a few minutes."
    return UploadRefused("storage_unavailable", reason, status=HTTPStatus.SERVICE_UNAVAILABLE)


def given_up(*, status: HTTPStatus = HTTPStatus.GONE) -> UploadRefused:
    """The upload was cleared away while it paused, or dropped from elsewhere."""
    reason = "This upload was dropped, or paused for so long that it was given up. Choose the file again to start anew."
    return UploadRefused("given_up", reason, status=status)
