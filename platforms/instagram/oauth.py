"""Connecting an account by Instagram's own login: a token for an hour, changed at once for one of sixty days that renews itself.

Source: developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login, read 2026-10-06.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from social_core.exceptions import ErrorStage

from platforms import errors
from platforms.grants import Identity, Tokens
from platforms.http import redact
from platforms.instagram import graph
from platforms.instagram.guide import INSTAGRAM
from platforms.oauth import PlatformOAuth

FIELDS = "user_id,username,account_type,name,profile_picture_url"


class InstagramOAuth(PlatformOAuth):
    """Scopes parted by commas; the client is the Instagram app, which is another than the Facebook app of the same name."""

    name = "instagram"
    DEFAULT_SCOPE = list(INSTAGRAM.scopes)
    SCOPE_SEPARATOR = ","
    GUIDE = INSTAGRAM
    API_URL_SETTING = "INSTAGRAM_GRAPH_URL"
    DEFAULT_USE_PKCE = False
    rotates_refresh_tokens = True
    """Whether the token from before stays good is not said: it is tried first where the answer was lost."""

    def identify(self, access_token: str, *, account_id: str = "") -> Identity:
        """Give the account by the id that its paths bear. Raises `errors.PlatformError`."""
        said = graph.read(self, f"{self.graph_root}/me", {"fields": FIELDS}, token=access_token)
        user_id = str(said.get("user_id") or "")
        if not user_id:
            raise errors.Transient("garbled", "Instagram did not say whose account this is.")
        username = str(said.get("username") or "")
        return Identity(
            id=user_id,
            name=str(said.get("name") or username or "Instagram account"),
            picture_url=str(said.get("profile_picture_url") or ""),
            details={"handle": f"@{username}" if username else "", "login": "instagram"},
        )

    def request_access_token(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Change the code for a token of an hour, and that at once for one of sixty days."""
        short = _unwrapped(super().request_access_token(*args, **kwargs))
        token = short.get("access_token")
        if not isinstance(token, str) or not token:
            raise errors.Transient("answer_unreadable", "The platform's answer held no token.")
        _, secret = self.get_key_and_secret()
        asked = {"grant_type": "ig_exchange_token", "client_secret": secret, "access_token": token}
        long = self.get_json(f"{self.api_url}/access_token", params=asked, stage="token_exchange")
        return {**long, "permissions": short.get("permissions")}

    def tokens_of(self, answer: Any) -> Tokens:
        """One token is both: what requests bear, and what is renewed."""
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token:
            raise errors.Transient("answer_unreadable", "The platform's answer held no token.")
        seconds = answer.get("expires_in")
        lifetime = timedelta(seconds=seconds) if isinstance(seconds, int) and seconds > 0 else None
        scopes = _scopes(answer.get("permissions")) or tuple(self.get_scope())
        return Tokens(access_token=token, refresh_token=token, lifetime=lifetime, leave_lifetime=lifetime, scopes=scopes)

    def renew(self, refresh_token: str) -> Tokens:
        """Ask for sixty days more. Instagram gives them to a token that is a day old and has not ended."""
        asked = {"grant_type": "ig_refresh_token", "access_token": refresh_token}
        return self.tokens_of(self.get_json(f"{self.api_url}/refresh_access_token", params=asked, stage="refresh"))

    def revoke(self, *, access_token: str, refresh_token: str) -> None:
        """There is no call for it: the tokens are erased here, and the leave ends by itself."""

    def refused(self, response: Any, *, stage: ErrorStage, retry_after: str = "") -> errors.PlatformError:
        return graph.refused(self, response, stage=stage) or super().refused(response, stage=stage, retry_after=retry_after)

    @property
    def graph_root(self) -> str:
        return f"{self.api_url}/{self.setting('INSTAGRAM_GRAPH_VERSION')}"


def _unwrapped(answer: Any) -> Mapping[str, Any]:
    """The documentation has the answer in a list within `data`; live it is usually flat."""
    listed = answer.get("data") if isinstance(answer, dict) else None
    found = listed[0] if isinstance(listed, list) and listed else answer
    return found if isinstance(found, dict) else {}


def _scopes(said: Any) -> tuple[str, ...]:
    """What was granted: a list, or one text with commas."""
    listed = said.split(",") if isinstance(said, str) else said if isinstance(said, list) else ()
    return tuple(redact(str(each).strip(), longest=100) for each in listed if str(each).strip())
