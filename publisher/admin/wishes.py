"""What staff can ask for of publications: each deed with its words, as an action of the list and a button of a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from publisher.models import Deed


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One thing to ask for. `label` is what it is chosen by, `did` begins the sentence on how many it was done to."""

    name: str
    deed: Deed
    label: str
    did: str
    says: str
    """What will come of it, beside what is counted."""
    asks_for_link: bool = False
    """For one publication alone: the link to its post is asked for."""
    gives: Mapping[str, Any] = field(default_factory=dict)
    """What the service takes beside the row."""

    @property
    def button(self) -> str:
        """Its label, without what is said for the list alone."""
        return self.label.partition(" (")[0]


WISHES = (
    Wish(
        name="retry",
        deed=Deed.RETRY,
        label="Retry now",
        did="Retried",
        says="Tries at once, without waiting for the next sweep. Counts as no automatic retry.",
    ),
    Wish(
        name="reset",
        deed=Deed.RESET,
        label="Reset the retry count",
        did="Reset",
        says="Automatic retries are counted from the start again.",
    ),
    Wish(
        name="mark_permanently_failed",
        deed=Deed.MARK,
        label="Mark permanently failed",
        did="Marked permanently failed",
        says="Nothing tries them again by itself, and their owners are told. A reset takes it back.",
    ),
    Wish(
        name="confirm_there",
        deed=Deed.CONFIRM,
        label="Confirm: it is there (one at a time, with its link)",
        did="Confirmed as published",
        says="Retake takes your word, and never sends it again.",
        asks_for_link=True,
    ),
    Wish(
        name="confirm_absent",
        deed=Deed.CONFIRM,
        label="Confirm: it is not there",
        did="Noted as not there",
        says="Look at the accounts first. What is sent again although it is there will be there twice.",
        gives={"found": None},
    ),
    Wish(
        name="hold",
        deed=Deed.HOLD,
        label="Hold",
        did="Held",
        says="Nothing of them is sent until staff resume them. Their owners read the reason.",
    ),
    Wish(
        name="resume",
        deed=Deed.RESUME,
        label="Resume",
        did="Resumed",
        says="Ends what holds each of them alone. What a hold of its account or platform binds goes on once that is lifted.",
    ),
    Wish(
        name="cancel",
        deed=Deed.CANCEL,
        label="Cancel",
        did="Cancelled",
        says="Nothing of them is published, and they do not come back: their owners would have to publish anew.",
    ),
)
