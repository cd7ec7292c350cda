"""Publishing by hand: what somebody needs who posts a video on the platform's own page, because Retake may not or cannot do it there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """One field of the platform's form: its label there, and the text that goes into it, which may be long and have lines."""

    label: str
    text: str
    is_long: bool = False


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """How one posts there oneself.

    `page` is where one uploads, `how` says it in a sentence, `why` is for whom that is. `pasted` makes of title, description
    and tags the texts for its fields, in the order of its form. `address` says what the address of an account looks like;
    `account_in` reads out of one how the platform names the account, in one way of writing it, and gives "" where it is none.
    `options` are those of the platform's options that one chooses on its own page too: the others are the API's alone.
    """

    page: str
    how: str
    why: str
    pasted: Callable[[str, str, Sequence[str]], Sequence[Pasted]]
    address: str
    account_in: Callable[[str], str]
    options: frozenset[str] = frozenset()
