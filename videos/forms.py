"""The forms that people fill in about a video."""

from typing import Any

from django import forms

from videos.models import Video
from videos.words import MOST_DESCRIPTION, MOST_TAG, MOST_TAGS, MOST_TITLE, distinct_tags, many_lines, one_line


class TagsField(forms.CharField):
    """Tags parted by commas; a list to the program."""

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return distinct_tags((super().to_python(value) or "").split(","))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST_TAGS:
            raise forms.ValidationError(f"These are {len(value)} tags; at most {MOST_TAGS} are kept. Leave some out.", code="too_many_tags")
        for tag in value:
            if len(tag) > MOST_TAG:
                raise forms.ValidationError(f"A tag may have {MOST_TAG} characters; “{tag[:30]}…” has {len(tag)}.", code="long_tag")

    def run_validators(self, value: Any) -> None:
        """A list has no control characters left to look for: `distinct_tags` took them out."""


class PlainField(forms.CharField):
    """Text without control characters, on one line or on many."""

    def __init__(self, *, lines: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self._clean = many_lines if lines else one_line

    def to_python(self, value: Any) -> str:
        return self._clean(super().to_python(value) or "")


class UploadForm(forms.Form):
    """A file and, if one likes, its title."""

    title = PlainField(max_length=MOST_TITLE, required=False, help_text="Left empty, it is the name of the file. You can change it later.")
    file = forms.FileField(
        label="Video file",
        error_messages={"required": "Choose a video file first."},
        widget=forms.FileInput(attrs={"accept": "video/*,.mkv,.mxf,.flv,.ts,.m2ts,.mts"}),
    )


class DetailsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The words of a video, as every platform gets them unless it is told otherwise."""

    title = PlainField(max_length=MOST_TITLE, error_messages={"required": "Give it a title."})
    description = PlainField(max_length=MOST_DESCRIPTION, required=False, lines=True, widget=forms.Textarea(attrs={"rows": 8}))
    tags = TagsField(required=False, help_text="Parted by commas.")

    class Meta:
        model = Video
        fields = ["title", "description", "tags"]
