"""What is asked of somebody who chooses the picture of a video."""

from typing import Any

from django import forms

from videos.image import NotTaken, Picture, taken_in


class FrameForm(forms.Form):
    """A moment of the video, in seconds."""

    at = forms.FloatField(
        label="Moment, in seconds from the start",
        min_value=0,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "Say at which second.", "invalid": "Write the moment as seconds: 12.4."},
    )

    def __init__(self, *given: Any, lasts: float, **more: Any) -> None:
        super().__init__(*given, **more)
        self._lasts = lasts
        self.fields["at"].widget.attrs["max"] = f"{lasts:.3f}"

    def clean_at(self) -> int:
        """In milliseconds. The very end shows nothing."""
        seconds = float(self.cleaned_data["at"])
        if seconds > self._lasts:
            raise forms.ValidationError(f"The video takes {self._lasts:.1f} seconds. Choose an earlier moment.", code="too_late")
        return int(min(seconds, max(0.0, self._lasts - 0.05)) * 1000)


class ImageForm(forms.Form):
    """A picture of one's own; the cleaned one is of our making."""

    image = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG or WebP, at most 10 MB; best 1280 × 720 or larger. Where it was taken and the like is not kept.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": "Choose a picture first.", "empty": "This file is empty."},
    )

    def clean_image(self) -> Picture:
        brought: Any = self.cleaned_data["image"]
        try:
            return taken_in(brought.read())
        except NotTaken as refusal:
            raise forms.ValidationError(str(refusal), code="not_taken") from None


class FocusForm(forms.Form):
    """What crops keep in sight: per cent from the left and from the top, as "25,50"."""

    focus = forms.RegexField(r"^(100|\d{1,2}),(100|\d{1,2})$")

    def clean_focus(self) -> tuple[int, int]:
        x, _, y = str(self.cleaned_data["focus"]).partition(",")
        return int(x), int(y)
