"""What has to become of a story, reckoned from the design's words in seconds and by hand; nothing of the product is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.publisher.week.answers import OK, Answer, Follows
from tests.publisher.week.stories import DAY, HOUR, LIFTED_AFTER, MINUTE, STOPPED, Deed, Story

RETRIES = 5
ROUND = 15
SCHEDULE_TAKES, ROUND_TAKES_OVER = 15, 45
"""How long after its slot a sweep begins: by its schedule, or by the round where the schedule missed it."""
MIDNIGHT_IN_LOS_ANGELES = 2 * HOUR
"""08:00 UTC; the start is at 06:00 UTC."""
SPREAD = 5 * MINUTE
"""How long after the end of an allowance's day it is tried, so that not all come at once; at random, but not in this week."""
ASKS_THE_PLATFORM = ("retry", "discard", "edit", "resume")
"""What is refused while the account or the app has to wait."""


@dataclass
class Expected:
    """When it is sent, in minutes after the start; and how it stands at the end of the week."""

    sends: list[int] = field(default_factory=list)
    state: str = ""
    reason: str = ""
    retry_count: int = 0


def is_missed(slot: int) -> bool:
    """Whether django-q2 misses that slot in this week."""
    return slot // HOUR % 5 == 0


def sweep_of(slot: int) -> int:
    return slot + (ROUND_TAKES_OVER if is_missed(slot) else SCHEDULE_TAKES)


def first_sweep(earliest: int) -> int:
    """The sweep of the first slot after `earliest` that comes while automatic retries are not stopped."""
    slot = (earliest // HOUR + 1) * HOUR
    while STOPPED[0] <= slot < STOPPED[1]:
        slot += HOUR
    return sweep_of(slot)


def next_midnight(moment: int) -> int:
    days = (moment - MIDNIGHT_IN_LOS_ANGELES) // DAY + 1
    return days * DAY + MIDNIGHT_IN_LOS_ANGELES


def holds_of_the_app(told: Sequence[Story]) -> list[tuple[int, int]]:
    """From when to when the whole app has to wait."""
    found = []
    for story in told:
        first = story.answers[0]
        if first.whole_app:
            over = {
                Follows.NEXT_DAY: next_midnight(story.at) + SPREAD,
                Follows.PACED: story.at + (first.wait_seconds or 15 * MINUTE),
                Follows.SETUP: story.at + LIFTED_AFTER,
            }
            found.append((story.at, over[first.follows]))
    return found


class Reckoning:
    """One story, followed from send to send."""

    def __init__(self, story: Story, holds: Sequence[tuple[int, int]]) -> None:
        self._story = story
        self._holds = holds
        self._automatic = False
        self._waits = 0
        self._is_connected = True
        self._next: int | None = story.at
        self.expected = Expected(state="waiting")

    def reckon(self) -> Expected:
        answers = iter(self._story.answers)
        number = 0
        while self._next is not None:
            at = self._free(self._next)
            self.expected.sends.append(at // MINUTE)
            self._next = None
            self._follow(next(answers, OK), at)
            for deed in self._story.deeds_after(number):
                self._done(deed, at + deed.minutes * MINUTE)
            number += 1
        return self.expected

    def _free(self, moment: int) -> int:
        """When the whole app need not wait any more; who meets an incident first is not yet told to."""
        if moment == self._story.at and self._story.answers[0].whole_app:
            return moment
        for start, end in sorted(self._holds):
            if start <= moment < end:
                moment = end
        return moment

    def _ends(self, state: str, reason: str = "") -> None:
        self.expected.state, self.expected.reason, self._next = state, reason, None

    def _follow(self, answer: Answer, at: int) -> None:
        held = {
            Follows.PACED: lambda: at + (answer.wait_seconds or min(15 * MINUTE * 2**self._waits, 6 * HOUR)),
            Follows.NEXT_DAY: lambda: next_midnight(at) + SPREAD,
            Follows.IN_A_DAY: lambda: at + DAY + SPREAD,
            Follows.SETUP: lambda: at + LIFTED_AFTER,
        }
        match answer.follows:
            case Follows.PUBLISHED | Follows.FOUND:
                self._published()
            case Follows.COUNTED:
                self._failed(at, not_before=at + answer.wait_seconds)
            case Follows.ABSENT_SOON:
                self._failed(at + 5 * MINUTE)
            case Follows.ABSENT_LATE:
                self._failed(at + 60 * MINUTE)
            case Follows.REFUSED | Follows.REJECTED:
                self._ends("permanently_failed", "refused")
            case Follows.CRASHED:
                self._next = at + MINUTE
            case Follows.RECONNECT:
                self._is_connected = False
                self._ends("on_hold", "reconnect")
            case Follows.UNCLEAR:
                self._ends("unconfirmed")
            case _:
                self._next = held[answer.follows]()
                self._waits += 1

    def _published(self) -> None:
        self.expected.retry_count = 0
        self._ends("published")

    def _failed(self, at: int, *, not_before: int = 0) -> None:
        """Counted where the try was automatic; the gap doubles; after five retries it is the end."""
        self._waits = 0
        self.expected.retry_count += self._automatic
        if self.expected.retry_count >= RETRIES:
            self._ends("permanently_failed", "exhausted")
            return
        self._ends("failed")
        self._next = first_sweep(max(at + HOUR * 2**self.expected.retry_count, not_before))
        self._automatic = True

    def _done(self, deed: Deed, at: int) -> None:
        if deed.verb in ASKS_THE_PLATFORM and self._free(at) != at:
            return
        match deed.verb:
            case "retry" | "discard" | "resume":
                self._next, self._automatic, self._waits = at, False, 0
            case "edit":
                self._next, self._automatic, self._waits, self.expected.retry_count = at, False, 0, 0
            case "cancel":
                self._ends("cancelled")
            case "mark":
                self._ends("permanently_failed", "marked")
            case "reset":
                self.expected.retry_count = 0
                self._ends("failed")
                self._next, self._automatic = first_sweep(at), True
            case "hold":
                self._ends("on_hold", "by_hand")
            case "disconnect":
                self._is_connected = False
            case "reconnect":
                self._is_connected = True
                self._next = max(at, self._next or at)
            case "absent":
                self._failed(at)
            case "there":
                self._published()
