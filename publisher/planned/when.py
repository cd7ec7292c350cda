"""When: the time at which something is to go out, as it is chosen on the publish form; for all accounts, or for one alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from django import forms

from platforms import clock
from publisher.forms import Follows
from publisher.services.scheduling import MOST_AHEAD
from publisher.wall_clock import WallClockField


class WhenForm(forms.Form):
    """The time for all accounts. Left empty, it is now."""

    at = WallClockField(label="Send it at", required=False, help_text="Left empty, it is sent now. Nothing is sent before its time.")

    @classmethod
    def of(cls, given: Mapping[str, Any] | None) -> Self:
        return cls(given if given is not None and "at" in given else None)

    def clean_at(self) -> datetime | None:
        """Refuse what has passed, and what is further ahead than accounts and words can be trusted to last."""
        at: datetime | None = self.cleaned_data["at"]
        now = clock.now() if at else None
        if at and now and at <= now:
            raise forms.ValidationError("This time has passed. Choose a later one, or leave it empty to send it now.", code="passed")
        if at and now and at > now + MOST_AHEAD:
            raise forms.ValidationError("This is more than a year ahead. Choose a nearer time.", code="too_far")
        return at

    @property
    def moment(self) -> datetime | None:
        """The time that was chosen; None: now, or nothing that fits was typed."""
        at: datetime | None = getattr(self, "cleaned_data", {}).get("at")
        return at


class OwnWhenForm(Follows, WhenForm):
    """The time for one account alone: the one of all accounts, until it is changed here."""

    def is_own(self, name: str) -> bool:
        """By what was typed, not by the moment that it stands for: a time that is none, or comes twice, may be the shared one too."""
        typed, started = self.data.get(self.add_prefix(name)), self.data.get(self.add_initial_prefix(name), "")
        return self.is_bound and typed is not None and _time_in(typed) != _time_in(started)


def _time_in(typed: str) -> str:
    """Without which of the two it is, where it comes twice."""
    return typed.strip().partition(" ")[0]
