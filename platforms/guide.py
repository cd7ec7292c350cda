"""What people are told of a platform before and while accounts are connected: plain values, filled in by its package."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

LATE = timedelta(hours=26)
"""How long after its end a leave is found to have ended: connections are tested once a day."""
NEARLY = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A page of the platform's own."""

    text: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Scope:
    """One scope in words: its short `name`, what the consent page calls it, and what does not work `without` it.

    Of one that `is_optional`, the rest works all the same, and that is no reason to refuse a connection.
    """

    name: str
    words: str
    without: str
    is_optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a platform does while it has the app in trial: it ends each leave after `lifetime`.

    `ends` and `ended` are sentences for the owner, ahead and afterwards; `fix` says what makes it last.
    """

    lifetime: timedelta
    ends: str
    ended: str
    fix: str

    def gave(self, lifetime: timedelta) -> bool:
        """Whether a leave that was given for `lifetime` was one of a trial."""
        return abs(lifetime - self.lifetime) <= NEARLY

    def explains(self, lasted: timedelta) -> bool:
        """Whether a leave without a stated end, which was found ended after `lasted`, was most likely one of a trial."""
        return self.lifetime - NEARLY <= lasted <= self.lifetime + LATE


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something that an account needs before all of Retake works with it."""

    title: str
    words: str
    link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class DeadEnd:
    """An error that the platform shows on its own page, from where nobody comes back; and what it means."""

    shown: str
    means: str


@dataclass(frozen=True, kw_only=True)
class Value:
    """Something to copy into a field of that `label` on the platform's page, or into a setting."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of registering Retake with the platform. `done` is None where Retake cannot know; `found` says what it sees."""

    title: str
    words: tuple[str, ...]
    link: Link | None = None
    values: tuple[Value, ...] = ()
    done: bool | None = None
    found: str = ""


@dataclass(frozen=True, kw_only=True)
class Here:
    """How this Retake is set up, as far as the steps need it; no secret. `in_trial` is None where nothing shows it."""

    site_url: str
    redirect_uri: str
    client: Mapping[str, str]
    """The names of the settings of the client's id and secret, with what may be shown of each; "" is not set."""
    redirects: Mapping[str, str]
    """The redirect address of each login, by its name, where there are several."""
    in_trial: bool | None


@dataclass(frozen=True, kw_only=True)
class Guide:
    """All that is told of one platform.

    `account` is its word for what is connected; `asks` says what the consent page asks, `uses` what Retake does with
    it. `notes` reads from an account's details what it cannot do yet. `setup` gives the steps for whoever runs Retake.
    """

    account: str
    asks: tuple[str, ...]
    uses: str
    needs: tuple[Need, ...]
    scopes: Mapping[str, Scope]
    trial: Trial | None
    dead_ends: tuple[DeadEnd, ...]
    notes: Callable[[Mapping[str, Any]], Sequence[str]]
    setup: Callable[[Here], Sequence[Step]]
    way_in: str = ""
    """How one connects, in a sentence or two, where the platform has no consent page of its own."""

    def missing(self, granted: Sequence[str]) -> list[Scope]:
        """The scopes that were not given and that nothing works without, in words."""
        return [scope for name, scope in self.scopes.items() if name not in granted and not scope.is_optional]

    def left_out(self, granted: Sequence[str]) -> list[Scope]:
        """The optional ones that were not given."""
        return [scope for name, scope in self.scopes.items() if name not in granted and scope.is_optional]
