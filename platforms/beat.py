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


@contextmanager
def shielded() -> Iterator[None]:
    """Let beats go on inside, and let none of them break anything off: what they raise first is raised at the end.

    For what must not be half done, such as a renewal whose answer holds the only copy of new tokens. Beats keep a lease alive
    meanwhile. An interruption goes before a failure from within, as it would have come before it.
    """
    listens, kept = _beat.get(), list[Exception]()

    def patiently() -> None:
        try:
            listens()
        except Exception as interruption:  # noqa: BLE001 - whatever it is, it waits
            kept.append(interruption)

    try:
        with watched(patiently):
            yield
    except Exception:
        if kept:
            raise kept[0] from None
        raise
    if kept:
        raise kept[0]


def beat() -> None:
    """Tell whoever watches that work goes on. Raises what they raise, `errors.Interrupted` as a rule."""
    _beat.get()()
