"""The form of a platform's own options, and the fields that such forms need beside Django's."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Self, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of the things that an account has on the platform: its id there, and what people call it."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Offers:
    """What an account has to choose from on its platform, by the name of the option; read when the form is shown.

    `shut` are the options that the account cannot use just now, each with why. `said` are sentences about the account that
    belong above the options. `refused` says why the platform takes nothing from it for the time being; "" where it does.
    """

    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    shut: Mapping[str, str] = field(default_factory=dict)
    said: Sequence[str] = ()
    refused: str = ""


_NOTHING: tuple[Any, ...] = (None, "", [])
"""What is no choice at all."""


class Privacy(StrEnum):
    """Who may see a post, in words that are no platform's own: what people choose once for all of them."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"

    @property
    def label(self) -> str:
        return _PRIVACY[self]


_PRIVACY = {
    Privacy.PUBLIC: "Public: everybody",
    Privacy.UNLISTED: "Unlisted: everybody who has the link",
    Privacy.PRIVATE: "Private: nobody else",
}


class OptionsForm(forms.Form):
    """A platform's own options; its cleaned data is JSON and becomes `Upload.options`."""

    partial: ClassVar[str] = "publisher/_options.html"
    """The template that shows them."""
    foremost: ClassVar[tuple[str, ...]] = ()
    """The options that everyone sets; the others are folded away."""
    asked_anew: ClassVar[frozenset[str]] = frozenset()
    """The options that no account keeps a default of: they are about one video, and each is asked for."""

    neutral: ClassVar[Mapping[Privacy, Mapping[str, Any]]] = {}
    """What each word for who may see it comes to in these options. One that is left out has no like here; so has none where the
    platform wants it said anew for each post."""

    offers = Offers()
    """What was last offered; nothing, before anything was."""

    def offer(self, offers: Offers | None) -> None:
        """Fill in what the account has to choose from; None: it could not be read."""
        for name, each in self.fields.items():
            if isinstance(each, OfferedField):
                each.offer(None if offers is None else offers.choices.get(name, ()), chosen=self[name].value() or ())
        if offers is not None:
            self.offers = offers
            self._shut(offers.shut)

    def _shut(self, reasons: Mapping[str, str]) -> None:
        """Grey out what cannot be chosen just now, and say why."""
        for name in reasons.keys() & self.fields.keys():
            self.fields[name].disabled = True
            self.fields[name].help_text = reasons[name]

    def without_what_is_asked_anew(self) -> None:
        """Leave only what an account can keep a default of."""
        for name in self.asked_anew:
            self.fields.pop(name, None)

    @classmethod
    def only(cls, names: Collection[str]) -> type[Self]:
        """The form with these options alone."""
        return type(cls.__name__, (cls,), {name: None for name in cls.base_fields if name not in names})

    def first(self) -> list[BoundField]:
        return [self[name] for name in self.foremost if name in self.fields]

    def more(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name not in self.foremost]

    @classmethod
    def told(cls, options: Mapping[str, Any]) -> list[str]:
        """What was chosen: one line for each option that is known and was not left empty, in the form's own words."""
        chosen = {name: options[name] for name in cls.base_fields if options.get(name) not in _NOTHING}
        return [f"{_named(cls.base_fields[name])} {_said(cls.base_fields[name], value)}" for name, value in chosen.items()]

    @property
    def is_wrong_below(self) -> bool:
        """Whether something is wrong with an option that is folded away."""
        return any(name in self.errors for name in self.fields if name not in self.foremost)


class OfferedField(forms.MultipleChoiceField):
    """Some of what an account has on the platform, by its ids there.

    The choices are read when the form is shown. What was chosen is taken by its shape alone, since the platform may be
    away, and what is there may change before it is used.
    """

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, none_there: str, unread: str, **options: Any) -> None:
        super().__init__(**options)
        self._none_there, self._unread = none_there, unread
        self.said = ""
        """What is said in place of choices, or beside them."""

    def offer(self, choices: Sequence[Choice] | None, *, chosen: Iterable[str]) -> None:
        known = {choice.value: choice.label for choice in choices or ()}
        kept = {value: f"Chosen before ({value})" for value in chosen if value not in known}
        self.choices = [*known.items(), *kept.items()]
        self.said = self._unread if choices is None else "" if choices else self._none_there

    def valid_value(self, value: Any) -> bool:
        return re.fullmatch(r"[\w-]{1,100}", str(value), re.ASCII) is not None


class MomentField(forms.DateTimeField):
    """A moment, typed in the time zone of whoever types it, and kept as text in UTC: 2026-12-01T09:00:00Z, or "" for none."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {
        "invalid": "Give a day and a time of day.",
        "ambiguous_timezone": "In your time zone the clocks change then, so that this hour comes twice or not at all. Choose another.",
    }

    def clean(self, value: Any) -> str:
        try:
            moment = super().clean(value)
        except forms.ValidationError as error:
            code = str(getattr(error, "code", ""))
            if code in self.error_messages and code != "required":
                raise forms.ValidationError(self.error_messages[code], code=code) from None
            raise
        try:
            return "" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except OverflowError:  # the first or the last hours that a calendar has
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and value.endswith("Z"):
            return timezone.make_naive(datetime.fromisoformat(value))
        return super().prepare_value(value)

    is_moment = True
    """For templates, which lead to where a time zone is chosen."""

    @property
    def said(self) -> str:
        return f"Times here are in {timezone.get_current_timezone_name()}."


def _named(field: forms.Field) -> str:
    label = str(field.label)
    return label if label.endswith("?") else f"{label}:"


def _said(field: forms.Field, value: Any) -> str:
    match field:
        case MomentField():
            return f"{timezone.localtime(datetime.fromisoformat(str(value))):%d %b %Y, %H:%M}"
        case OfferedField():
            return f"{len(value)}"
        case forms.BooleanField():
            return "yes" if value else "no"
        case forms.ChoiceField():
            labels = {str(each): str(label) for each, label in cast("Iterable[tuple[Any, Any]]", field.choices)}
            return labels.get(str(value), str(value))
    return str(value)
