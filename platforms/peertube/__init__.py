"""PeerTube: the adapter, and what it knows of the instances of that federation."""

from platforms.peertube.adapter import PeerTube
from platforms.peertube.grants import PeerTubeGrants, PeerTubeSignIn

__all__ = ["PeerTube", "PeerTubeGrants", "PeerTubeSignIn"]
