"""What a platform does its own way: the requests of its sessions, and how one is opened."""

from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from platforms.http import Answer, Exchange
from platforms.resumable.saved import Saved
from platforms.resumable.states import State

Kept = TypeVar("Kept", bound=Saved)


class Session(Protocol):
    """The requests of one upload. Each raises `errors.PlatformError` and `errors.Interrupted`."""

    def ask(self, address: str) -> State:
        """Ask what the session holds."""
        ...

    def put(self, address: str, offset: int, length: int) -> State:
        """Send `length` bytes of the file from `offset` on, and say what the session holds then."""
        ...

    def piece(self, address: str, offset: int, length: int, *, fresh: bool = False) -> AbstractContextManager[Exchange]:
        """Stand ready to send a piece: connected, nothing sent."""
        ...

    def state_of(self, answer: Answer) -> State:
        """Read an answer of the session. Raises what passes, and what says nothing about the session."""
        ...


class Way(Protocol[Kept]):
    """What one platform does its own way."""

    name: str

    def opened(self, saved: Kept) -> Kept:
        """Open a session: no post can come of it before bytes are sent. Gives what is known with its address, checked."""
        ...

    def checked(self, address: str) -> str:
        """Give the address back. Raises `errors.Misconfigured` where it is not the platform's own."""
        ...

    def is_overtaken(self, saved: Kept) -> bool:
        """Whether what the session was opened for has passed, while its last bytes have never left."""
        ...

    def anew(self, saved: Kept) -> Kept:
        """What is known, without the session."""
        ...
