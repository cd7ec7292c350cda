"""The beat of whoever waits for the network: called on and on while bytes move or an answer is awaited, so that a lease stays alive."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

BEAT_SECONDS = 5.0
"""The longest silence between two beats within one request."""

Beat = Callable[[], None]


def _nobody_listens() -> None:
    """Outside `watched` there is no lease to keep alive."""


_beat: ContextVar[Beat] = ContextVar("beat", default=_nobody_listens)


@contextmanager
def watched(beat: Beat) -> Iterator[None]:
    """Have `beat` called by every request made inside; what it raises ends the request and passes through unwrapped."""
    before = _beat.set(beat)
    try:
        yield
    finally:
        _beat.reset(before)


def beat() -> None:
    """Tell whoever watches that work goes on. Raises what they raise, `errors.Interrupted` as a rule."""
    _beat.get()()
