"""Connecting an account by Facebook's login: a person's token finds the Pages, and each Page's own token reaches its Instagram account.

Source: developers.facebook.com/docs/instagram-platform/instagram-api-with-facebook-login and
/docs/facebook-login/guides/access-tokens/get-long-lived, read 2026-10-06. Page tokens that are drawn from a long-lived token of a
person do not end by time.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from social_core.exceptions import ErrorStage

from platforms import errors
from platforms.grants import Identity, Several, SignedIn, Tokens
from platforms.instagram import graph
from platforms.instagram.guide import FACEBOOK
from platforms.instagram.keys import Keys, Root
from platforms.oauth import PlatformOAuth, missing_in_words

ACCOUNTS = "id,name,access_token,instagram_business_account{id,username,name,profile_picture_url}"
MOST_PAGES = 20
_LINK = "Link the Instagram account to a Page that you manage, then connect again and tick both."


class FacebookOAuth(PlatformOAuth):
    """The token that is kept is the Page's, with the person's beside it; see `keys`."""

    name = "instagram-facebook"
    DEFAULT_SCOPE = list(FACEBOOK.scopes)
    SCOPE_SEPARATOR = ","
    GUIDE = FACEBOOK
    API_URL_SETTING = "FACEBOOK_GRAPH_URL"
    DEFAULT_USE_PKCE = False
    ACCESS_TOKEN_METHOD = "GET"  # noqa: S105 - the verb by which Meta documents it

    def request_access_token(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Change the code for a person's token, that for a long-lived one, and read what was granted."""
        short = super().request_access_token(*args, **kwargs)
        client_id, secret = self.get_key_and_secret()
        asked = {"grant_type": "fb_exchange_token", "client_id": client_id, "client_secret": secret}
        exchange = {**asked, "fb_exchange_token": str(short.get("access_token", ""))}
        long = self.get_json(self.access_token_url(), params=exchange, stage="token_exchange")
        person = str(long.get("access_token") or "")
        if not person:
            raise errors.Transient("answer_unreadable", "The platform's answer held no token.")
        return {"access_token": person, "scope": self.SCOPE_SEPARATOR.join(self._granted(person))}

    def user_data(self, access_token: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Find the account that is meant. Raises `Several` where the person ticked more than one."""
        scopes = tuple(kwargs["response"].get("scope", "").split(self.SCOPE_SEPARATOR))
        missing = self.GUIDE.missing(scopes)
        if missing:
            raise errors.Refused("scope_missing", missing_in_words(missing), fix="Try again, and leave every switch on.")
        found = dict(self._accounts(access_token))
        if not found:
            raise errors.Refused("no_account", "None of the Pages that you ticked is linked to an Instagram account.", fix=_LINK)
        accounts = {identity.id: identity for identity, _ in found.values()}
        own = {each: self._tokens(each, page, access_token, scopes) for each, (_, page) in found.items()}
        if len(accounts) > 1:
            realm = self.api_url
            raise Several(SignedIn(realm=realm, tokens=Tokens(access_token=access_token), accounts=tuple(accounts.values()), own=own))
        one = own[next(iter(accounts))]
        return {"identity": next(iter(accounts.values())), "access_token": one.access_token, "refresh_token": one.refresh_token}

    def identify(self, access_token: str, *, account_id: str = "") -> Identity:
        """Ask for the account by its id, with the Page's token. Raises `errors.PlatformError`."""
        fields = "id,username,name,profile_picture_url"
        said = graph.read(self, f"{self.graph_root}/{account_id}", {"fields": fields}, token=Keys.read(access_token).own)
        return _identity(said)

    def renew(self, refresh_token: str) -> Tokens:
        """Draw another Page token from the person's, which is all that there is to renew."""
        root = Root.read(refresh_token)
        found = dict(self._accounts(root.persons))
        if root.account_id not in found:
            raise errors.Unauthorized(
                "page_gone", "The Facebook Page that this account is reached by is no longer yours, or no longer linked.", fix=_LINK
            )
        _, page = found[root.account_id]
        return self._tokens(root.account_id, page, root.persons, self._granted(root.persons))

    def revoke(self, *, access_token: str, refresh_token: str) -> None:
        """Nothing is taken back there: one person's leave may serve other accounts, and Meta ends it for all of them at once."""

    def refused(self, response: Any, *, stage: ErrorStage, retry_after: str = "") -> errors.PlatformError:
        return graph.refused(self, response, stage=stage) or super().refused(response, stage=stage, retry_after=retry_after)

    def _accounts(self, person: str) -> Iterator[tuple[str, tuple[Identity, str]]]:
        """Each Instagram account behind the person's Pages: its id, who it is, and its Page's token."""
        after: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            said = graph.read(self, f"{self.graph_root}/me/accounts", {"fields": ACCOUNTS, "limit": "100", **after}, token=person)
            for page in said.get("data") or []:
                account = page.get("instagram_business_account") if isinstance(page, dict) else None
                if isinstance(account, dict) and account.get("id") and page.get("access_token"):
                    yield str(account["id"]), (_identity(account), str(page["access_token"]))
            cursor = _after(said)
            if not cursor:
                return
            after = {"after": cursor}

    def _granted(self, person: str) -> tuple[str, ...]:
        said = graph.read(self, f"{self.graph_root}/me/permissions", {}, token=person)
        listed = [each for each in said.get("data") or [] if isinstance(each, dict)]
        return tuple(str(each.get("permission")) for each in listed if each.get("status") == "granted")

    def _tokens(self, account_id: str, page: str, person: str, scopes: tuple[str, ...]) -> Tokens:
        kept = Keys(own=page, persons=person).kept()
        return Tokens(access_token=kept, refresh_token=Root(account_id=account_id, persons=person).kept(), scopes=scopes)

    @property
    def graph_root(self) -> str:
        return f"{self.api_url}/{self.setting('INSTAGRAM_GRAPH_VERSION')}"


def _identity(said: Mapping[str, Any]) -> Identity:
    username = str(said.get("username") or "")
    return Identity(
        id=str(said.get("id") or ""),
        name=str(said.get("name") or username or "Instagram account"),
        picture_url=str(said.get("profile_picture_url") or ""),
        details={"handle": f"@{username}" if username else "", "login": "facebook"},
    )


def _after(said: Mapping[str, Any]) -> str:
    paging = said.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return ""
    cursors = paging.get("cursors")
    return str(cursors.get("after") or "") if isinstance(cursors, dict) else ""
