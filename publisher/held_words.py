"""The words of each hold: what is waited for, and who or what ends it."""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.states import HoldReason
from publisher.tones import Tone


@dataclass(frozen=True, kw_only=True)
class HeldWords:
    """The words of one hold reason; `{platform}` stands for the platform's name, `ends` for who or what ends it."""

    next: str
    cause: str
    ends: str
    word: str = "On hold"
    tone: Tone = Tone.WAITS


HOLDS: Mapping[HoldReason, HeldWords] = {
    HoldReason.RATE_LIMIT: HeldWords(
        next="{platform} asks to slow down", cause="{platform} asks to slow down.", ends="It goes on by itself"
    ),
    HoldReason.QUOTA: HeldWords(
        next="{platform} allowance used up", cause="The allowance that {platform} gives is used up for now.", ends="It goes on by itself"
    ),
    HoldReason.RECONNECT: HeldWords(
        word="Waiting for reconnect",
        next="{platform}",
        cause="{platform} no longer takes the leave that {account} gave to Retake.",
        ends="It goes on by itself once the account is connected again",
        tone=Tone.NEEDS_YOU,
    ),
    HoldReason.MISCONFIGURED: HeldWords(
        next="the setup has to be mended",
        cause="{platform} does not accept how Retake is set up.",
        ends="The people who run Retake have to mend it; then it goes on by itself",
    ),
    HoldReason.OUTAGE: HeldWords(
        next="{platform} is down", cause="{platform} answers with errors to everyone.", ends="It goes on by itself when that is over"
    ),
    HoldReason.PAUSED: HeldWords(
        next="paused by staff", cause="The people who run Retake have paused {platform}.", ends="It goes on by itself when they resume it"
    ),
    HoldReason.CRASHED: HeldWords(
        next="staff have to look",
        cause="Sending it stopped the worker again and again.",
        ends="The people who run Retake have to look at it",
        tone=Tone.FAILED,
    ),
    HoldReason.BY_HAND: HeldWords(
        next="waits for you", cause="It waits to be published by hand.", ends="Nothing happens before you say so", tone=Tone.NEEDS_YOU
    ),
    HoldReason.OVERDUE: HeldWords(
        next="its time has passed",
        cause="The time that was chosen passed before it could be sent.",
        ends="Nothing happens before you say so",
        tone=Tone.NEEDS_YOU,
    ),
}

BY_STAFF = HeldWords(
    next="held by staff",
    cause="The people who run Retake hold it.",
    ends="They let it go on",
)
"""What somebody holds who is not its owner."""


POSTED_BY_HAND = HeldWords(
    word="Ready to post",
    next="waits for you",
    cause="You post this one to {platform} yourself.",
    ends="It counts as published once you paste its address here",
    tone=Tone.NEEDS_YOU,
)
"""What its owner posts on the platform's own page."""


def held_words(reason: HoldReason, *, by_staff: bool, is_to_be_posted: bool = False) -> HeldWords:
    """Pick the words of a hold."""
    if by_staff:
        return BY_STAFF
    return POSTED_BY_HAND if is_to_be_posted else HOLDS[reason]
