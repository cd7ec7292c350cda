"""Rumble: the adapter, and what it knows of the Upload API. It was never tried against the live service."""

from platforms.rumble.adapter import Rumble
from platforms.rumble.grants import RumbleGrants, RumbleSignIn

__all__ = ["Rumble", "RumbleGrants", "RumbleSignIn"]
