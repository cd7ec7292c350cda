"""What the words of a form start with: of an account, else of its owner, else nothing. The rule is plain; `Starting` reads the rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from platforms.contract import Words
from platforms.models import Connection
from publisher.models import Beside, Pattern, WordDefaults
from videos.words import distinct_tags


@dataclass(frozen=True, kw_only=True)
class Start:
    """The defaults that hold for one account."""

    tags: tuple[str, ...] = ()
    footer: str = ""
    pattern: Pattern | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.tags or self.footer or self.pattern)


def effective(person: WordDefaults | None, account: WordDefaults | None) -> Start:
    """What holds for an account: what is said for it alone, and its owner's defaults where it says nothing."""
    shared = Start(tags=tuple(person.tags), footer=person.footer, pattern=person.pattern) if person else Start()
    if account is None:
        return shared
    tags = {
        Beside.SAME: shared.tags,
        Beside.ADDED: tuple(distinct_tags([*shared.tags, *account.tags])),
        Beside.OWN: tuple(account.tags),
    }
    footers = {
        Beside.SAME: shared.footer,
        Beside.ADDED: "\n\n".join(filter(None, [shared.footer, account.footer])),
        Beside.OWN: account.footer,
    }
    return Start(
        tags=tags.get(Beside(account.tags_are), ()),
        footer=footers.get(Beside(account.footer_is), ""),
        pattern=account.pattern or shared.pattern,
    )


def beside(words: Words, start: Start) -> Words:
    """A video's words with the defaults added: tags that are not there yet, and the footer at the end, unless it is there."""
    is_there = not start.footer or start.footer in words.description
    description = words.description if is_there else "\n\n".join(filter(None, [words.description, start.footer]))
    return Words(title=words.title, description=description, tags=tuple(distinct_tags([*words.tags, *start.tags])))


@dataclass(frozen=True, kw_only=True)
class Starting:
    """One person's defaults, with those of each account."""

    person: WordDefaults | None = None
    accounts: Mapping[int, WordDefaults] = field(default_factory=dict)

    @classmethod
    def of(cls, owner_id: int) -> Self:
        """Read them, in one query."""
        rows = list(WordDefaults.objects.filter(owner=owner_id).select_related("pattern"))
        person = next((row for row in rows if row.connection_id is None), None)
        return cls(person=person, accounts={row.connection_id: row for row in rows if row.connection_id is not None})

    def of_account(self, connection: Connection) -> Start:
        return effective(self.person, self.accounts.get(connection.pk))
