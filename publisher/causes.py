"""Causes of attention: what publications that need somebody have in common, as the database groups them, and what is said of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Value, When

from platforms import registry
from publisher.held_words import held_words
from publisher.models import Publication
from publisher.states import FailureReason, HoldReason, State
from publisher.wording import Words

_FAILED = (State.FAILED, State.PERMANENTLY_FAILED)
_ACCOUNTS_HOLDS = (HoldReason.RECONNECT, HoldReason.RATE_LIMIT, HoldReason.QUOTA)
_THE_ACCOUNTS_OWN = Q(hold_reason__in=_ACCOUNTS_HOLDS) | Q(failure_reason=FailureReason.REFUSED)
"""Where the account is the cause, or part of it: what one account may not do, another may."""

_POSTED_BY_HAND = Q(state=State.ON_HOLD, is_by_hand=True)
POSTED_BY_HAND = "posted_by_hand"
"""In the place of a code: its owner posts it on the platform's own page."""
_ONES_OWN_HOLDS = Q(hold_reason__in=[HoldReason.BY_HAND, HoldReason.OVERDUE], is_held_by_staff=False, is_by_hand=False)
RETRIABLE = Q(state__in=_FAILED) | _ONES_OWN_HOLDS
"""What its owner can try again; the others wait for something else."""

KEY = ("state", "hold_reason", "is_held_by_staff", "failure_reason", "code", "platform", "account")
"""What publications of one cause agree in."""


def with_causes(rows: QuerySet[Publication]) -> QuerySet[Any]:
    """The rows, each with the columns of `KEY` that are no fields: `code`, `platform`, and `account` where that is part of it."""
    return rows.annotate(
        code=Case(When(state__in=_FAILED, then=F("error_code")), When(_POSTED_BY_HAND, then=Value(POSTED_BY_HAND)), default=Value("")),
        platform=F("connection__provider"),
        account=Case(When(_THE_ACCOUNTS_OWN, then=F("connection_id")), default=Value(None), output_field=BigIntegerField(null=True)),
    )


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What the publications of one group have in common; the fields are those of `KEY`."""

    state: State
    hold_reason: str
    is_held_by_staff: bool
    failure_reason: str
    code: str
    platform: str
    account: int | None

    @classmethod
    def of(cls, row: Any) -> Self:
        """The cause of a row of `with_causes`."""
        return cls.read({name: getattr(row, name) for name in KEY})

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        return cls(**{**{name: values[name] for name in KEY}, "state": State(values["state"])})

    @property
    def where(self) -> dict[str, Any]:
        """What picks its publications out of `with_causes`."""
        picked = {name: getattr(self, name) for name in KEY if name != "account"}
        return {**picked, "account__isnull": True} if self.account is None else {**picked, "account": self.account}

    # -- as a word of an address ---------------------------------------------------------------------------------

    @property
    def slug(self) -> str:
        held = "staff" if self.is_held_by_staff else ""
        return ".".join((self.state, self.hold_reason, held, self.failure_reason, self.code, self.platform, str(self.account or "")))

    @classmethod
    def from_slug(cls, slug: str) -> Self | None:
        """Read it from an address; None where it makes no sense."""
        parts = slug.split(".")
        if len(parts) != len(KEY) or parts[0] not in State.values or parts[5] not in registry.slugs():
            return None
        state, hold_reason, held, failure_reason, code, platform, account = parts
        known = account.isascii() and account.isdecimal() and len(account) <= 18
        return cls(
            state=State(state),
            hold_reason=hold_reason,
            is_held_by_staff=held == "staff",
            failure_reason=failure_reason,
            code=code,
            platform=platform,
            account=int(account) if known else None,
        )

    # -- in words ------------------------------------------------------------------------------------------------

    @property
    def is_question(self) -> bool:
        """Whether its owner is asked what became of it."""
        return self.state == State.UNCONFIRMED

    @property
    def is_up_to_them(self) -> bool:
        """Whether its owner has to do something on the platform, before that goes on."""
        return self.state == State.PROCESSING

    @property
    def is_reconnect(self) -> bool:
        """Whether one reconnect lets all of it go on."""
        return self.hold_reason == HoldReason.RECONNECT

    @property
    def is_posted_by_hand(self) -> bool:
        """Whether its owner posts it on the platform's own page."""
        return self.code == POSTED_BY_HAND

    @property
    def can_be_retried(self) -> bool:
        """Whether trying again is what its owner can do about it."""
        if self.is_posted_by_hand:
            return False
        return self.state in _FAILED or (self.hold_reason in (HoldReason.BY_HAND, HoldReason.OVERDUE) and not self.is_held_by_staff)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of a group: `head` is its cause, then what that means, and what mends it."""

    head: str
    effect: str
    fix: str = ""


def said_of(cause: Cause, words: Words, *, platform: str, account: str, is_paused: bool) -> Said:
    """Say it, from the words of the newest of the group; pure."""
    if cause.is_question:
        effect = "Retake lost the answer, and looking did not settle it. Nothing is sent again until you say whether it is there."
        return Said(head=f"Is it on {platform}?", effect=effect, fix=f"Look at your account on {platform}, then answer here.")
    if cause.is_posted_by_hand:
        effect = "The file and the words are ready to paste. Nothing is published before you post it."
        return Said(head=f"Ready for you to post to {platform}", effect=effect, fix="Post it there, then paste its address here.")
    if cause.is_up_to_them:
        return Said(head=f"{platform} waits for you", effect=f"{words.effect} Retake looks now and then whether you did.")
    if cause.is_reconnect:
        effect = f"{words.cause} What waits goes on by itself once {account} is connected again, and no retry is used up."
        return Said(head=f"{account} has to be reconnected on {platform}", effect=effect.strip(), fix=words.fix)
    head = words.cause.rstrip(".") or f"It failed, and {platform} did not say why"
    # A rejected copy may be there of one, and not of another.
    nothing = f"Nobody can watch it on {platform}." if cause.failure_reason == FailureReason.REFUSED else "Nothing was published."
    follows = _what_ends_it(cause) if cause.state == State.ON_HOLD else _WHAT_FOLLOWS[cause.failure_reason or cause.state]
    if is_paused and cause.state == State.FAILED:
        follows = "Each is tried again once automatic retries run."
    return Said(head=head, effect=f"{words.effect if cause.state == State.ON_HOLD else nothing} {follows}", fix=words.fix)


def _what_ends_it(cause: Cause) -> str:
    ends = held_words(HoldReason(cause.hold_reason), by_staff=cause.is_held_by_staff).ends
    own = cause.can_be_retried or cause.hold_reason == HoldReason.CRASHED
    return f"{ends}." if own else f"It has been on hold for more than three days. {ends}."


_WHAT_FOLLOWS: Mapping[str, str] = {
    State.FAILED: "Each is tried again by itself at its time.",
    FailureReason.EXHAUSTED: "It was tried as often as is set, and is not tried again by itself.",
    FailureReason.REFUSED: "The same would be refused again, so it is not tried by itself.",
    FailureReason.MARKED: "The people who run Retake ended its automatic retries.",
}
