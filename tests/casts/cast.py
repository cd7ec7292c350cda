"""What a proof asks of a platform's stand-in, in words that all of them share."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

import pytest

from platforms.contract import Words
from platforms.errors import PlatformError
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Fault, Kind
from platforms.sandbox.plumbing import Request, Response
from platforms.sandbox.store import Store

Mutate = Callable[[pytest.MonkeyPatch], None]


PLAIN = Words(title="Tide pools", description="At low water.", tags=("sea",))


class Moment(StrEnum):
    """When something goes wrong. A platform may lack one of them."""

    OPENING = "opening"
    """Announcing the file and its words."""
    BYTES = "bytes"
    """Sending bytes that decide nothing."""
    DECIDING = "deciding"
    """The request after which the post may exist."""
    ASKING = "asking"
    """Asking the upload itself how far it got, or what became of it."""
    READING = "reading"
    """Reading the account's posts."""
    TOKEN = "token"
    ANY = "any"


class Reason(StrEnum):
    """What a refusal is about: one that every platform has, under a name of its own."""

    PASSING = "passing"
    """Trouble of its own: the same request works later."""
    TOO_FAST = "too fast"
    USED_UP = "used up"
    """An allowance is used up for hours."""
    WORDS = "words"
    """What the owner chose is refused for good."""
    NOT_LET_IN = "not let in"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Something that goes wrong at the platform, `times` times over."""

    kind: Kind
    at: Moment = Moment.ANY
    reason: Reason = Reason.PASSING
    form: Form = Form.JSON
    times: int | None = 1
    retry_after: int | None = None


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Leave to publish to the cast's account, as a connection keeps it."""

    account_id: str
    name: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    lifetime: timedelta | None
    """How long the access token lasts; None is until it is taken back."""
    scopes: tuple[str, ...]
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post that was made, even if it was deleted since; `ids` are all the names that it may be known by, the public one first."""

    ids: tuple[str, ...]
    sha256: str
    title: str

    @property
    def id(self) -> str:
        return self.ids[0]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One row of the adapter's table of errors: an answer of the platform at a moment, and the error that it has to become."""

    answer: Response
    at: Moment = Moment.OPENING
    kind: type[PlatformError]
    code: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.at} {self.answer.status} {self.code}"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Something to publish that is right at the edge of what the platform takes, or just beyond it."""

    name: str
    words: Words = PLAIN
    options: Mapping[str, Any] = field(default_factory=dict)
    """What differs from the cast's options."""

    def __str__(self) -> str:
        return self.name


class Cast(ABC):
    """One platform on a stage: its stand-in under the hand of a test, on a clock of the test's own.

    Two casts over one store are the same platform, seen from two processes.
    """

    slug: ClassVar[str]
    addresses: ClassVar[Mapping[str, str]]
    """The settings that lead to the platform, and the path of each below the stand-in's own address."""
    options: ClassVar[Mapping[str, Any]]
    """Choices that the adapter takes."""
    content: ClassVar[bytes]
    """A file that is sent in several steps, of which the last decides."""
    moments: ClassVar[Mapping[Moment, str]]
    """What the stand-in calls each moment; those that the platform lacks are missing."""
    reasons: ClassVar[Mapping[Reason, str]]
    """A refusal that the platform documents, for each reason that it has."""
    weather: ClassVar[Sequence[Mapping[str, Any]]]
    """Switches of the stand-in that a storm turns, and turns back."""
    roomy: ClassVar[Mapping[str, Any]] = {}
    """Switches that lift daily allowances, for those who publish thousands."""
    slow: ClassVar[Mapping[str, Any]] = {}
    """Switches that make sending take long enough for a kill to meet it, where it is over in a moment."""
    forgetful: ClassVar[Mapping[str, Any]]
    """Switches that make an upload unknown once its post is made."""
    late_lists: ClassVar[Mapping[str, Any]]
    """Switches that make lists learn of a post after a quarter of an hour."""
    taken: ClassVar[Sequence[Wish]]
    """At the edge, and taken."""
    not_taken: ClassVar[Sequence[Wish]]
    """Just beyond it."""
    forgiven: ClassVar[Collection[str]] = ()
    """Rules of the stand-in that nobody can keep who lost an answer: a token that can be used once is tried again, to know."""
    public: ClassVar[Collection[str]] = ()
    """What of a publication's progress anyone may see."""
    reads_calmly: ClassVar[bool] = True
    """Whether its posts are read in a life without trouble, too."""
    asks_people: ClassVar[bool] = False
    """Whether a person is asked within hours, so that a publication may go on while a worker sleeps."""
    can_remove: ClassVar[bool] = True
    """Whether the platform has a call that deletes a post."""
    mutants: ClassVar[Mapping[str, Mutate]]
    """The adapter with one of its own rules broken at a time."""
    caught_by: ClassVar[Mapping[str, str]]
    """How the names of the scripts begin that tell each mutant, of the engine and of this adapter, from the real thing."""
    cannot_be_told: ClassVar[Mapping[str, str]] = {}
    """The mutants that nothing here can tell from the real thing, and why that is so on this platform."""

    stand_in: Any

    @abstractmethod
    def __init__(self, store: Store, clock: Callable[[], datetime], *, sleep: Callable[[float], None] = time.sleep) -> None: ...

    @abstractmethod
    def fault(self, trouble: Trouble) -> Fault:
        """Say it in the stand-in's words."""

    @abstractmethod
    def grant(self) -> Grant:
        """Let the cast's account in, as its owner's consent would."""

    @abstractmethod
    def posts(self) -> list[Post]:
        """Every post that was ever made, in the order they were made in."""

    @abstractmethod
    def posts_of(self, *, marker: str, sha256: str) -> list[Post]:
        """Those that were made of one publication: it bears this marker, and its file has this hash."""

    @abstractmethod
    def revoke(self) -> None:
        """The account's owner takes the leave back."""

    @abstractmethod
    def end_access(self) -> None:
        """Every access token ends now; they can be renewed."""

    @abstractmethod
    def end_uploads(self) -> None:
        """Every upload that is under way is forgotten."""

    @abstractmethod
    def reject_next(self) -> str:
        """Have the next posts fail after their bytes were taken; give the code that our error bears then."""

    @abstractmethod
    def moments_of(self, request: Request) -> Collection[Moment]:
        """Which moments a request is."""

    @staticmethod
    @abstractmethod
    def refusals() -> list[Refusal]:
        """Every row of the adapter's table of errors, for each status and code that it stands for."""

    @staticmethod
    @abstractmethod
    def sayings() -> list[tuple[str, str]]:
        """Every message that the adapter or its grants have ready, and the fix that goes with it or ""."""

    @staticmethod
    @abstractmethod
    def headline(words: Words) -> str:
        """What becomes of these words where `Post.title` is read."""

    def prepare(self, patch: pytest.MonkeyPatch) -> None:  # noqa: B027 most need nothing
        """Have platform and adapter agree on sizes that are small enough for a test in one process."""

    def begin_anew(self) -> None:  # noqa: B027 most need nothing
        """Another scene begins: the posts and the allowances of those before are none of its business."""

    # -- what all of them do alike -----------------------------------------------------------------------------------
    def arm(self, trouble: Trouble) -> None:
        self.stand_in.arm(self.fault(trouble))

    def knows(self, trouble: Trouble) -> bool:
        """Whether that can happen on this platform."""
        return trouble.at in self.moments and trouble.reason in self.reasons

    def armed(self) -> int:
        """How many troubles have not struck yet."""
        return len(self.stand_in.world.faults.armed())

    def set(self, **switches: Any) -> None:
        self.stand_in.set(**switches)

    def heal(self) -> None:
        self.stand_in.heal()

    def broken_rules(self) -> list[Any]:
        """The rules of the platform that somebody broke."""
        return [broken for broken in self.stand_in.violations() if broken.rule not in self.forgiven]
