"""The forms of a publication's pages; a platform's own options are a form of its adapter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.forms.boundfield import BoundField

from platforms.contract import Words
from platforms.counting import Counter, Unit
from publisher.snapshot import words_of
from videos.forms import PlainField, TagsField
from videos.models import Video
from videos.words import MOST_DESCRIPTION, MOST_TITLE


class AgainForm(forms.Form):
    """The wish for a second post of what is published already."""

    again = forms.BooleanField(label="Yes, make a second post", error_messages={"required": "Tick this if you want a second post."})


class DiscardForm(forms.Form):
    """Leave to delete the failed copy on the platform, before the video is sent again."""

    discard_copy = forms.BooleanField(
        label="Yes, delete the failed copy first",
        error_messages={"required": "Tick this: while the failed copy is there, the video cannot be sent again."},
    )


class ThereForm(forms.Form):
    """A person's word that the post is there: the link to it."""

    link = forms.URLField(
        label="Link to it",
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        error_messages={"required": "Paste the link to the post.", "invalid": "This is no link. Copy it from the address bar."},
    )


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A field of the words with the room that the platform has for it, and how much of that is taken."""

    field: BoundField
    counter: Counter
    taken: int

    @property
    def is_over(self) -> bool:
        return self.taken > self.counter.most

    @property
    def counted(self) -> str:
        """What is counted, in words."""
        match self.counter.unit:
            case Unit.BYTES:
                return "bytes"
            case Unit.NUMBER:
                return "tags"
        return "characters"


class WordsForm(forms.Form):
    """The words of one publication: the video's own, unless they are changed for it."""

    title = PlainField(max_length=MOST_TITLE, error_messages={"required": "Give it a title."})
    description = PlainField(max_length=MOST_DESCRIPTION, required=False, lines=True, widget=forms.Textarea(attrs={"rows": 5}))
    tags = TagsField(required=False, help_text="Parted by commas.")

    @classmethod
    def of(cls, video: Video, given: Mapping[str, Any] | None) -> Self:
        """The form as it was sent, or with the video's words; a word that was not sent at all is the video's."""
        return cls.starting_with(words_of(video), given)

    @classmethod
    def starting_with(cls, words: Words, given: Mapping[str, Any] | None) -> Self:
        """The form as it was sent, or with these words; one that was not sent at all is one of these."""
        own = {"title": words.title, "description": words.description, "tags": ", ".join(words.tags)}
        return cls(initial=own) if given is None else cls({name: given.get(name, word) for name, word in own.items()}, initial=own)

    def is_own(self, name: str) -> bool:
        """Whether this word stands here alone, and follows no other."""
        return True

    def words(self) -> Words:
        """What was typed; once it is valid."""
        said = self.cleaned_data
        return Words(title=said["title"], description=said["description"], tags=tuple(said["tags"]))

    def counted(self, counters: Mapping[str, Counter]) -> Iterator[Counted]:
        """Each field with what is counted of it as it stands."""
        for name, counter in counters.items():
            said: str | list[str] = self.fields[name].to_python(self[name].value() or "") or ""
            taken = counter.count(said)
            yield Counted(field=self[name], counter=counter, taken=taken)


class Follows(forms.Form):
    """Fields of one account alone: each starts as the one that all accounts share, and follows it until it is changed here.

    Beside each field stands, unseen, what it started as: what still equals that was left alone.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for each in self.fields.values():
            each.show_hidden_initial = True

    @classmethod
    def following(cls, shared: forms.Form, given: Mapping[str, Any] | None, *, prefix: str) -> Self:
        """The form as it was sent, with what was left alone as the shared fields are by now; or as it starts."""
        values = {name: shared[name].value() or "" for name in shared.fields}
        if given is None:
            return cls(initial=values, prefix=prefix)
        sent = cls(given, prefix=prefix)
        typed = {name: sent[name].data if sent.is_own(name) else value for name, value in values.items()}
        fields = {sent.add_prefix(name): said for name, said in typed.items()}
        return cls({**fields, **{sent.add_initial_prefix(name): value for name, value in values.items()}}, prefix=prefix)

    def is_own(self, name: str) -> bool:
        return self.is_bound and self[name].data is not None and name in self.changed_data

    def is_any_own(self) -> bool:
        return any(self.is_own(name) for name in self.fields)

    def clean(self) -> None:
        """Leave what is wrong with a shared field to be said beside that one."""
        for name in [name for name in self.errors if not self.is_own(name)]:
            del self.errors[name]


class OwnWordsForm(Follows, WordsForm):
    """The words of one account alone."""


class KeepForm(forms.Form):
    """The wish that the options be what the next publish form starts with."""

    keep = forms.BooleanField(label="Keep these as the defaults for this account", required=False)
