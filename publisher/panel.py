"""The panel of one publication: its words, its attempts, and what follows it."""

from dataclasses import dataclass, replace
from datetime import datetime

from platforms.contract import Problem
from publisher.models import FollowUp, Publication
from publisher.own_post import OwnPost, own_post
from publisher.planned import ahead
from publisher.presentation import Presented, present
from publisher.report import report
from publisher.revising.shown import Revising, revising
from publisher.services.captioning import can_send_captions
from publisher.services.scheduling import can_be_moved
from publisher.timeline import Done, Entry, timeline
from retries.models import Pause


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What the template of a panel reads."""

    presented: Presented
    timeline: list[Entry | Done]
    attempts: int
    pending: list[FollowUp]
    """Follow-ups that are still to be done."""
    stopped: list[FollowUp]
    """Follow-ups that came to nothing, and that its owner can have tried again."""
    chosen: list[str]
    """The options that it was asked for with."""
    own_post: OwnPost | None
    """What its owner needs to post it by hand, where that is waited for."""
    ahead: list[Problem]
    """What would be refused at its time, where it is planned."""
    goes_out: bool
    """Whether it waits for a time that can still be changed."""
    has_other_captions: bool
    """Whether the video has captions by now that its post does not, and could."""
    revising: Revising | None
    """Where it is published: how it is changed there, and what came of the newest change."""
    report: str
    """All of it as plain text, to be sent to somebody who helps."""

    @property
    def warning(self) -> str:
        """What is not as asked for, but for what is told beside its own button."""
        told = {each.warning for each in self.stopped}
        return "\n".join(line for line in self.publication.warning.splitlines() if line not in told)

    @property
    def publication(self) -> Publication:
        return self.presented.publication


def panel_of(row: Publication, *, now: datetime, pause: Pause | None) -> Panel:
    """Gather the panel of `row`; no query where its connection, attempts and follow-ups were fetched with it."""
    attempts, interventions = list(row.attempts.all()), list(row.interventions.all())
    presented = present(row, now=now, pause=pause, attempt=next((each for each in attempts if each.ended_at is None), None))
    changes = revising(row, now=now)
    return Panel(
        presented=replace(presented, again_in=changes.again_in) if changes else presented,
        revising=changes,
        timeline=timeline(attempts, interventions),
        attempts=len(attempts),
        own_post=own_post(row),
        ahead=ahead.told(row),
        goes_out=can_be_moved(row, now=now),
        has_other_captions=can_send_captions(row),
        report=report(row, attempts, interventions),
        pending=[each for each in row.follow_ups.all() if each.done_at is None and each.due_at is not None],
        stopped=[each for each in row.follow_ups.all() if each.has_stopped],
        chosen=row.connection.options_form.told(row.options),
    )
