"""Which files of the store are known: named by a row, or on their way in. What is not among them is an orphan."""

from collections.abc import Iterator
from itertools import chain

from videos import covers
from videos.models import Asset, AssetState, Fit, FitState, Upload
from videos.storage import poster_key


def known_keys() -> set[str]:
    """Every key that a row names; whoever keeps files of another kind adds a line."""
    return set(chain(_keys_of_assets(), _keys_of_fits(), filter(None, covers.keys())))


def open_uploads() -> set[str]:
    """The store's own names of the uploads that may still be gone on with."""
    return set(Upload.objects.filter(finished_at=None).exclude(store_id="").values_list("store_id", flat=True))


def keys_coming_in() -> set[str]:
    """Keys that somebody may be writing just now."""
    receiving = Asset.objects.receiving().exclude(key="").values_list("key", flat=True)
    running = Fit.objects.filter(state=FitState.RUNNING).exclude(key="").values_list("key", flat=True)
    return {*receiving, *running}


def keys_that_must_be_there() -> set[str]:
    """The files without which a video cannot be published."""
    return set(Asset.objects.filter(state=AssetState.READY).exclude(key="").values_list("key", flat=True))


def _keys_of_assets() -> Iterator[str]:
    for key, poster in Asset.objects.values_list("key", "poster_key").iterator():
        yield from (each for each in (key, poster) if each)


def _keys_of_fits() -> Iterator[str]:
    for key in Fit.objects.exclude(key="").values_list("key", flat=True).iterator():
        yield key
        yield poster_key(key)
