"""Connecting a TikTok account through Login Kit: OAuth in words of its own.

Source: developers.tiktok.com/doc/login-kit-web, /login-kit-desktop and /oauth-user-access-token-management; read 2026-11-05.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from platforms import errors
from platforms.contract import Account
from platforms.grants import Identity
from platforms.oauth import SETUP_IS_WRONG, STANDARD_REFUSALS, PlatformOAuth
from platforms.tiktok.calls import Calls
from platforms.tiktok.guide import GUIDE

FIELDS = "open_id,union_id,avatar_url,display_name"
WITH_NAME = f"{FIELDS},username"


class TikTokOAuth(PlatformOAuth):
    """TikTok's OAuth v2: `client_key` for the client's id, scopes parted by commas, refresh tokens that can be used once."""

    name = "tiktok"
    DEFAULT_SCOPE = list(GUIDE.scopes)
    SCOPE_SEPARATOR = ","
    GUIDE = GUIDE
    LEAVE_LIFETIME = "refresh_expires_in"
    API_URL_SETTING = "TIKTOK_API_URL"
    REFUSALS = {**STANDARD_REFUSALS, "unsupported_response_type": SETUP_IS_WRONG}
    rotates_refresh_tokens = True
    refresh_ends_access = True

    def identify(self, access_token: str, *, account_id: str = "") -> Identity:
        """Give the account by its open_id, with its name and how long its videos may be, where the leave reaches so far."""
        calls = Calls(door=self.door(), api_url=self.api_url, account=_nameless(access_token))
        try:
            user = calls.user(WITH_NAME)
        except errors.Unauthorized as refusal:
            if refusal.code != "scope_missing":
                raise
            user = calls.user(FIELDS)
        open_id = str(user.get("open_id") or "")
        if not open_id:
            raise errors.Transient("garbled", "TikTok did not say whose account this is.")
        username = str(user.get("username") or "")
        details = {"handle": f"@{username}" if username else "", **_of_creator(calls)}
        return Identity(
            id=open_id,
            name=str(user.get("display_name") or "TikTok account"),
            picture_url=str(user.get("avatar_url") or ""),
            details=details,
        )

    # -- in its own words --

    def auth_params(self, state: str | None = None) -> dict[str, Any]:
        """`disable_auto_auth` has it ask each time, so that another account can be chosen."""
        params: dict[str, Any] = super().auth_params(state)  # type: ignore[no-untyped-call]
        params["client_key"] = params.pop("client_id")
        return {**params, "disable_auto_auth": "1"}

    def auth_complete_params(self, state: str | None = None) -> dict[str, Any]:
        return _with_key(super().auth_complete_params(state))  # type: ignore[no-untyped-call]

    def refresh_token_params(self, token: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return _with_key(super().refresh_token_params(token, *args, **kwargs))

    def revoke(self, *, access_token: str, refresh_token: str) -> None:
        """Give the leave back. TikTok wants an access token for that: where this one has ended, it is renewed first."""
        try:
            self._revoke(access_token)
        except errors.Unauthorized:
            self._revoke_renewed(refresh_token)

    def _revoke_renewed(self, refresh_token: str) -> None:
        try:
            self._revoke(self.renew(refresh_token).access_token)
        except errors.Unauthorized:
            return  # it was taken back there already

    def _revoke(self, access_token: str) -> None:
        key, secret = self.get_key_and_secret()
        sent = {"client_key": key, "client_secret": secret, "token": access_token}
        self.request(self.revoke_token_url(access_token, ""), method="POST", data=sent, stage="disconnect")

    def generate_code_challenge(self, code_verifier: str, challenge_method: str) -> str:
        """In hexadecimal digits, where the standard has base64."""
        return sha256(code_verifier.encode()).hexdigest()

    def is_refusal(self, response: Any) -> bool:
        """The token endpoint says no with status 200 at times."""
        return super().is_refusal(response) or bool(_json(response).get("error"))


def _with_key(params: dict[str, Any]) -> dict[str, Any]:
    return {("client_key" if name == "client_id" else name): value for name, value in params.items()}


def _of_creator(calls: Calls) -> Mapping[str, Any]:
    """How long a video may be; nothing where TikTok does not say: the leave is for drafts alone, or the day is used up."""
    try:
        creator = calls.creator()
    except (errors.Refused, errors.QuotaExceeded, errors.RateLimited):
        return {}
    except errors.Unauthorized as refusal:
        if refusal.code != "scope_missing":
            raise
        return {}
    return {"most_seconds": creator.most_seconds} if creator.most_seconds else {}


def _nameless(access_token: str) -> Account:
    return Account(id="", name="", realm="", access_token=access_token)


def _json(response: Any) -> Mapping[str, Any]:
    try:
        said = response.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
