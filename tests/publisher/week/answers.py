"""What the platform, or something of ours, does to one send; and which row of the design's table that is."""

from dataclasses import dataclass
from enum import Enum, auto

from platforms.sandbox.youtube.faults import Fault, Kind, Moment
from platforms.sandbox.youtube.reasons import REASONS, Lesson


class Follows(Enum):
    """The rows of the table, and the ends of a send that are none."""

    PUBLISHED = auto()
    COUNTED = auto()
    """Failed, and counted where the try was automatic: Transient, or a bug of ours."""
    PACED = auto()
    """RateLimited: on hold for a while, not counted."""
    NEXT_DAY = auto()
    """QuotaExceeded of the whole app: until midnight in Los Angeles."""
    IN_A_DAY = auto()
    """QuotaExceeded of one channel: 24 hours."""
    RECONNECT = auto()
    SETUP = auto()
    """Misconfigured: until staff lift it."""
    REFUSED = auto()
    REJECTED = auto()
    """Taken, and then rejected by the platform: a copy is there."""
    FOUND = auto()
    """The answer was lost; a look finds the post."""
    ABSENT_LATE = auto()
    """The answer was lost, its session is gone, and five empty reads within an hour prove that nothing was posted."""
    ABSENT_SOON = auto()
    """The answer was lost, and its session still waits for the last bytes after five minutes."""
    UNCLEAR = auto()
    """The answer was lost, and no look can say what became of it before a person does."""
    CRASHED = auto()
    """The worker is killed before anything could exist; its lease runs out after a minute."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One of these: `faults` are armed for the send, `while_looking` for the looks after it."""

    name: str
    follows: Follows
    faults: tuple[Fault, ...] = ()
    while_looking: tuple[Fault, ...] = ()
    wait_seconds: int = 0
    whole_app: bool = False
    vanishes: bool = False
    ends_sessions: bool = False
    outcome: str = "processed"
    trick: str = ""
    """What is done to the worker or its file instead: "bug", "kill" or "no file"."""


OK = Answer(name="ok", follows=Follows.PUBLISHED)


def _lost(name: str, follows: Follows, *faults: Fault, **more: object) -> Answer:
    blind = Fault(kind=Kind.REFUSE, at=Moment.QUERY, reason="backendError", times=None)
    return Answer(name=name, follows=follows, faults=(*faults, blind), **more)  # type: ignore[arg-type]


_DROPPED = Fault(kind=Kind.DROP, at=Moment.FINAL, times=None)
_CANNOT_LOOK = Fault(kind=Kind.REFUSE, at=Moment.ANY, reason="backendError", times=None)
TRICKS = (
    Answer(name="bug", follows=Follows.COUNTED, trick="bug"),
    Answer(name="kill", follows=Follows.CRASHED, trick="kill"),
    Answer(name="no file", follows=Follows.REFUSED, trick="no file"),
    Answer(name="nobody there", follows=Follows.COUNTED, faults=(Fault(kind=Kind.DROP, at=Moment.INIT, times=None),)),
    Answer(name="blip of a refresh", follows=Follows.COUNTED, faults=(Fault(kind=Kind.DROP, at=Moment.TOKEN, times=None),)),
    Answer(
        name="leave ended",
        follows=Follows.RECONNECT,
        faults=(Fault(kind=Kind.REFUSE, at=Moment.TOKEN, reason="invalid_grant", times=None),),
    ),
    Answer(name="copyright", follows=Follows.REJECTED, outcome="rejected:copyright"),
    _lost("lost, found", Follows.FOUND, Fault(kind=Kind.LOSE, at=Moment.FINAL)),
    _lost("lost, found by its mark", Follows.FOUND, Fault(kind=Kind.LOSE, at=Moment.FINAL), vanishes=True),
    _lost("lost, absent late", Follows.ABSENT_LATE, _DROPPED, ends_sessions=True),
    _lost("lost, absent soon", Follows.ABSENT_SOON, _DROPPED),
    _lost("lost, unclear", Follows.UNCLEAR, _DROPPED, while_looking=(_CANNOT_LOOK,)),
)

_LESSONS = {
    Lesson.TRANSIENT: Follows.COUNTED,
    Lesson.RATE: Follows.PACED,
    Lesson.QUOTA: Follows.NEXT_DAY,
    Lesson.CAP: Follows.IN_A_DAY,
    Lesson.AUTH: Follows.RECONNECT,
    Lesson.EDIT: Follows.REFUSED,
    Lesson.ACCOUNT: Follows.REFUSED,
    Lesson.OPERATOR: Follows.SETUP,
    Lesson.DEFECT: Follows.REFUSED,
}
"""What YouTube's documentation says of each of its reasons, as a row of the table."""
_OF_ONE_CHANNEL = ("userRateLimitExceeded", "concurrentLimitExceeded")


def refusals(*, wait_seconds: int = 0) -> list[Answer]:
    """Every documented refusal of an upload; with a Retry-After where one is given."""
    return [_refusal(key, wait_seconds) for key, reason in REASONS.items() if reason.lesson in _LESSONS]


def _refusal(key: str, wait_seconds: int) -> Answer:
    reason, retry_after = REASONS[key], wait_seconds or None
    # Its body names a limit of each minute.
    wait_seconds = 60 if key == "rateLimitExceeded429" else wait_seconds
    follows = Follows.RECONNECT if reason.http == 401 else _LESSONS[reason.lesson]
    return Answer(
        name=key,
        follows=follows,
        faults=(Fault(kind=Kind.REFUSE, at=Moment.INIT, reason=key, times=None, retry_after=retry_after),),
        wait_seconds=wait_seconds,
        whole_app=follows in (Follows.NEXT_DAY, Follows.SETUP) or (follows is Follows.PACED and key not in _OF_ONE_CHANNEL),
    )


def named(name: str) -> Answer:
    return next(answer for answer in (OK, *TRICKS, *refusals()) if answer.name == name)
