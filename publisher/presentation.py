"""How a publication is shown: its words, how far it is sent, what can be done about it, and how soon to ask again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from platforms.contract import Platform
from publisher.actions import Action, Surroundings, actions
from publisher.live import again_in
from publisher.models import Attempt, Publication
from publisher.states import CLOSED
from publisher.transfer import Transfer, transfer_of
from publisher.wording import Words, words_of
from retries.ladder import ladder
from retries.models import Pause


@dataclass(frozen=True, kw_only=True)
class Presented:
    """A publication as pages show it."""

    publication: Publication
    platform: Platform
    words: Words
    actions: tuple[Action, ...]
    again_in: int | None
    """In how many seconds a page should ask again; None once nothing changes by itself."""
    transfer: Transfer | None
    """How far it is sent, where that can still change."""
    account_url: str = ""
    """Where its owner sees all that is on the account."""

    @property
    def announcement(self) -> str:
        """What a screen reader is told when it changes: the state, and each quarter of the way."""
        quarter = self.transfer.percent // 25 * 25 if self.transfer and not self.transfer.is_whole else 0
        return f"{self.platform.name}: {self.words.word}{f', {quarter} %' if quarter else ''}"


def present(publication: Publication, *, now: datetime, pause: Pause | None, attempt: Attempt | None = None) -> Presented:
    """Put a publication (with its connection) into words as of `now`; pure but for the names and the ladder as set.

    `pause` says whether automatic retries are stopped (`retries.models.SweepSwitch`); `attempt` is the one that is open,
    for the speed of what is being sent.
    """
    transfer = transfer_of(publication, attempt=attempt, now=now)
    platform = publication.connection.platform
    rungs = ladder()
    around = Surroundings(
        platform=platform.name,
        account=str(publication.connection),
        settle=platform.settle,
        retries=rungs.retries,
        next_slot=rungs.next_slot(now),
        pause=pause,
        now=now,
        left=transfer.left if transfer else None,
        account_url=publication.connection.page or platform.account_url(publication.connection.uid),
        public_at=platform.public_at(publication.options),
    )
    return Presented(
        publication=publication,
        platform=platform,
        words=words_of(publication, around),
        actions=actions(publication, around),
        again_in=again_in(publication, now=now),
        transfer=transfer,
        account_url=around.account_url,
    )


def current(publications: Iterable[Publication]) -> list[Publication]:
    """Pick those that a reader is concerned with: all live ones, and the newest of each connection that has none; newest first."""
    newest_first = sorted(publications, key=lambda row: -row.pk)
    taken: set[int] = {row.connection_id for row in newest_first if row.state not in CLOSED}
    shown = []
    for row in newest_first:
        if row.state not in CLOSED or row.connection_id not in taken:
            taken.add(row.connection_id)
            shown.append(row)
    return shown
