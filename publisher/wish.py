"""What one asks for of one account: the forms of its part of the publish form, with what would be refused in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django import forms
from django.http import QueryDict

from platforms.contract import Options, Platform, Problem, Verdict, Words
from platforms.models import Connection
from platforms.options import OptionsForm
from publisher.defaults import defaults_of
from publisher.fitting.files import Fitting, file_for, fitting_for
from publisher.forms import AgainForm, Counted, KeepForm, OwnWordsForm, WordsForm
from publisher.models import Publication
from publisher.offers import offered
from publisher.planned.when import OwnWhenForm, WhenForm
from publisher.preflight import preflight
from publisher.snapshot import file_of
from publisher.targets import Target
from publisher.twins.forms import SameFileForm
from videos.models import Asset, Video


@dataclass(frozen=True, kw_only=True)
class Told:
    """A problem, and the id of the field that mends it ("" where it stands beside none)."""

    problem: Problem
    field_id: str


@dataclass(kw_only=True)
class Wish:
    """One account's part of a visit to the form."""

    video: Video
    connection: Connection
    platform: Platform
    live: Publication | None
    words: WordsForm
    options: OptionsForm
    keep: KeepForm
    again: AgainForm | None
    when: OwnWhenForm | None = None
    """When it goes there; None where that is not asked."""
    same: Publication | None = None
    """A post of the same file there, as another video; `same_file` asks whether it is meant to be there twice."""
    same_file: SameFileForm | None = None
    shared: WordsForm | None = None
    """The words of all accounts, which those of this one follow until they are changed."""
    problems: list[Problem] = field(default_factory=list)
    """What would be refused and is said beside no field of this account's."""

    @classmethod
    def of(cls, target: Target, video: Video, *, shared: WordsForm, when: WhenForm, given: QueryDict | None) -> Self:
        """Gather the forms: as they were sent, or as they start, for an account whose part was not sent yet."""
        prefix = target.prefix
        sent = given if given is not None and f"{prefix}-{SENT}" in given else None
        return cls(
            video=video,
            connection=target.connection,
            platform=target.platform,
            live=target.live,
            words=OwnWordsForm.following(shared, sent if sent is not None else started(given, prefix), prefix=prefix),
            options=target.connection.options_form(sent, initial=defaults_of(target.connection), prefix=prefix),
            keep=KeepForm(sent, prefix=prefix),
            again=AgainForm(sent, prefix=prefix) if target.is_published else None,
            when=OwnWhenForm.following(when, sent, prefix=prefix),
            same=target.same,
            same_file=SameFileForm(sent, prefix=prefix) if target.same and not target.is_published else None,
            shared=shared,
        )

    @property
    def was_sent(self) -> bool:
        """Whether its part was there to be filled in, when the form was sent."""
        return self.options.is_bound

    @property
    def name(self) -> str:
        return f"{self.connection} on {self.platform.name}"

    def is_valid(self) -> bool:
        """Whether every form fits; all of them are looked at, so that everything that is wrong is said at once."""
        wrong = [form for form in self._forms if not form.is_valid()]
        return not wrong

    @property
    def is_wrong(self) -> bool:
        """Whether something found so far keeps it from being sent."""
        return any(form.errors for form in self._forms) or any(problem.blocking for problem in self.problems)

    @property
    def _forms(self) -> list[forms.Form]:
        each = (self.words, self.options, self.keep, self.again, self.same_file, self.when)
        return [form for form in each if form is not None]

    @property
    def at(self) -> datetime | None:
        """When it is to be sent; None: now."""
        return self.when.moment if self.when else None

    @property
    def verdict(self) -> Verdict | None:
        """What becomes of the file; nothing where it is refused, which says enough."""
        if any(problem.blocking and problem.field == "file" for problem in self.problems):
            return None
        file = self.file(filled(self.options).cleaned_data)
        return self.platform.verdict(file_of(file, name="")) if file else None

    def file(self, options: Options) -> Asset | None:
        """What would be sent, with these options."""
        return file_for(self.video, self.connection, options)

    @property
    def fitting(self) -> Fitting | None:
        """What there is to say of a file that is made to fit, with the options as they stand."""
        return fitting_for(self.video, self.connection, filled(self.options).cleaned_data)

    @property
    def counted_words(self) -> Iterator[Counted]:
        return self.words.counted(self.platform.counters)

    @property
    def told(self) -> Iterator[Told]:
        """Each problem with the way to its field."""
        for problem in self.problems:
            form = self._form_of(problem)
            yield Told(problem=problem, field_id=form[problem.field].auto_id if form is not None else "")

    def start_from_what_was_typed(self) -> None:
        """Show its part as it was filled in, before anybody asked for it to be sent: nothing is said of what is still open."""
        self.options, self.keep = typed(self.options), typed(self.keep)
        self.again = typed(self.again) if self.again else None
        self.when = typed(self.when) if self.when else None
        self.same_file = typed(self.same_file) if self.same_file else None

    def foresee(self) -> None:
        """Say what would be refused as it stands; silent about fields that still have to be filled in."""
        words, options = filled(self.words), filled(self.options)
        if "title" not in words.cleaned_data:
            return  # that is said beside it
        said = words.words() if words.is_valid() else None
        found = self._preflight(options.cleaned_data, said)
        open_still = options.fields.keys() - options.cleaned_data.keys()
        self._place([problem for problem in found if problem.field not in open_still])

    def refuse(self) -> None:
        """Say what was refused just now."""
        options, self.problems = self.options.cleaned_data, []
        self._place(self._preflight(options, self.words.words()))

    def _preflight(self, options: Options, words: Words | None) -> list[Problem]:
        return preflight(self.video, self.connection, options=options, words=words, at=self.at, file=self.file(options))

    def _place(self, problems: Iterable[Problem]) -> None:
        """Put each refusal beside its field, once the form was sent; keep the rest, and what is no more than a note, for the page.

        What is wrong with a shared word is said beside it, and with the account that minds it.
        """
        for problem in problems:
            form = self._form_of(problem)
            is_beside_it = form is not None and form.is_bound and problem.blocking
            if form is not None and is_beside_it:
                _say(form, problem)
            if not is_beside_it or form is self.shared:
                self.problems.append(problem)

    def _form_of(self, problem: Problem) -> forms.Form | None:
        """The form in which it is mended, if any."""
        if problem.field in self.words.fields:
            return self.words if self.shared is None or self.words.is_own(problem.field) else self.shared
        return self.options if problem.field in self.options.fields else None

    def read_offers(self) -> None:
        """Fill in what the account has to choose from; asks the platform."""
        self.options.offer(offered(self.connection))


SENT = "sent"
"""The field that says, with its account's prefix, that the account's part was on the page."""


def started(given: QueryDict | None, prefix: str) -> QueryDict | None:
    """What was filled in for an account whose part was not sent yet, where its words differ from those of others."""
    return given if given is not None and f"{prefix}-title" in given else None


def filled(form: Any) -> Any:
    """The form as it was sent, validated; one that was only shown, as if it had been sent as it is."""
    values = {name: form[name].value() for name in form.fields}
    filled = form if form.is_bound else type(form)(_prefixed(form, values), prefix=form.prefix)
    filled.is_valid()
    return filled


def typed(form: Any) -> Any:
    """A form that starts with what was typed into this one; one that was not sent is as it was."""
    return type(form)(initial={name: form[name].data for name in form.fields}, prefix=form.prefix) if form.is_bound else form


def _prefixed(form: forms.Form, values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {form.add_prefix(name): value for name, value in values.items()}


def _say(form: forms.Form, problem: Problem) -> None:
    """Say it beside its field; once, however many accounts mind it."""
    said = f"{problem.message} {problem.fix}".strip()
    if said not in form.errors.get(problem.field, ()):
        form.add_error(problem.field, said)
