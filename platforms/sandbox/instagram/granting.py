"""Tokens without a consent page, for tests and scenarios."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from platforms.sandbox.instagram.tokens import Kind, Leave
from platforms.sandbox.instagram.world import World

AT_INSTAGRAM = ("instagram_business_basic", "instagram_business_content_publish")
AT_FACEBOOK = (
    "public_profile",
    "instagram_basic",
    "instagram_content_publish",
    "instagram_manage_contents",
    "pages_show_list",
    "pages_read_engagement",
)


@dataclass(frozen=True, kw_only=True)
class Granted:
    """What a client holds after it was let in; `access_token` is that of the account or of its Page, `expires_in` None is for ever.

    With Instagram Login there is no Page and no user token.
    """

    login: str
    ig_id: str
    username: str
    name: str
    scopes: tuple[str, ...]
    access_token: str = field(repr=False)
    expires_in: int | None
    user_token: str = field(default="", repr=False)
    user_expires_in: int | None = None
    page_id: str = ""
    page_name: str = ""


def granted(world: World, username: str, *, login: str = "facebook", scopes: Iterable[str] | None = None) -> Granted:
    """Raises LookupError for a name that nobody has, or a login that does not exist."""
    if login not in ("facebook", "instagram"):
        raise LookupError(f"There is no login {login!r}.")
    return _by_facebook(world, username, scopes) if login == "facebook" else _by_instagram(world, username, scopes)


def _by_instagram(world: World, username: str, scopes: Iterable[str] | None) -> Granted:
    account, seconds = world.accounts.named(username), world.board.now.long_token_seconds
    leave = Leave(ig_id=account.ig_id, scopes=tuple(AT_INSTAGRAM if scopes is None else scopes))
    token = world.tokens.issue(Kind.INSTAGRAM, leave, seconds=seconds, lasting=True)
    return Granted(
        login="instagram",
        ig_id=account.ig_id,
        username=account.username,
        name=account.name,
        scopes=leave.scopes,
        access_token=token.token,
        expires_in=int(seconds),
    )


def _by_facebook(world: World, username: str, scopes: Iterable[str] | None) -> Granted:
    account, seconds = world.accounts.named(username), world.board.now.long_token_seconds
    page = world.accounts.page_of(account)
    leave = Leave(
        person_id=page.person_id,
        pages=tuple(each.page_id for each in world.accounts.pages(page.person_id)),
        scopes=tuple(AT_FACEBOOK if scopes is None else scopes),
    )
    user = world.tokens.issue(Kind.USER, leave, seconds=seconds, lasting=True)
    return Granted(
        login="facebook",
        ig_id=account.ig_id,
        username=account.username,
        name=account.name,
        scopes=leave.scopes,
        access_token=world.tokens.page_token(user, page.page_id, page.ig_id).token,
        expires_in=None,
        user_token=user.token,
        user_expires_in=int(seconds),
        page_id=page.page_id,
        page_name=page.name,
    )
