"""When: the time at which something is to go out, as it is chosen on the publish form; for all accounts, or for one alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django import forms
from django.utils import timezone

from platforms import clock
from platforms.options import MomentField
from publisher.forms import Follows

MOST_AHEAD = timedelta(days=366)


class WhenForm(forms.Form):
    """The time for all accounts. Left empty, it is now."""

    at = MomentField(label="Send it at", required=False, help_text="Left empty, it is sent now. Nothing is sent before its time.")

    @classmethod
    def of(cls, given: Mapping[str, Any] | None) -> Self:
        return cls(given if given is not None and "at" in given else None)

    def clean_at(self) -> str:
        """Refuse what has passed, and what is further ahead than accounts and words can be trusted to last."""
        said: str = self.cleaned_data["at"]
        if said and not clock.now() < datetime.fromisoformat(said):
            raise forms.ValidationError("This time has passed. Choose a later one, or leave it empty to send it now.", code="passed")
        if said and datetime.fromisoformat(said) > clock.now() + MOST_AHEAD:
            raise forms.ValidationError("This is more than a year ahead. Choose a nearer time.", code="too_far")
        return said

    @property
    def moment(self) -> datetime | None:
        """The time that was chosen; None: now, or nothing that fits was typed."""
        said = getattr(self, "cleaned_data", {}).get("at", "")
        return datetime.fromisoformat(said) if said else None


class OwnWhenForm(Follows, WhenForm):
    """The time for one account alone: the one of all accounts, until it is changed here."""


def said_at(moment: datetime) -> str:
    """A time for a sentence, in the time zone of whoever reads it."""
    return f"{timezone.localtime(moment):%a %d %b %Y, %H:%M}"
