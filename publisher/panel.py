"""The panel of one publication: its words, its attempts, and what follows it."""

from dataclasses import dataclass
from datetime import datetime

from publisher.models import FollowUp, Publication
from publisher.presentation import Presented, present
from publisher.timeline import Entry, timeline


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What the template of a panel reads."""

    presented: Presented
    timeline: list[Entry]
    pending: list[FollowUp]
    """Follow-ups that are still to be done."""

    @property
    def publication(self) -> Publication:
        return self.presented.publication


def panel_of(row: Publication, *, now: datetime) -> Panel:
    """Gather the panel of `row`; no query where its connection, attempts and follow-ups were fetched with it."""
    return Panel(
        presented=present(row, now=now),
        timeline=timeline(row.attempts.all()),
        pending=[each for each in row.follow_ups.all() if each.done_at is None and each.due_at is not None],
    )
