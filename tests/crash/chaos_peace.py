"""After the storm: nobody is killed any more, people answer what they are asked, and time moves on until all is ended."""

import time

from platforms.models import Connection, Hold
from publisher import services
from publisher.models import Attempt, AttemptOutcome, Publication
from publisher.states import ENDED, State
from tests.crash.scene import reconnect
from tests.crash.served import Served
from tests.crash.timepiece import Timepiece

LONGEST_PEACE = 120.0
"""Seconds after which what has not ended is called unended."""


class Peace:
    """Brings everything to its end."""

    def __init__(self, platform: Served, connection: Connection, timepiece: Timepiece) -> None:
        self._platform = platform
        self._connection = connection
        self._timepiece = timepiece
        self.retried_by_hand = 0

    def make(self) -> None:
        """Do what people do, and move time on where nothing is left to do now, until all is published."""
        until = time.monotonic() + LONGEST_PEACE
        while (rows := list(Publication.objects.exclude(state=State.PUBLISHED))) and time.monotonic() < until:
            reconnect(self._connection, self._platform.cast, now=self._timepiece.now())
            for row in rows:
                self._answer(row)
            if not self._is_somebody_at_work():
                self._go_to_the_next_moment()
            time.sleep(0.05)

    def _answer(self, row: Publication) -> None:
        try:
            if row.is_asked:
                posts = self._platform.cast.posts_of(marker=row.marker, sha256=row.file_sha256)
                services.confirm(row, services.Found(remote_id=posts[0].id, url="") if posts else None)
            elif row.state == State.PERMANENTLY_FAILED:
                services.retry(row)
                self.retried_by_hand += 1
        except services.NotPossible:
            pass  # it changed meanwhile, or the answer is not taken yet: the next turn sees

    def _is_somebody_at_work(self) -> bool:
        live = Publication.objects.exclude(state__in=ENDED)
        return live.leased().exists() or live.filter(due_at__lte=self._timepiece.now()).exists()

    def _go_to_the_next_moment(self) -> None:
        times = [*Publication.objects.filter(due_at__isnull=False).values_list("due_at", flat=True)]
        times += Hold.objects.filter(until__gt=self._timepiece.now()).values_list("until", flat=True)
        if times:
            self._timepiece.move_on(max(0.0, (min(times) - self._timepiece.now()).total_seconds()))


def count(platform: Served) -> dict[str, int]:
    """What it came to, by the platform's own word."""
    rows = list(Publication.objects.all())
    posts = {row.pk: platform.cast.posts_of(marker=row.marker, sha256=row.file_sha256) for row in rows}
    attempts = Attempt.objects.all()
    return {
        "publications": len(rows),
        "attempts": attempts.count(),
        "rescues": attempts.filter(outcome=AttemptOutcome.CRASHED).count(),
        "posts": sum(map(len, posts.values())),
        "duplicates": sum(max(0, len(made) - 1) for made in posts.values()),
        "lost": sum(not any(row.remote_id in post.ids for post in posts[row.pk]) for row in rows),
        "wrong_bytes": sum(post.sha256 != row.file_sha256 for row in rows for post in posts[row.pk]),
        "unended": sum(row.state != State.PUBLISHED for row in rows),
    }
