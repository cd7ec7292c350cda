"""Erasing a video for good: what comes in for it is turned away, its files go, then its rows."""

from django.db import transaction
from django.db.models.functions import Now

from videos import covers
from videos.models import Asset, Fit, Video
from videos.storage import media, poster_key


def erase(video: Video) -> None:
    """Erase `video`, of which no publication is left. Raises `StoreError`; whatever was done, it is safe to repeat.

    The files go first: a row without a file is found again, a file without a row is not.
    """
    store = media()
    Fit.objects.filter(video=video).drop(Now())
    for fit in video.fits.exclude(key=""):
        store.delete(poster_key(fit.key))
        store.delete(fit.key)
    for key in covers.keys(video):
        store.delete(key)
    for asset in video.assets.all():
        Asset.objects.refuse(asset.pk, code="erased", reason="The video was erased.")  # so that no upload or probe ends well
        if asset.poster_key:
            store.delete(asset.poster_key)  # of one whose file went before
        if asset.key:
            store.delete(poster_key(asset.key))
            store.delete(asset.key)
    with transaction.atomic():
        video.delete()
