"""What became of the one file that was uploaded, once a worker looked into it."""

import hashlib

from tests.videos.sender import CONTENT
from videos import tasks
from videos.models import Asset, AssetState


def arrived() -> Asset:
    """The asset, once a worker looked into it."""
    asset = Asset.objects.get()
    tasks.probe(asset.pk)
    return Asset.objects.get()


def assert_is_whole(content: bytes = CONTENT) -> None:
    asset = arrived()
    assert (asset.state, asset.size, asset.bytes_received) == (AssetState.READY, len(content), len(content))
    assert asset.sha256 == hashlib.sha256(content).hexdigest()
