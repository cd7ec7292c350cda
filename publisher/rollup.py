"""A video that goes to several accounts, in one line: on how many of them it is, and which can be retried together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from publisher.live import soonest
from publisher.presentation import Presented
from publisher.states import State


@dataclass(frozen=True, kw_only=True)
class RollUp:
    """Of `targets` accounts the video is on `published`; `failed` are the publications that a retry may mend."""

    targets: int
    published: int
    failed: tuple[int, ...]
    again_in: int | None

    @classmethod
    def of(cls, shown: Sequence[Presented]) -> Self | None:
        """Roll up what is shown of one video; None where that is one target, or none."""
        if len(shown) < 2:
            return None
        return cls(
            targets=len(shown),
            published=sum(each.publication.state == State.PUBLISHED for each in shown),
            failed=tuple(each.publication.pk for each in shown if any(action.verb == "retry" for action in each.actions)),
            again_in=soonest(each.again_in for each in shown),
        )

    def __str__(self) -> str:
        if self.published == self.targets:
            return f"Published on all {self.targets}"
        return f"Published on {self.published} of {self.targets}"
