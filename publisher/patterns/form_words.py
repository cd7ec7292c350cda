"""The words of a publish form, filled in where it starts and where a pattern is asked for: then they are text like any other.

Goes between what was sent and the forms, so that these know nothing of patterns. What differs for an account becomes a word of its
own; all else follows the shared words, which are those of the account that leads: the first that is ticked.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import Http404, QueryDict

from platforms.contract import Words
from platforms.models import Connection
from publisher.models import Pattern
from publisher.patterns.filled import Place, Subject, fill_or_leave
from publisher.patterns.starting import Starting
from publisher.snapshot import words_of
from publisher.wall_clock import WallClockField, WallClockInput
from videos.models import Video

USE = "use_pattern"
"""The button that asks for it."""
CHOSEN = "pattern"
"""The field that names which; "" for none, so that the words are again what they start as."""
STARTED = "started"
"""What the form was filled in with, kept on the page: the pattern's key ("" for each account's default), and the account that leads."""
WORDS = ("title", "description", "tags")


@dataclass(frozen=True, kw_only=True)
class Form:
    """What the publish form is told: what was sent (None: nothing yet), with its words filled in; and what stands beside them."""

    given: QueryDict | None
    patterns: Sequence[Pattern] = ()
    used: Pattern | None = None
    started: str = ""
    is_filled: bool = False
    """Whether a pattern was filled in just now because its owner asked."""
    wrong: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which pattern: each account's default, or this one for all, or none; and the key of the account that leads, once one does."""

    is_default: bool = True
    pattern: Pattern | None = None
    lead: int = 0

    @property
    def key(self) -> str:
        return "" if self.is_default else str(self.pattern.pk if self.pattern else 0)


@dataclass(frozen=True, kw_only=True)
class Filler:
    """Fills in for one video."""

    video: Video
    starting: Starting
    given: QueryDict
    choice: Choice
    now: datetime

    def pattern(self, connection: Connection) -> Pattern | None:
        return self.starting.of_account(connection).pattern if self.choice.is_default else self.choice.pattern

    def words(self, connection: Connection) -> tuple[Words, str]:
        """What one account is given, and why not where its pattern cannot be filled in."""
        place = Place(account=str(connection), platform=connection.platform.name, at=self._at(connection))
        return fill_or_leave(self.pattern(connection), self._subject, place, self.starting.of_account(connection))

    @property
    def _subject(self) -> Subject:
        asset = self.video.asset
        return Subject(self.video, words_of(self.video), asset.duration if asset else None)

    def _at(self, connection: Connection) -> datetime:
        """The time that is chosen for it, as far as one is."""
        field, widget = WallClockField(required=False), WallClockInput()
        for name in (f"to-{connection.pk}-at", "at"):
            try:
                at: datetime | None = field.clean(widget.value_from_datadict(self.given, {}, name))
            except forms.ValidationError:
                continue
            if at is not None:
                return at
        return self.now


def form_words(
    video: Video,
    connections: Sequence[Connection],
    *,
    given: QueryDict | None,
    query: QueryDict,
    chosen: Collection[int],
    now: datetime,
) -> Form:
    """Fill in the words that the form starts with, those of a pattern that is asked for, and those of accounts that are new on it.

    `given` is what was sent, `query` is of the address. Raises Http404 for a pattern that is not theirs.
    """
    patterns = list(Pattern.objects.filter(owner=video.owner_id))
    starting = Starting.of(video.owner_id)
    told = query if given is None else given
    is_asked = given is not None and USE in given
    choice = _asked_for(told.get(CHOSEN, ""), patterns) if is_asked else _started(told.get(STARTED, ""), patterns)
    asked = [each for each in connections if each.pk in chosen] or list(connections)[:1]
    is_left_alone = given is not None and not is_asked and STARTED not in given
    is_nothing_to_say = choice.is_default and all(starting.of_account(each).is_empty for each in connections)
    if not asked or is_left_alone or is_nothing_to_say:
        return Form(given=given, patterns=patterns)
    filler = Filler(video=video, starting=starting, given=told, choice=choice, now=now)
    lead = next((each for each in connections if each.pk == choice.lead), asked[0])
    return _fill(Form(given=given, patterns=patterns), filler, asked, lead=lead, is_anew=is_asked or given is None)


def _fill(form: Form, filler: Filler, connections: Sequence[Connection], *, lead: Connection, is_anew: bool) -> Form:
    """Write the words into what was sent: all of them where it `is_anew`, else only of accounts that had no part of the form yet."""
    filled = QueryDict(mutable=True) if form.given is None else form.given.copy()
    leading, wrong = filler.words(lead)
    if is_anew:
        _write(filled, leading)
    for each in connections:
        if is_anew or f"to-{each.pk}-sent" not in filled:
            words, its_wrong = filler.words(each)
            wrong = wrong or its_wrong
            _write(filled, words, prefix=f"to-{each.pk}", beside=leading)
    started = f"{filler.choice.key}.{lead.pk}"
    filled[STARTED] = started
    used = filler.pattern(lead)
    is_filled = is_anew and form.given is not None and used is not None and not wrong
    return Form(given=filled, patterns=form.patterns, used=used, started=started, is_filled=is_filled, wrong=wrong)


def _write(filled: QueryDict, words: Words, *, prefix: str = "", beside: Words | None = None) -> None:
    """Put words in as a browser would send them; those of an account with what they are held against to be its own."""
    for name in WORDS:
        filled[f"{prefix}-{name}" if prefix else name] = _typed(words, name)
        if beside is not None:
            filled[f"initial-{prefix}-{name}"] = _typed(beside, name)


def _typed(words: Words, name: str) -> str:
    return ", ".join(words.tags) if name == "tags" else str(getattr(words, name))


def _started(said: str, patterns: Sequence[Pattern]) -> Choice:
    """What the form was filled in with before; what is no longer there, or never was, is passed over."""
    found = re.fullmatch(r"(\d{0,18})\.(\d{1,18})", said, re.ASCII)
    if not found:
        return Choice()
    pattern = next((each for each in patterns if str(each.pk) == found[1]), None)
    return Choice(is_default=not found[1], pattern=pattern, lead=int(found[2]))


def _asked_for(said: str, patterns: Sequence[Pattern]) -> Choice:
    pattern = next((each for each in patterns if str(each.pk) == said), None)
    if said and pattern is None:
        raise Http404
    return Choice(is_default=False, pattern=pattern)
