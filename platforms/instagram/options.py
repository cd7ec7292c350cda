"""What the owner chooses for Instagram alone."""

from typing import Any

from django import forms

from platforms.instagram.words import AT_A_MOMENT, OWN_PICTURE
from platforms.options import OptionsForm

COVERS = (
    ("", "The picture that you chose for the video, else its first"),
    (AT_A_MOMENT, "A moment of the video"),
    (OWN_PICTURE, "The picture that Retake shows for it"),
)


class InstagramOptions(OptionsForm):
    """Each option as its name says; `words.parameters` turns them into Instagram's."""

    foremost = ("share_to_feed", "cover", "cover_seconds")
    asked_anew = frozenset({"cover", "cover_seconds"})

    share_to_feed = forms.BooleanField(
        label="Show it in the feed too",
        required=False,
        initial=True,
        help_text="Otherwise it is among your Reels alone, and not in the grid of your profile.",
    )
    cover = forms.ChoiceField(label="Cover", choices=COVERS, required=False)
    cover_seconds = forms.FloatField(
        label="Moment of the cover, seconds from the start",
        required=False,
        min_value=0,
        max_value=900,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
        help_text="For “A moment of the video”. It has to lie within the video.",
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("cover") == AT_A_MOMENT and said.get("cover_seconds") is None and "cover_seconds" not in self.errors:
            self.add_error("cover_seconds", "Say at which second, or choose another cover.")
        return said
