"""Why an upload that can be gone on with does not go on just now: what the store said, as an answer to the browser."""

from collections.abc import Sequence
from http import HTTPStatus

from videos.storage import PartBusy, PartDamaged, PartsMissing, SourceMissing, SourceShort, StoreError, StoreFull

_TEXTS = {
    "part_busy": ("This part is being sent by another tab or window.", HTTPStatus.CONFLICT),
    "address_expired": ("The address for this part ran out. Ask for a new one.", HTTPStatus.FORBIDDEN),
    "crowded": ("Many files are arriving at once. This one goes on in a moment.", HTTPStatus.SERVICE_UNAVAILABLE),
    "part_damaged": ("A part arrived damaged. It is sent again.", HTTPStatus.UNPROCESSABLE_ENTITY),
    "broken_off": ("The connection broke off. The upload goes on from there.", HTTPStatus.BAD_REQUEST),
    "parts_missing": ("Some parts of the file are not there yet. They are sent again.", HTTPStatus.CONFLICT),
    "finished": ("This upload was finished meanwhile: the video is in your library.", HTTPStatus.CONFLICT),
    "logged_out": ("You are logged out. Log in again in another tab, then press Continue.", HTTPStatus.UNAUTHORIZED),
    "storage_full": (
        "Retake's storage is full. What arrived is kept; the upload goes on once whoever runs Retake has made room.",
        HTTPStatus.INSUFFICIENT_STORAGE,
    ),
    "storage_unavailable": (
        "Retake's storage does not answer. What arrived is kept, and the upload goes on by itself.",
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
}


class NotNow(Exception):
    """Nothing is lost: what arrived is kept, and the upload goes on from there, by itself or once its owner says so."""

    def __init__(self, code: str, *, missing: Sequence[int] = ()) -> None:
        self.reason, self.status = _TEXTS[code]
        super().__init__(f"{code}: {self.reason}")
        self.code = code
        self.missing = list(missing)


def wait_for(refused: StoreError) -> NotNow:
    """Give what the browser is told of a store's refusal."""
    match refused:
        case PartsMissing(numbers=numbers):
            return NotNow("parts_missing", missing=numbers)
        case SourceMissing():
            # The store forgot the upload: the browser has to begin it again, and hears then what is there.
            return NotNow("parts_missing")
        case PartBusy():
            return NotNow("part_busy")
        case PartDamaged():
            return NotNow("part_damaged")
        case SourceShort():
            return NotNow("broken_off")
        case StoreFull():
            return NotNow("storage_full")
        case _:
            return NotNow("storage_unavailable")
