"""The resumable upload that several platforms share: one file, sent into a session, in an order that survives any crash."""

from platforms.resumable.saved import Saved
from platforms.resumable.states import Broken, Done, Finishing, Gone, Held, State
from platforms.resumable.transfer import FIRST_POLL, Transfer
from platforms.resumable.ways import Session, Way

__all__ = ["FIRST_POLL", "Broken", "Done", "Finishing", "Gone", "Held", "Saved", "Session", "State", "Transfer", "Way"]
