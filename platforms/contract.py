"""What Retake asks of a platform: plain values in, plain values out; no row, no setting, no clock.

An adapter is one class that keeps `Platform`. It talks to the network through `platforms.http` alone and raises the
errors of `platforms.errors`, chosen from its own table of the platform's codes.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from platforms.by_hand import ByHand
from platforms.counting import Counter
from platforms.cover import Chosen, CoverRule
from platforms.errors import PlatformError
from platforms.file import File as File
from platforms.guide import Guide
from platforms.options import Offers, OptionsForm
from platforms.pace import FreeTurns, Turns
from platforms.problem import Problem as Problem
from platforms.problem import Verdict as Verdict
from platforms.profile import Profile
from platforms.revisable import Change as Change
from platforms.revisable import Revisable as Revisable
from platforms.words import Caption as Caption
from platforms.words import Words as Words

Progress = Mapping[str, Any]
"""A JSON object: what the adapter knows so far, with a `version` of its own so that later releases can read it."""
Options = Mapping[str, Any]

WINDOW_BYTES = 1024 * 1024
"""The most that one read of a source hands over: memory stays flat whatever the file's size."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One publication as its adapter sees it.

    `read(start, length)` yields exactly `length` bytes of the pinned source from offset `start`, in pieces of at most
    `WINDOW_BYTES`; it keeps the lease alive, and raises `errors.Interrupted` when the lease is lost or the owner
    cancelled. `address()` is where a platform that fetches the file itself finds it, and `poster_address()` the picture
    ("" where there is none): signed, of this publication alone, for a day and a little more. `poster()` gives the JPEG that
    stands for the video, cut and sized as `Platform.cover` states it, or None; `chosen` is set where its owner chose that.
    `captions()` are its tracks of captions. `marker` is unique to the publication and is what looks search for.
    """

    marker: str
    words: Words
    options: Options
    file: File
    read: Callable[[int, int], Iterator[bytes]]
    address: Callable[[], str] = lambda: ""
    poster_address: Callable[[], str] = lambda: ""
    poster: Callable[[], bytes | None] = lambda: None
    captions: Callable[[], Sequence[Caption]] = tuple
    chosen: Chosen | None = None


@dataclass(frozen=True, kw_only=True)
class Account:
    """The account published to, with a token that was valid a moment ago. Never logged, never shown.

    `turns` are what it has left of the paces that the platform sets.
    """

    id: str
    name: str
    realm: str
    access_token: str = field(repr=False)
    scopes: frozenset[str] = frozenset()
    details: Mapping[str, Any] = field(default_factory=dict)
    turns: Turns = field(default_factory=FreeTurns, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """What has to be on disk before the adapter goes on.

    `sent` is the number of bytes that the platform acknowledged. `deciding` says that the next request may make the
    post exist; the engine then answers with the last moment (in `clock.monotonic()` seconds) at which its first byte
    may leave.
    """

    progress: Progress
    sent: int
    deciding: bool = False


@dataclass(frozen=True, kw_only=True)
class Published:
    """The platform says that the post exists."""

    remote_id: str
    url: str = ""
    warning: str = ""


@dataclass(frozen=True, kw_only=True)
class Working:
    """Accepted: the platform is at work, and from now on we only look. `remote_id` as soon as it is known.

    `waits_for` says, in a sentence, what a person has to do on the platform before it goes on (a draft lies in an inbox, say).
    What waits for a person is never overdue.
    """

    progress: Progress
    again_in: timedelta
    remote_id: str | None = None
    url: str = ""
    waits_for: str = ""


@dataclass(frozen=True, kw_only=True)
class Later:
    """There is more to send, not now: `publish` goes on after `again_in`."""

    progress: Progress
    again_in: timedelta


@dataclass(frozen=True, kw_only=True)
class NotThere:
    """Proof that no post exists and that none can still come of what was sent.

    `progress` is what the next try starts from: an open session is kept, a dead one dropped. `error` is why, where the
    platform itself says that it failed: then what follows is what that error asks for.
    """

    progress: Progress
    error: PlatformError | None = None


@dataclass(frozen=True, kw_only=True)
class Unclear:
    """Neither proof of presence nor of absence: the look is repeated after `again_in`.

    `asks`: looking can find out nothing more, so that a person is asked at once, and not after a day of looks.
    """

    again_in: timedelta
    why: str = ""
    asks: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a look may reckon with: the database's time, when the deciding request left, how many looks found nothing."""

    now: datetime
    deciding_since: datetime
    empty_looks: int


class FollowUpKind(StrEnum):
    """What remains to be done once the post exists; each is idempotent and keyed on the remote id."""

    THUMBNAIL = "thumbnail"
    PERMALINK = "permalink"
    PRIVACY = "privacy"
    PLAYLISTS = "playlists"
    CAPTIONS = "captions"


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A follow-up came to its end. A `warning` is shown beside the publication; an `url` replaces the one known so far."""

    warning: str = ""
    url: str = ""


PublishOutcome = Published | Working | Later
LookOutcome = Published | Working | NotThere | Unclear
PublishSteps = Generator[Checkpoint, float | None, PublishOutcome]


class Platform(Protocol):
    """What every adapter offers. The engine is the only caller of `publish`, `look`, `follow_up`, `revise` and `remove`."""

    slug: str
    name: str
    exclusive: bool
    """Whether one account takes only one publication at a time (its looks could not tell two apart)."""
    settle: timedelta
    """How long after the deciding request absence may be believed: send-before + the request's longest life + the list's lag."""
    empty_reads: int
    """How many looks have to find nothing before absence may be believed."""
    processing_limit: timedelta
    """How long the platform may be at work before that is said: see `asks_when_overdue`."""
    asks_when_overdue: bool
    """Whether a person is then asked if it is there; else it counts as published, with a warning."""
    options_form: type[OptionsForm]
    counters: Mapping[str, Counter]
    """How it counts each of the words: title, description, tags."""
    guide: Guide
    """What people are told of it before and while accounts are connected."""
    revisable: Revisable
    """What can be changed of a post that is there."""

    @property
    def by_hand(self) -> ByHand | None:
        """How one posts there oneself, where that is offered to those whom its API does not serve."""
        ...

    def problems(self, upload: Upload, account: Account, *, now: datetime) -> list[Problem]:
        """Say, without network, why this upload would be refused if it were sent at `now`."""
        ...

    def profile(self, options: Options, account: Account) -> Profile | None:
        """State what a file has to be for this account and these options, so that one that is not can be made to fit.

        It asks for no more than `problems` does. None: there is nothing to be mended about files here. No network.
        """
        ...

    def verdict(self, file: File) -> Verdict | None:
        """Say what the platform will make of this file, where it sorts files by their shape; None where that cannot be told."""
        ...

    def cover(self, file: File) -> CoverRule | None:
        """State what picture it takes for this file; None where it takes none."""
        ...

    def public_at(self, options: Mapping[str, Any]) -> datetime | None:
        """When the platform is to make a post public by itself, where that was asked for."""
        ...

    def offers(self, account: Account) -> Offers:
        """Read what this account has to choose from; a person waits for it, so a slow answer is none.

        Raises `errors.PlatformError`.
        """
        ...

    def publish(self, upload: Upload, progress: Progress, account: Account) -> PublishSteps:
        """Send, step by step: what is yielded is on disk before the next request leaves.

        Raises any `errors.PlatformError`; `errors.OutcomeUnknown` only after the session was asked in place.
        """
        ...

    def look(self, upload: Upload, progress: Progress, account: Account, asked: Asked) -> LookOutcome:
        """Ask what became of it, changing nothing.

        Raises `errors.Rejected` when the platform made the post and then failed or rejected it; any other error says
        nothing about the post.
        """
        ...

    def follow_ups(self, upload: Upload) -> list[FollowUpKind]:
        """Name what remains once the post exists."""
        ...

    def follow_up(self, kind: FollowUpKind, upload: Upload, remote_id: str, account: Account) -> Followed:
        """Do one of them; safe to repeat."""
        ...

    def remote_id_in(self, link: str) -> str:
        """Read the id out of a link to a post that a person pasted; "" where it is none of ours. No network."""
        ...

    def account_url(self, account_id: str) -> str:
        """Where the account's owner sees all that was posted to it, newest first; "" where there is no such place. No network."""
        ...

    def remove(self, remote_id: str, account: Account) -> None:
        """Delete the post; one that is gone already is a success. Raises `errors.Unsupported` where there is no such call."""
        ...

    def revise(self, remote_id: str, upload_before: Upload, change: Change, account: Account) -> Followed:
        """Change the words or options of the post; safe to repeat, and never an upload. `upload_before` is what was sent.

        Raises `errors.Refused` with the code `deleted_there` where the post is gone, and `errors.Unsupported` where there is no such call.
        """
        ...
