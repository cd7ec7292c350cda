"""What we publish: a video with its words, the files that belong to it, and uploads that are not finished yet."""

from videos.models.asset import MOST_PROBES, PROBE_PATIENCE, SILENCE, Asset
from videos.models.caption import Caption
from videos.models.cover import Cover, CoverSource, Strip
from videos.models.fit import Fit
from videos.models.states import AssetKind, AssetState, FitState
from videos.models.upload import Upload, give_up
from videos.models.video import Video

__all__ = [
    "MOST_PROBES",
    "PROBE_PATIENCE",
    "SILENCE",
    "Asset",
    "AssetKind",
    "AssetState",
    "Caption",
    "Cover",
    "CoverSource",
    "Fit",
    "FitState",
    "Strip",
    "Upload",
    "Video",
    "give_up",
]
