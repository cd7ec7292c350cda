"""The forms of patterns and of defaults: what a person, and what one account, starts with."""

from typing import Any

from django import forms
from django.contrib.auth.models import User

from platforms.models import Connection
from platforms.options import Privacy
from publisher.models import Beside, Pattern, WordDefaults
from publisher.models.pattern import MOST_FOOTER, MOST_NAME
from publisher.patterns.render import MOST_WRITTEN, PatternError, places_in
from videos.forms import PlainField, TagsField

MOST_PATTERNS = 100
_WORDS = ("title", "description", "tags")


class _PlacesField(PlainField):
    """Text with places in it; one that could not be filled in is refused."""

    def clean(self, value: Any) -> str:
        said: str = super().clean(value)
        try:
            places_in(said)
        except PatternError as wrong:
            raise forms.ValidationError(str(wrong), code=wrong.code) from wrong
        return said


class PatternForm(forms.Form):
    """One pattern of its owner's."""

    name = PlainField(max_length=MOST_NAME, error_messages={"required": "Give the pattern a name."}, help_text="Only you see it.")
    title = _PlacesField(max_length=500, required=False)
    description = _PlacesField(max_length=MOST_WRITTEN, required=False, lines=True, widget=forms.Textarea(attrs={"rows": 8}))
    tags = _PlacesField(max_length=2000, required=False, help_text="Parted by commas.")

    def __init__(self, *args: Any, owner: User, pattern: Pattern | None = None, **options: Any) -> None:
        self.owner, self.pattern = owner, pattern
        if pattern is not None:
            options["initial"] = {"name": pattern.name, **{word: getattr(pattern, word) for word in _WORDS}}
        super().__init__(*args, **options)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        mine = Pattern.objects.filter(owner=self.owner)
        others = mine.exclude(pk=self.pattern.pk) if self.pattern else mine
        if others.filter(name=name).exists():
            raise forms.ValidationError("You have a pattern of that name already. Choose another name.", code="same_name")
        if self.pattern is None and others.count() >= MOST_PATTERNS:
            raise forms.ValidationError(f"You have {MOST_PATTERNS} patterns. Delete one that you no longer use.", code="too_many")
        return name

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data[word] for word in _WORDS):
            self.add_error("title", "Fill in at least one of title, description and tags.")

    def pattern_as_typed(self) -> Pattern:
        """What was typed, not kept: for a preview. What cannot be filled in is left out, since that is said beside it."""
        typed = self.cleaned_data if self.is_bound else self.initial
        return Pattern(owner=self.owner, **{word: typed.get(word, "") for word in _WORDS})

    def save(self) -> Pattern:
        kept = {name: self.cleaned_data[name] for name in ("name", *_WORDS)}
        if self.pattern is None:
            return Pattern.objects.create(owner=self.owner, **kept)
        pattern, _ = Pattern.objects.update_or_create(pk=self.pattern.pk, owner=self.owner, defaults=kept)
        return pattern


class _Starts(forms.Form):
    """What both kinds of defaults have."""

    tags = TagsField(required=False, help_text="Parted by commas.")
    footer = PlainField(max_length=MOST_FOOTER, required=False, lines=True, widget=forms.Textarea(attrs={"rows": 4}))
    pattern = forms.ModelChoiceField(queryset=Pattern.objects.none(), required=False, empty_label="None")

    def __init__(self, *args: Any, owner: User, kept: WordDefaults | None, **options: Any) -> None:
        self.owner = owner
        options["initial"] = self._initial(kept) if kept else None
        super().__init__(*args, **options)
        field = self.fields["pattern"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said to the type checker
        field.queryset = Pattern.objects.visible_to(owner)

    def _initial(self, kept: WordDefaults) -> dict[str, Any]:
        return {name: getattr(kept, f"{name}_id" if name == "pattern" else name) for name in self.base_fields}


class PersonDefaultsForm(_Starts):
    """The defaults of a person, for all their accounts."""

    privacy = forms.ChoiceField(
        label="Who may see it",
        choices=[("", "As each platform starts"), *((each.value, each.label) for each in Privacy)],
        required=False,
    )
    field_order = ("privacy", "tags", "footer", "pattern")

    def save(self) -> None:
        WordDefaults.objects.update_or_create(owner=self.owner, connection=None, defaults=self.cleaned_data)


class AccountDefaultsForm(_Starts):
    """What one account starts its words with, beside its owner's defaults."""

    tags_are = forms.ChoiceField(label="Default tags", choices=Beside.choices, initial=Beside.SAME, required=False)
    footer_is = forms.ChoiceField(label="Footer", choices=Beside.choices, initial=Beside.SAME, required=False)
    field_order = ("tags_are", "tags", "footer_is", "footer", "pattern")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["tags"].label = "Tags for this account"
        self.fields["footer"].label = "Footer for this account"
        self.fields["pattern"].empty_label = "As for all accounts"  # type: ignore[attr-defined]

    def clean_tags_are(self) -> str:
        return self.cleaned_data["tags_are"] or Beside.SAME

    def clean_footer_is(self) -> str:
        return self.cleaned_data["footer_is"] or Beside.SAME

    def clean(self) -> None:
        """Say it where something was typed that would not be used, or is missing."""
        for choice, name, what in (("tags_are", "tags", "tags"), ("footer_is", "footer", "footer")):
            is_own = self.cleaned_data.get(choice) in (Beside.ADDED, Beside.OWN)
            if self.cleaned_data.get(name) and not is_own and choice in self.cleaned_data:
                self.add_error(choice, f"Say whether these {what} are added or stand instead, or leave the field below empty.")

    def save(self, connection: Connection) -> None:
        said = self.cleaned_data
        if said["tags_are"] == said["footer_is"] == Beside.SAME and said["pattern"] is None:
            WordDefaults.objects.filter(connection=connection).delete()
        else:
            WordDefaults.objects.update_or_create(connection=connection, defaults={"owner": self.owner, **said})
