"""How far a file has come in to Retake, and whether it still comes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from videos.models import Asset, AssetState

QUIET = timedelta(minutes=1)
"""Bytes that come are noted at least each ten seconds, or with each part; after this without any, it may have broken off."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A file that is coming in: `percent` is None where its size is not known, `heard_at` when the last bytes came."""

    percent: int | None
    heard_at: datetime | None
    is_quiet: bool


def arrival_of(asset: Asset | None, *, now: datetime) -> Arrival | None:
    """Tell how a file comes in; None where none does."""
    if asset is None or asset.state != AssetState.RECEIVING:
        return None
    percent = min(100, asset.bytes_received * 100 // asset.size) if asset.size else None
    heard = asset.waiting_since
    return Arrival(percent=percent, heard_at=heard, is_quiet=heard is not None and now - heard >= QUIET)
