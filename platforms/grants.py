"""Leave to publish to an account: what a platform gives, how it is renewed and given back, and how one signs in without a consent page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from django import forms

from platforms.guide import Guide
from platforms.http import Door


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Whose account it is: what the platform says of it. `details` is JSON and holds no secret."""

    id: str
    name: str
    picture_url: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What a platform gave for a code, a password or a refresh token. An empty `refresh_token` means: keep the one you have."""

    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    lifetime: timedelta | None = None
    leave_lifetime: timedelta | None = None
    """How long the leave itself lasts, where the platform says that it ends."""
    scopes: tuple[str, ...] = ()


class Grants(Protocol):
    """What becomes of leave once it was given. Every method raises `errors.PlatformError`."""

    GUIDE: Guide
    rotates_refresh_tokens: bool
    """Whether a refresh token can be used only once, so that a refresh must not be repeated blindly."""
    refresh_ends_access: bool
    """Whether the access token from before dies with a refresh, under whoever still uses it."""

    def renew(self, refresh_token: str) -> Tokens:
        """Ask for a new access token. Raises `errors.Unauthorized` when the leave has ended."""
        ...

    def identify(self, access_token: str, *, account_id: str = "") -> Identity:
        """Ask whose token this is; where it opens several accounts, the one of that id is meant."""
        ...

    def revoke(self, *, access_token: str, refresh_token: str) -> None:
        """Give the leave back; one that the platform no longer knows is as good."""
        ...


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """What signing in came to: the base address that the tokens are for, and the accounts that they open."""

    realm: str
    tokens: Tokens
    accounts: tuple[Identity, ...]
    own: Mapping[str, Tokens] = field(default_factory=dict)
    """The tokens of single accounts, by their id, where each has its own."""

    def tokens_for(self, account: Identity) -> Tokens:
        return self.own.get(account.id, self.tokens)


class Several(Exception):
    """A consent page gave leave for several accounts: which of them is meant has to be asked."""

    def __init__(self, found: SignedIn) -> None:
        super().__init__(f"{len(found.accounts)} accounts")
        self.found = found


class WrongAnswer(Exception):
    """What somebody typed into the form of a sign-in does not fit: `field` is where it is said, "" where it is said of all of it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class SignIn(Protocol):
    """Connecting by a form of ours, where a platform has no consent page of its own.

    `form` asks what is needed; a secret in it (a password, a code) is used once and kept nowhere.
    """

    form: type[forms.Form]

    def realm(self, answers: Mapping[str, Any], *, trusted: str = "", in_the_clear: bool = False) -> str:
        """Read the base address out of what was typed, in the one way of writing it. Raises `WrongAnswer`.

        `trusted` is the address that the settings name, if any; `in_the_clear` says whether another may be http.
        """
        ...

    def sign_in(self, answers: Mapping[str, Any], *, realm: str, door_to: Callable[[str], Door]) -> SignedIn:
        """Sign in at `realm`; `door_to(realm)` gives the way there. Raises `WrongAnswer` and `errors.PlatformError`."""
        ...
