"""A fitted file as its page shows it: how far it is, and what it is beside the original."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django import forms

from platforms import registry
from platforms.misfits import megabytes, misfits
from publisher.fitting.files import profile_of
from publisher.fitting.picture import Shape
from publisher.fitting.words import clock_face
from publisher.phrases import left
from publisher.snapshot import file_of
from publisher.tones import Tone
from videos.models import Asset, Fit, FitState
from videos.recipe import Kind, Recipe

_TOLD_FROM = 3
"""Per cent: before this, how long it still takes would be a guess."""
_WRITTEN = 99
"""All of it is written: it is looked into, and stored; the last per cent comes with the file."""
_AGAIN_SECONDS = 2
_TONES = {
    FitState.WAITING: Tone.PROGRESS,
    FitState.RUNNING: Tone.PROGRESS,
    FitState.DONE: Tone.DONE,
    FitState.FAILED: Tone.FAILED,
    FitState.CANCELLED: Tone.UNKNOWN,
}
_SHAPES = ((Shape.BARS, "All of the picture, between black bars"), (Shape.MIDDLE, "The middle of the picture, filling all of it"))


class StartField(forms.CharField):
    """A moment in a video as people write it, "1:30" or "90"; cleaned, seconds."""

    def clean(self, value: Any) -> Any:
        said = super().clean(value).strip() or "0"
        numbers = said.split(":")
        if len(numbers) > 3 or not all(each.isdecimal() and len(each) <= 6 for each in numbers):
            raise forms.ValidationError("Write it as minutes and seconds: 1:30.")
        seconds = 0
        for each in numbers:
            seconds = seconds * 60 + int(each)
        return float(seconds)


class RefitForm(forms.Form):
    """Which part of the video is kept, and how its picture is brought to another shape."""

    start = StartField(
        label="Begin at",
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 8}),
        help_text="Minutes and seconds, as 1:30.",
    )
    shape = forms.ChoiceField(label="Its shape", choices=_SHAPES, required=False, widget=forms.RadioSelect)

    @classmethod
    def of(cls, fit: Fit) -> Self:
        """With what it was made with."""
        recipe = fit.made_by
        form = cls(initial={"start": clock_face(recipe.start), "shape": recipe.shape or Shape.BARS})
        for each in form.fields.values():
            each.required = True  # as it is shown: there is something in each
        return form

    def shape_chosen(self) -> Shape:
        return Shape(self.cleaned_data["shape"] or Shape.BARS)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One fact of the original and of the file that was made of it ("" while there is none)."""

    name: str
    before: str
    after: str

    @property
    def is_other(self) -> bool:
        return bool(self.after) and self.before != self.after


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the page says."""

    platform: str
    says: str
    tone: Tone
    word: str
    next: str
    again_in: int | None
    facts: list[Compared]
    is_open: bool
    can_begin_elsewhere: bool
    can_be_shaped: bool
    still_refused: bool
    start: str
    shape: str


def again_in(fit: Fit) -> int | None:
    """In how many seconds to ask again; None once nothing but its owner changes it."""
    return _AGAIN_SECONDS if fit.state in (FitState.WAITING, FitState.RUNNING) else None


def shown_of(fit: Fit, *, now: datetime) -> Shown:
    """Gather it; pure."""
    recipe, state = fit.made_by, FitState(fit.state)
    return Shown(
        platform=registry.adapter(fit.platform_slug).name,
        says=_said(recipe, fit.asset),
        tone=_TONES[state],
        word=state.label,
        next=_next(fit, now=now),
        again_in=again_in(fit),
        facts=_facts(fit.source, fit.asset),
        is_open=again_in(fit) is not None,
        can_begin_elsewhere=recipe.kind is not Kind.REMUX and recipe.seconds < (fit.source.duration or 0),
        can_be_shaped=bool(recipe.shape),
        start=clock_face(recipe.start),
        shape=recipe.shape or Shape.BARS,
        still_refused=fit.asset is not None and bool(misfits(profile_of(fit), file_of(fit.asset, name=""))),
    )


def _said(recipe: Recipe, made: Asset | None) -> str:
    """What is done, or was done, with the size that came of it in place of the one that was expected."""
    if made is None:
        return recipe.says
    return recipe.says.replace("It will be", "It was", 1).replace(f"about {megabytes(recipe.expected_bytes)}", megabytes(made.size))


def _next(fit: Fit, *, now: datetime) -> str:
    if fit.state == FitState.WAITING:
        return "starts in moments, or once what is before it is done"
    if fit.state != FitState.RUNNING:
        return ""
    if fit.percent >= _WRITTEN:
        return "looking into what came of it"
    remaining = time_left(fit, now=now)
    return f"{fit.percent} %{f', {left(remaining)}' if remaining else ''}"


def time_left(fit: Fit, *, now: datetime) -> timedelta | None:
    """How long it still takes, at the speed so far; None where that would be a guess."""
    if fit.started_at is None or fit.percent < _TOLD_FROM:
        return None
    return (now - fit.started_at) * (100 - fit.percent) / fit.percent


def _facts(before: Asset, after: Asset | None) -> list[Compared]:
    told = [
        ("Length", _length),
        ("Size", lambda asset: megabytes(asset.size)),
        ("Picture", lambda asset: f"{asset.width} × {asset.height}"),
        ("Pictures a second", lambda asset: f"{asset.frame_rate:g}" if asset.frame_rate else ""),
        ("Codecs", lambda asset: ", ".join(filter(None, (asset.video_codec, asset.audio_codec or "no sound")))),
        ("Sound", _sound),
        ("Kind of file", lambda asset: asset.container),
    ]
    found = [Compared(name=name, before=say(before), after=say(after) if after else "") for name, say in told]
    return [each for each in found if each.before or each.after]


def _sound(asset: Asset) -> str:
    parts = [
        f"{asset.audio_rate / 1000:g} kHz" if asset.audio_rate else "",
        {1: "mono", 2: "stereo"}.get(asset.audio_channels, f"{asset.audio_channels} channels") if asset.audio_channels else "",
        f"{asset.audio_bit_rate // 1000} kbit/s" if asset.audio_bit_rate else "",
    ]
    return ", ".join(part for part in parts if part)


def _length(asset: Asset) -> str:
    return clock_face(asset.duration or 0)
