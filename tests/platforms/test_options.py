"""The fields that forms of options need beside Django's."""

from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone

from platforms.options import Choice, MomentField, OfferedField, Offers, OptionsForm

BERLIN = ZoneInfo("Europe/Berlin")


class Form(OptionsForm):
    foremost = ("lists",)
    lists = OfferedField(label="Lists", required=False, none_there="There are none.", unread="They could not be read.")
    at = MomentField(label="At", required=False)
    size = forms.ChoiceField(label="Size", choices=[("s", "Small")])


@pytest.mark.parametrize(
    ("typed", "kept"), [("2026-12-01T10:00", "2026-12-01T09:00:00Z"), ("2026-07-01T10:00", "2026-07-01T08:00:00Z"), ("", "")]
)
def test_a_moment_is_typed_here_and_kept_in_utc(typed: str, kept: str) -> None:
    with timezone.override(BERLIN):
        assert MomentField(required=False).clean(typed) == kept


def test_a_moment_is_shown_here_again() -> None:
    with timezone.override(BERLIN):
        assert 'value="2026-12-01T10:00"' in str(Form(initial={"at": "2026-12-01T09:00:00Z"})["at"])
        assert 'value="2026-12-01T10:00"' in str(Form({"at": "2026-12-01T10:00"})["at"])
        assert Form.base_fields["at"].said == "Times here are in Europe/Berlin."


@pytest.mark.parametrize("typed", ["2026-10-25T02:30", "2026-03-29T02:30"])
def test_an_hour_that_comes_twice_or_never_is_asked_for_again(typed: str) -> None:
    with timezone.override(BERLIN), pytest.raises(forms.ValidationError, match="comes twice or not at all"):
        MomentField().clean(typed)


@pytest.mark.parametrize("typed", ["tomorrow", "2026-13-01T10:00", "0001-01-01T00:00"])
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with timezone.override(BERLIN), pytest.raises(forms.ValidationError, match="Give a day and a time of day"):
        MomentField().clean(typed)


def test_what_is_there_is_offered() -> None:
    form = Form(initial={"lists": ["PL1"]})
    form.offer(Offers(choices={"lists": [Choice(value="PL1", label="Glazes"), Choice(value="PL2", label="Kilns")]}))
    shown = str(form["lists"])
    assert (shown.count("checked"), "Glazes" in shown, "Kilns" in shown) == (1, True, True)
    assert form.fields["lists"].said == ""


def test_what_was_chosen_stays_though_it_cannot_be_read() -> None:
    form = Form({"lists": ["PL1"], "size": "s"})
    assert form.is_valid()
    form.offer(None)
    assert 'value="PL1"' in str(form["lists"])
    assert form.fields["lists"].said == "They could not be read."
    assert form.cleaned_data["lists"] == ["PL1"]


def test_an_account_that_has_none_says_so() -> None:
    form = Form()
    form.offer(Offers())
    assert form.fields["lists"].said == "There are none."


@pytest.mark.parametrize("chosen", ["../x", "a b", "", "x" * 101, "é"])
def test_what_has_not_the_shape_of_an_id_is_refused(chosen: str) -> None:
    assert "lists" in Form({"lists": [chosen], "size": "s"}).errors


def test_one_form_does_not_offer_what_another_was_offered() -> None:
    Form().offer(Offers(choices={"lists": [Choice(value="PL1", label="Glazes")]}))
    assert "Glazes" not in str(Form()["lists"])


def test_it_says_what_is_foremost_and_whether_something_is_wrong_below() -> None:
    form = Form({"size": "x"})
    assert [field.name for field in form.first()] == ["lists"]
    assert [field.name for field in form.more()] == ["at", "size"]
    assert form.is_wrong_below
    assert not Form({"lists": ["a b"], "size": "s"}).is_wrong_below


def test_what_was_chosen_is_told_in_the_forms_own_words() -> None:
    class Whole(Form):
        is_loud = forms.BooleanField(label="Is it loud?", required=False)

    options = {"lists": ["PL1", "PL2"], "at": "2026-12-01T09:00:00Z", "size": "s", "is_loud": False, "unknown": "x"}
    with timezone.override(BERLIN):
        assert Whole.told(options) == ["Lists: 2", "At: 01 Dec 2026, 10:00", "Size: Small", "Is it loud? no"]
    assert Whole.told({"lists": [], "at": "", "size": "xl"}) == ["Size: xl"]
