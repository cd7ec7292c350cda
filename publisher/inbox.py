"""The notices page as values: what happened, newest first, each in words with the way to its place."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from publisher.held_words import held_words
from publisher.models import Notice, NoticeKind, Publication
from publisher.states import HoldReason, State
from publisher.tones import Tone

PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One notice in words: what happened, what that means, how it stands `now` where that has changed since, and its place."""

    notice: Notice
    tone: Tone
    head: str
    says: str
    since: str
    where: str
    address: str

    @property
    def is_new(self) -> bool:
        return self.notice.read_at is None


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """One page of notices; `older` is where the next one starts, "" on the last."""

    told: list[Told]
    older: str
    is_first: bool
    now: datetime

    @property
    def new(self) -> list[Told]:
        return [each for each in self.told if each.is_new]


def inbox(user: AbstractBaseUser | AnonymousUser, *, before: str, now: datetime) -> Inbox:
    """Give the notices of `user` older than the place `before` ("": the newest), in one query."""
    place = place_of(before)
    rows = Notice.objects.visible_to(user).select_related("publication__connection", "connection").newest_first()
    found = list((rows.older_than(place) if place else rows)[: PAGE + 1])
    older = _named(found[PAGE - 1]) if len(found) > PAGE else ""
    return Inbox(told=[tell(notice) for notice in found[:PAGE]], older=older, is_first=place is None, now=now)


def _named(notice: Notice) -> str:
    """Its place in the list, as a word of an address: microseconds and key."""
    return f"{(notice.happened_at - _EPOCH) // timedelta(microseconds=1)}-{notice.pk}"


def place_of(before: str) -> tuple[datetime, int] | None:
    """Read a place from an address; None where it makes no sense."""
    moment, _, pk = before.partition("-")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 17 for part in (moment, pk)):
        return None
    return _EPOCH + timedelta(microseconds=int(moment)), int(pk)


def tell(notice: Notice) -> Told:
    """Put a notice into words, as its publication or connection stands now; pure."""
    if notice.publication is not None:
        return _of_publication(notice, notice.publication)
    return _of_connection(notice)


def _of_publication(notice: Notice, row: Publication) -> Told:
    platform = row.connection.platform.name
    kind = NoticeKind(notice.kind)
    tone, head, says = _STILL_TO_POST if kind is NoticeKind.HELD_LONG and row.is_to_be_posted else _WORDS[kind]
    reason = row.error_message if kind is NoticeKind.PERMANENTLY_FAILED and row.state == State.PERMANENTLY_FAILED else ""
    return Told(
        notice=notice,
        tone=tone,
        head=head.format(title=row.title, platform=platform),
        says=reason or _held(kind, row, platform) or says,
        since="" if _still_stands(kind, row) else f"Since then: {row.get_state_display().lower()}.",
        where=f"{platform} · {row.connection}",
        address=f"{reverse('video', args=[row.video_id])}#publication-{row.pk}",
    )


def _of_connection(notice: Notice) -> Told:
    connection = notice.connection
    assert connection is not None, "a notice is of one thing"  # noqa: S101 - the database's constraint, said to the type checker
    platform = connection.platform.name
    stands = connection.problem_since == notice.happened_at
    return Told(
        notice=notice,
        tone=Tone.NEEDS_YOU,
        head=f"{connection} has to be reconnected on {platform}",
        says=connection.problem_message if stands else "",
        since="" if stands else "Since then: reconnected." if connection.is_usable else "",
        where=platform,
        address=f"{reverse('connections')}#connection-{connection.pk}",
    )


def _held(kind: NoticeKind, row: Publication, platform: str) -> str:
    """What a long hold waits for, as long as it lasts."""
    if kind is not NoticeKind.HELD_LONG or row.state != State.ON_HOLD:
        return ""
    words = held_words(HoldReason(row.hold_reason), by_staff=row.is_held_by_staff, is_to_be_posted=row.is_to_be_posted)
    return f"{words.cause.format(platform=platform, account=row.connection)} {words.ends}."


def _still_stands(kind: NoticeKind, row: Publication) -> bool:
    match kind:
        case NoticeKind.PUBLISHED:
            return row.state == State.PUBLISHED
        case NoticeKind.PERMANENTLY_FAILED:
            return row.state == State.PERMANENTLY_FAILED
        case NoticeKind.ASKED:
            return row.is_asked
        case NoticeKind.CRASHED:
            return row.hold_reason == HoldReason.CRASHED
        case NoticeKind.OVERDUE:
            return row.hold_reason == HoldReason.OVERDUE
        case NoticeKind.AHEAD:
            return row.state == State.WAITING and row.started_at is None
        case _:
            return row.state == State.ON_HOLD


_WORDS = {
    NoticeKind.PUBLISHED: (Tone.DONE, "“{title}” is published on {platform}", ""),
    NoticeKind.PERMANENTLY_FAILED: (
        Tone.FAILED,
        "“{title}” could not be published on {platform}",
        "It is not tried again by itself.",
    ),
    NoticeKind.ASKED: (
        Tone.NEEDS_YOU,
        "Is “{title}” on {platform}?",
        "Retake could not find out. Nothing is sent again until you say whether it is there.",
    ),
    NoticeKind.CRASHED: (
        Tone.FAILED,
        "Sending “{title}” to {platform} broke off again and again",
        "The people who run Retake have to look at it.",
    ),
    NoticeKind.HELD_LONG: (Tone.WAITS, "“{title}” has been on hold for three days", ""),
    NoticeKind.OVERDUE: (
        Tone.NEEDS_YOU,
        "“{title}” did not go out to {platform} at its time",
        "Nothing could send it then, and by now it is too late to do so unasked. Publish it now, choose another time, or cancel it.",
    ),
    NoticeKind.AHEAD: (
        Tone.NEEDS_YOU,
        "“{title}” would be refused by {platform} at its time",
        "What is wrong, and how to mend it, stands beside it. Until its time nothing is sent.",
    ),
    NoticeKind.TIME_TO_POST: (Tone.NEEDS_YOU, "It is time to post “{title}” to {platform}", "File, words and picture are ready to paste."),
}
_STILL_TO_POST = (Tone.NEEDS_YOU, "“{title}” still waits for you to post it on {platform}", "")
