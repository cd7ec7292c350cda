"""How a video stands on all its accounts together: on how many it is published, what failed, and what one retry of that takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publisher.models import Publication
from publisher.presentation import current
from publisher.states import State
from publisher.tones import Tone

_WITHDRAWN = frozenset({State.CANCELLED, State.REMOVED})
FAILED = frozenset({State.FAILED, State.PERMANENTLY_FAILED})


@dataclass(frozen=True, kw_only=True)
class Together:
    """What was asked for and not withdrawn since: on how many `accounts` of how many `platforms`, on how many it is `published`."""

    accounts: int
    platforms: int
    published: int
    failed: int
    waits_for_you: int
    """On how many its owner has something to do before it goes on."""
    to_retry: Sequence[Publication]
    """Those that failed and that a retry may help; the others want something else first."""

    @property
    def is_told(self) -> bool:
        """Whether there is more to say than what is said of the only one."""
        return self.accounts > 1

    @property
    def tone(self) -> Tone:
        if self.failed:
            return Tone.FAILED
        if self.waits_for_you:
            return Tone.NEEDS_YOU
        return Tone.DONE if self.published == self.accounts else Tone.PROGRESS

    @property
    def word(self) -> str:
        if self.published == self.accounts:
            every = "both" if self.accounts == 2 else f"all {self.accounts}"
            return f"Published on {every} {'platforms' if self.platforms == self.accounts else 'accounts'}"
        return f"Published on {self.published} of {self.accounts}" if self.published else f"Not yet published on any of {self.accounts}"

    @property
    def next(self) -> str:
        to_come = self.accounts - self.published - self.failed - self.waits_for_you
        waiting = f"{self.waits_for_you} {'waits' if self.waits_for_you == 1 else 'wait'} for you" if self.waits_for_you else ""
        parts = [f"{self.failed} failed" if self.failed else "", waiting, f"{to_come} to come" if to_come > 0 else ""]
        return ", ".join(filter(None, parts))

    def __str__(self) -> str:
        return f"{self.word} · {self.next}" if self.next else self.word


def together(publications: Iterable[Publication]) -> Together:
    """Count the publications of one video, with their connections; pure. An account with a second post counts once."""
    asked_for = [row for row in current(publications) if row.state not in _WITHDRAWN]
    published = {row.connection_id for row in asked_for if row.state == State.PUBLISHED}
    failed = [row for row in asked_for if row.state in FAILED]
    own_posts = {row.connection_id for row in asked_for if row.is_to_be_posted}
    return Together(
        accounts=len({row.connection_id for row in asked_for}),
        platforms=len({row.connection.provider for row in asked_for}),
        published=len(published),
        failed=len({row.connection_id for row in failed} - published),
        waits_for_you=len(own_posts - published),
        to_retry=[row for row in reversed(failed) if row.connection.is_usable and not row.remote_id],
    )
