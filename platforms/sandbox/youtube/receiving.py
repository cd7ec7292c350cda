"""Takes in the bytes of one PUT: hashes them as they come, keeps none, and keeps to 256 KiB where they break off."""

from collections.abc import Callable
from dataclasses import dataclass

from platforms.sandbox.plumbing import Body
from platforms.sandbox.youtube.ranges import GRAIN
from platforms.sandbox.youtube.sessions import Hash
from platforms.sandbox.youtube.switches import Keeping

WINDOW_BYTES = 4 * GRAIN


@dataclass(frozen=True, kw_only=True)
class Received:
    """`kept` bytes were hashed; `whole` says whether all that was announced has come."""

    kept: int
    whole: bool


def receive(
    body: Body, running: Hash, *, length: int, most: int, is_final: bool, keeping: Keeping, pace: Callable[[int], None]
) -> Received:
    """Read `length` bytes, or `most` where the connection is to be cut after so many; `pace` is told of every read."""
    window, done = bytearray(WINDOW_BYTES), 0
    while True:
        filled = _fill(window, body, min(WINDOW_BYTES, length - done, max(most - done, 0)), pace)
        came = done + filled
        is_last = came == length or filled < WINDOW_BYTES
        kept = _kept(came, whole=came == length, is_final=is_final, keeping=keeping) if is_last else came
        running.update(memoryview(window)[: max(kept - done, 0)])
        if is_last:
            return Received(kept=max(kept, done), whole=came == length)
        done = came


def _fill(window: bytearray, body: Body, wanted: int, pace: Callable[[int], None]) -> int:
    filled = 0
    while filled < wanted:
        piece = body.read(wanted - filled)
        if not piece:
            break
        window[filled : filled + len(piece)] = piece
        filled += len(piece)
        pace(len(piece))
    return filled


def _kept(came: int, *, whole: bool, is_final: bool, keeping: Keeping) -> int:
    if whole and is_final:
        return came
    floor = came // GRAIN * GRAIN
    if not whole or keeping is Keeping.GRANULAR:
        return floor
    return floor - GRAIN if keeping is Keeping.LESS and floor > GRAIN else came
