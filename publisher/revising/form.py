"""The form that changes a post that is there: what can be changed is a field, what cannot is said."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from django.http import QueryDict

from platforms.contract import Platform, Problem, Words
from platforms.models import Connection
from platforms.options import OptionsForm
from publisher.forms import Counted, WordsForm
from publisher.models import Publication
from publisher.revising.wish import Standing


@dataclass(kw_only=True)
class RevisionForm:
    """One visit to the form. It starts with the change that waits or was refused, else with the post as it is."""

    row: Publication
    platform: Platform
    words: WordsForm
    options: OptionsForm
    problems: list[Problem] = field(default_factory=list)
    """What would be refused and stands beside no field."""

    @classmethod
    def of(cls, row: Publication, given: QueryDict | None, *, now: datetime) -> Self:
        platform, last = row.connection.platform, row.revisions.last()
        revisable = platform.revisable
        starts = Standing.of(last if last is not None and last.done_at is None else row, platform, now=now)
        words = WordsForm.starting_with(starts.words, given)
        for name in words.fields.keys() - revisable.words:
            del words.fields[name]
        options = row.connection.options_form.only(revisable.options)(given, initial=dict(starts.options))
        return cls(row=row, platform=platform, words=words, options=options)

    @property
    def connection(self) -> Connection:
        return self.row.connection

    @property
    def counted_words(self) -> Iterator[Counted]:
        return self.words.counted({name: each for name, each in self.platform.counters.items() if name in self.words.fields})

    def is_valid(self) -> bool:
        wrong = [form for form in (self.words, self.options) if not form.is_valid()]
        return not wrong

    def wished(self) -> Mapping[str, Any]:
        """What the service takes, once it is valid."""
        own = Words(title=self.row.title, description=self.row.description, tags=tuple(self.row.tags))
        said: dict[str, Any] = {name: tuple(value) if name == "tags" else value for name, value in self.words.cleaned_data.items()}
        return {"words": replace(own, **said), "options": self.options.cleaned_data}

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Say each refusal beside its field."""
        for problem in problems:
            form = next((form for form in (self.words, self.options) if problem.field in form.fields), None)
            if form is None:
                self.problems.append(problem)
            else:
                form.add_error(problem.field, f"{problem.message} {problem.fix}".strip())
