"""How a connection stands: whether it works, how long its leave lasts, what binds it, and what waits for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from platforms import leave
from platforms.findings import Findings, findings_of
from platforms.kept_tokens import grants_of
from platforms.models import Connection, Hold
from publisher.models import Publication
from publisher.phrases import Moment, Phrase
from publisher.tones import Tone

_NOT_RENEWED = "Retake renews this leave by itself, and has not been able to for a while. Renew it before it ends."
_NO_LONGER = "The platform no longer takes the leave that it gave."
_ALL_TICKED = "Give it on the consent page, and leave every box ticked."


@dataclass(frozen=True, kw_only=True)
class Told:
    """A connection in words: a chip (`tone`, `word`, `next`), why, and what the button that mends it says, if one does."""

    tone: Tone
    word: str
    next: Phrase = ()
    why: str = ""
    button: str = ""


@dataclass(frozen=True, kw_only=True)
class Health:
    """One connection: how it stands, what the last test found, and which publications are its own.

    Of those that were held for a reconnect, some `wait` for it, and some `go_on` within seconds, since it was made.
    """

    connection: Connection
    told: Told
    findings: Findings | None
    waiting: Sequence[Publication]
    going_on: Sequence[Publication]
    published: int
    unfinished: int


def health(connection: Connection, holds: Iterable[Hold], held: Sequence[Publication], *, now: datetime) -> Health:
    """Say how `connection` stands; of the holds, those that bind it are picked. `held` wait, or waited, for a reconnect."""
    going_on = [row for row in held if connection.is_usable and connection.token_version > row.held_token_version]
    return Health(
        connection=connection,
        told=told(connection, holds, now=now),
        findings=_findings(connection),
        waiting=[row for row in held if row not in going_on],
        going_on=going_on,
        published=getattr(connection, "published", 0),
        unfinished=getattr(connection, "unfinished", 0),
    )


def _findings(connection: Connection) -> Findings | None:
    """What the last test found, unless the connection broke since it was found well."""
    found = findings_of(connection)
    return None if found and found.is_well and not connection.is_usable else found


def told(connection: Connection, holds: Iterable[Hold], *, now: datetime) -> Told:
    """Put it into words; pure."""
    if not connection.is_connected:
        why = "It was disconnected. Connect it again, and what waits for it goes on by itself."
        return Told(tone=Tone.ENDED, word="Disconnected", why=why, button="Connect again")
    if connection.is_by_hand:
        return _by_hand(connection)
    if connection.is_elsewhere:
        why = "It was connected at another address of the platform. Its tokens are not sent to the one that is set now."
        return Told(tone=Tone.NEEDS_YOU, word="Needs reconnecting", why=why, button="Reconnect")
    if connection.needs_reconnect:
        return _needs_reconnect(connection)
    if leave.has_ended(connection, now=now):
        why = f"{leave.why_it_ends(connection)} That time has come."
        return Told(tone=Tone.NEEDS_YOU, word="Leave ended", why=why, button="Reconnect")
    hold = next((each for each in holds if _binds(each, connection)), None)
    if hold is not None:
        resumes: Phrase = ("resumes ", Moment(at=hold.until)) if hold.until else ("until staff resume it",)
        why = f"{hold.message or hold.get_reason_display().capitalize() + '.'} What waits goes on by itself."
        return Told(tone=Tone.WAITS, word="On hold", next=resumes, why=why)
    return _works(connection, now)


def _by_hand(connection: Connection) -> Told:
    """There is no leave that could end."""
    if connection.is_elsewhere:
        why = "It was added while Retake talked to another address of the platform, and nothing can be published to it here. Add it anew."
        return Told(tone=Tone.ENDED, word="By hand, elsewhere", why=why)
    return Told(tone=Tone.DONE, word="By hand", why="You post to it yourself. Retake keeps everything ready to paste.")


def _needs_reconnect(connection: Connection) -> Told:
    why = connection.problem_message or _NO_LONGER
    guide = connection.platform.guide
    match connection.problem_code:
        case "permission_missing":
            # A call was refused for want of a scope; which one, the platform did not say.
            needed = ", ".join(f"“{scope.words}” ({scope.name})" for scope in guide.scopes.values())
            why = f"{why} It needs {needed}. {_ALL_TICKED}"
            return Told(tone=Tone.NEEDS_YOU, word="Leave missing", why=why, button="Give the missing leave")
        case "scope_missing":
            return Told(tone=Tone.NEEDS_YOU, word="Leave missing", why=f"{why} {_ALL_TICKED}", button="Give the missing leave")
        case "trial_ended" if guide.trial is not None:
            return Told(tone=Tone.NEEDS_YOU, word="Leave ended", why=f"{why} {guide.trial.fix}", button="Reconnect")
    return Told(tone=Tone.NEEDS_YOU, word="Needs reconnecting", why=why, button="Reconnect")


def _works(connection: Connection, now: datetime) -> Told:
    if connection.leave_ends_at is None:
        return Told(tone=Tone.DONE, word="Connected")
    ends: Phrase = ("leave ends ", Moment(at=connection.leave_ends_at))
    if grants_of(connection).rotates_refresh_tokens:
        if not leave.ends_soon(connection, now=now):
            return Told(tone=Tone.DONE, word="Connected")
        return Told(tone=Tone.WAITS, word="Connected", next=ends, why=_NOT_RENEWED, button="Renew the leave")
    why = leave.why_it_ends(connection)
    if leave.ends_soon(connection, now=now):
        return Told(tone=Tone.WAITS, word="Connected", next=ends, why=why, button="Renew the leave")
    return Told(tone=Tone.DONE, word="Connected", next=ends, why=why)


def _binds(hold: Hold, connection: Connection) -> bool:
    same_place = (hold.platform, hold.realm) == (connection.provider, connection.realm)
    return same_place and hold.connection_id in (None, connection.pk)
