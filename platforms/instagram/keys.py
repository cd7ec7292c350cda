"""The tokens of one account, as they are kept in one text: its own, and that of the person who gave it.

By Facebook's login an account is reached with the token of its Page, which is drawn from a person's. The Page's is sent; the
person's reads what the Page's cannot, and draws another. By Instagram's own login there is one, which renews itself.
"""

from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, kw_only=True)
class Keys:
    """`own` is what requests bear; `persons` is "" where there is no other."""

    own: str = field(repr=False)
    persons: str = field(default="", repr=False)

    @classmethod
    def read(cls, kept: str) -> Self:
        own, _, persons = kept.partition(" ")
        return cls(own=own, persons=persons)

    def kept(self) -> str:
        return f"{self.own} {self.persons}" if self.persons else self.own


@dataclass(frozen=True, kw_only=True)
class Root:
    """What a new Page token is drawn from: the person's token, and the account that is meant."""

    account_id: str
    persons: str = field(repr=False)

    @classmethod
    def read(cls, kept: str) -> Self:
        account_id, _, persons = kept.partition(" ")
        return cls(account_id=account_id, persons=persons)

    def kept(self) -> str:
        return f"{self.account_id} {self.persons}"
