"""What one asks for on the publish form: the video, where it is to go, and the forms, with what would be refused in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django import forms
from django.http import QueryDict

from platforms.contract import Platform, Problem, Verdict
from platforms.models import Connection
from platforms.options import OptionsForm
from publisher.defaults import defaults_of
from publisher.forms import AgainForm, Counted, KeepForm, WordsForm
from publisher.models import Publication
from publisher.offers import offered
from publisher.preflight import preflight
from publisher.snapshot import file_of
from publisher.states import State
from videos.models import Video


@dataclass(kw_only=True)
class Wish:
    """One visit to the form."""

    video: Video
    connection: Connection
    platform: Platform
    live: Publication | None
    words: WordsForm
    options: OptionsForm
    keep: KeepForm
    again: AgainForm | None
    problems: list[Problem] = field(default_factory=list)
    """What would be refused and stands beside no field."""

    @classmethod
    def of(
        cls, video: Video, connection: Connection, given: QueryDict | None, *, prefix: str | None = None, words: WordsForm | None = None
    ) -> Self:
        """Gather the forms: as they were sent, or as they start.

        Among several in one form each has a `prefix` of its own, and the `words` may be those of all.
        """
        platform = connection.platform
        live = video.publications.filter(connection=connection).live().order_by("-edition").first()
        return cls(
            video=video,
            connection=connection,
            platform=platform,
            live=live,
            words=words or WordsForm.of(video, given),
            options=platform.options_form(given, initial=defaults_of(connection), prefix=prefix),
            keep=KeepForm(given, prefix=prefix),
            again=AgainForm(given, prefix=prefix) if live is not None and live.state == State.PUBLISHED else None,
        )

    def __str__(self) -> str:
        return f"{self.connection} on {self.platform.name}"

    @property
    def is_on_its_way(self) -> bool:
        return self.live is not None and self.live.state != State.PUBLISHED

    @property
    def can_be_asked_for(self) -> bool:
        """Whether the form is shown: the account works, and nothing is on its way there."""
        return self.connection.is_usable and not self.is_on_its_way

    def is_valid(self) -> bool:
        """Whether every form fits; all of them are looked at, so that everything that is wrong is said at once."""
        sent = [self.words, self.options, self.keep, *([self.again] if self.again else [])]
        wrong = [form for form in sent if not form.is_valid()]
        return not wrong

    @property
    def verdict(self) -> Verdict | None:
        return self.platform.verdict(file_of(self.video.asset, name="")) if self.video.asset else None

    @property
    def counted_words(self) -> Iterator[Counted]:
        return self.words.counted(self.platform.counters)

    def foresee(self) -> None:
        """Say what would be refused as it stands; silent about fields that still have to be filled in."""
        words, options = filled(self.words), filled(self.options)
        if "title" not in words.cleaned_data:
            return  # that is said beside it
        found = preflight(self.video, self.connection, options=options.cleaned_data, words=words.words() if words.is_valid() else None)
        open_still = options.fields.keys() - options.cleaned_data.keys()
        self._place([problem for problem in found if problem.field not in open_still])

    def refuse(self) -> bool:
        """Say what would be refused of what was sent; give whether anything would."""
        found = preflight(self.video, self.connection, options=self.options.cleaned_data, words=self.words.words())
        self._place(found)
        return any(problem.blocking for problem in found)

    def _place(self, problems: Iterable[Problem]) -> None:
        """Put each refusal beside its field, once the form was sent; give the rest, and what is no more than a note, to the page."""
        for problem in problems:
            form = next((form for form in (self.words, self.options) if problem.field in form.fields), None)
            if form is not None and form.is_bound and problem.blocking:
                form.add_error(problem.field, f"{problem.message} {problem.fix}".strip())
            else:
                self.problems.append(problem)

    def read_offers(self) -> None:
        """Fill in what the account has to choose from; asks the platform."""
        self.options.offer(offered(self.connection))


def filled(form: Any) -> Any:
    """The form as it was sent, validated; one that was only shown, as if it had been sent as it is."""
    filled = form if form.is_bound else type(form)(_initial(form), prefix=form.prefix)
    filled.is_valid()
    return filled


def _initial(form: forms.Form) -> Mapping[str, Any]:
    return {form.add_prefix(name): form[name].value() for name in form.fields}
