"""What the owner chooses for Rumble alone."""

from django import forms

from platforms.options import OptionsForm
from platforms.rumble.words import NOT_FOR_SALE, RUMBLE_ONLY


class RumbleOptions(OptionsForm):
    """Each option as its name says; `form.fields_of` turns them into Rumble's."""

    foremost = ("licence",)

    licence = forms.ChoiceField(
        label="Licence",
        choices=((NOT_FOR_SALE, "Not for sale"), (RUMBLE_ONLY, "Rumble only")),
        initial=NOT_FOR_SALE,
        help_text="Rumble’s own words; what they mean for you is in its terms.",
    )
    picture = forms.BooleanField(label="Send the picture that Retake shows for it", required=False, initial=True)
    reference = forms.BooleanField(
        label="Put a short reference into the description",
        required=False,
        initial=True,
        help_text="A last line such as ref:0a1b2c3d. By it Retake finds the video again if Rumble’s answer is lost; without it you are "
        "asked each time that happens.",
    )
