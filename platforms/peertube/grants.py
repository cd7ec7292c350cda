"""Signing in to an instance with a user name and a password, and what becomes of the leave that it gives.

The password is sent once, to the instance, and kept nowhere. A refresh token can be used once, and with it the access token
before ends at once. Source: docs.joinpeertube.org/api/rest-getting-started, and the answers of a PeerTube 6.3.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms

from platforms import errors
from platforms.grants import Identity, SignedIn, Tokens, WrongAnswer
from platforms.http import Answer, Door
from platforms.peertube.calls import Calls, unreadable
from platforms.peertube.errors import GRANT_TABLE
from platforms.peertube.guide import GUIDE
from platforms.peertube.refusals import code_of, error_of

READ_SECONDS = 20.0


class PeerTubeGrants:
    """Keeps `platforms.grants.Grants`, for one instance."""

    GUIDE = GUIDE
    rotates_refresh_tokens = True
    refresh_ends_access = True

    def __init__(self, api_url: str, door: Door) -> None:
        self._api_url = api_url.rstrip("/")
        self._door = door

    def renew(self, refresh_token: str) -> Tokens:
        answer = self.token({"grant_type": "refresh_token", "refresh_token": refresh_token})
        if answer.status != 200:
            raise error_of(answer, GRANT_TABLE)
        return tokens_of(answer)

    def identify(self, access_token: str, *, account_id: str = "") -> Identity:
        """Give the channel of that id, while it is one of the user's; else the first of them."""
        channels = self.channels(access_token)
        for channel in channels:
            if account_id in ("", channel.id):
                return channel
        raise errors.Unauthorized("channel_gone", "The channel is no longer one of this account.", fix="Connect another channel.")

    def revoke(self, *, access_token: str, refresh_token: str) -> None:
        headers = {"Authorization": f"Bearer {access_token}"}
        answer = self._door.send("POST", f"{self._api_url}/api/v1/users/revoke-token", headers=headers, read_timeout=READ_SECONDS)
        if answer.status >= 300 and answer.status != 401:
            raise error_of(answer, GRANT_TABLE)

    def channels(self, access_token: str) -> list[Identity]:
        """Every channel of the user. Raises `errors.Refused` with code `no_channel` where there is none."""
        calls = Calls(door=self._door, api_url=self._api_url, access_token=access_token, read_seconds=READ_SECONDS)
        me = calls.me()
        listed = me.get("videoChannels")
        channels = [each for each in listed if isinstance(each, dict) and each.get("id")] if isinstance(listed, list) else []
        if not channels:
            raise errors.Refused("no_channel", "This account has no channel.", fix="Make one on the instance, then try again.")
        left = _quota_left(me, calls)
        return [self._identity(channel, me, left) for channel in channels]

    def token(self, asked: Mapping[str, str], *, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask the token endpoint, as the client that the instance itself names."""
        client = self._client()
        body = urlencode({**client, **asked}).encode()
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json", **(headers or {})}
        return self._door.send("POST", f"{self._api_url}/api/v1/users/token", headers=sent, body=body, read_timeout=READ_SECONDS)

    def _client(self) -> dict[str, str]:
        answer = self._door.send(
            "GET", f"{self._api_url}/api/v1/oauth-clients/local", headers={"Accept": "application/json"}, read_timeout=READ_SECONDS
        )
        said = answer.json()
        if answer.status != 200:
            raise error_of(answer, GRANT_TABLE)
        if not isinstance(said, dict) or not said.get("client_id") or not said.get("client_secret"):
            raise unreadable()
        return {"client_id": str(said["client_id"]), "client_secret": str(said["client_secret"])}

    def _identity(self, channel: Mapping[str, Any], me: Mapping[str, Any], quota_left: int | None) -> Identity:
        name, host = str(channel.get("name", "")), str(channel.get("host") or urlsplit(self._api_url).netloc)
        account = me.get("account")
        return Identity(
            id=str(channel["id"]),
            name=str(channel.get("displayName") or name),
            picture_url=_picture(channel, self._api_url),
            details={
                "handle": f"{name}@{host}",
                "channel": name,
                "account": str(account.get("name", "")) if isinstance(account, dict) else "",
                **({"quota_left": quota_left} if quota_left is not None else {}),
            },
        )


class SignInForm(forms.Form):
    """What an instance asks. The password and the code are used once, and never shown again."""

    address = forms.CharField(
        label="Address of the instance",
        max_length=200,
        help_text="As in the address bar of your browser: https://video.example.org",
        error_messages={"required": "Give the address of your instance."},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "spellcheck": "false"}),
    )
    username = forms.CharField(
        label="User name or e-mail",
        max_length=200,
        error_messages={"required": "Give your user name on the instance."},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=500,
        strip=False,
        help_text="Sent to the instance once, to get leave. Retake does not keep it.",
        error_messages={"required": "Give your password on the instance."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label="One-time code",
        max_length=20,
        required=False,
        help_text="Only if your account asks for a second factor.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class PeerTubeSignIn:
    """Keeps `platforms.grants.SignIn`."""

    form: type[forms.Form] = SignInForm

    def realm(self, answers: Mapping[str, Any], *, trusted: str = "", in_the_clear: bool = False) -> str:
        """The instance's base address: scheme and host alone, for PeerTube lives at the root of its host.

        One that the operator trusts may be anything; another is https, or http where that is allowed (`in_the_clear`).
        """
        typed = str(answers.get("address", "")).strip().rstrip("/")
        if trusted and (typed == trusted.rstrip("/") or typed.startswith(f"{trusted.rstrip('/')}/")):
            return trusted.rstrip("/")
        parts = _split(typed if "://" in typed else f"https://{typed}")
        if parts is None or parts[0] not in ("https", "http"):
            raise WrongAnswer("address", "This is no address of an instance. It looks like https://video.example.org")
        scheme, netloc = parts
        if scheme == "http" and not in_the_clear:
            raise WrongAnswer("address", "The address has to be https, so that your password does not travel in the clear.")
        return f"{scheme}://{netloc}"

    def sign_in(self, answers: Mapping[str, Any], *, realm: str, door_to: Callable[[str], Door]) -> SignedIn:
        """Sign in; the channels of the account are what can be connected."""
        grants = PeerTubeGrants(realm, door_to(realm))
        _insist_on_peertube(realm, door_to(realm))
        code = str(answers.get("code") or "").strip()
        asked = {"grant_type": "password", "username": str(answers["username"]), "password": str(answers["password"])}
        answer = grants.token(asked, headers={"x-peertube-otp": code} if code else None)
        if answer.status != 200:
            raise _not_let_in(answer)
        tokens = tokens_of(answer)
        return SignedIn(realm=realm, tokens=tokens, accounts=tuple(grants.channels(tokens.access_token)))


_SAID: Mapping[str, tuple[str, str]] = {
    "invalid_grant": ("password", "The instance does not know this user name with this password."),
    "missing_two_factor": ("code", "This account asks for a one-time code. Type it, and the password again."),
    "invalid_two_factor": ("code", "The instance did not take this code. Wait for the next one, and type the password again."),
    "email_not_verified": ("username", "The e-mail address of this account is not confirmed. Confirm it on the instance first."),
    "account_blocked": ("username", "The instance has blocked this account."),
}
"""What is said beside which field, by the code of the refusal."""


def _not_let_in(answer: Answer) -> Exception:
    said = _SAID.get(code_of(answer))
    return WrongAnswer(*said) if said else error_of(answer, GRANT_TABLE)


def _insist_on_peertube(realm: str, door: Door) -> None:
    """Ask who lives there, before a password is sent. Raises `WrongAnswer` where it is no PeerTube."""
    answer = door.send("GET", f"{realm}/api/v1/config", headers={"Accept": "application/json"}, read_timeout=READ_SECONDS)
    said = answer.json()
    if answer.is_passing or answer.status == 429:
        raise error_of(answer, GRANT_TABLE)
    if answer.status != 200 or not isinstance(said, dict) or "serverVersion" not in said:
        raise WrongAnswer("address", "There is no PeerTube at this address. Your password was not sent.")


def tokens_of(answer: Answer) -> Tokens:
    """Read a token answer. Raises `errors.Transient` where it holds none."""
    said = answer.json()
    if not isinstance(said, dict) or not isinstance(said.get("access_token"), str) or not said["access_token"]:
        raise unreadable()
    return Tokens(
        access_token=said["access_token"],
        refresh_token=str(said.get("refresh_token") or ""),
        lifetime=_seconds(said.get("expires_in")),
        leave_lifetime=_seconds(said.get("refresh_token_expires_in")),
        scopes=tuple(GUIDE.scopes),
    )


def _seconds(said: Any) -> timedelta | None:
    return timedelta(seconds=int(said)) if isinstance(said, int) and said > 0 else None


def _quota_left(me: Mapping[str, Any], calls: Calls) -> int | None:
    """In bytes; None where there is no quota."""
    quota = me.get("videoQuota")
    if not isinstance(quota, int) or quota < 0:
        return None
    used = calls.quota_used().get("videoQuotaUsed")
    return max(quota - used, 0) if isinstance(used, int) else None


def _picture(channel: Mapping[str, Any], api_url: str) -> str:
    avatars = channel.get("avatars")
    path = avatars[0].get("path") if isinstance(avatars, list) and avatars and isinstance(avatars[0], dict) else ""
    return f"{api_url}{path}" if isinstance(path, str) and path.startswith("/") else ""


def _split(address: str) -> tuple[str, str] | None:
    """Scheme, and host with its port; None for what is no address."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    is_one = re.fullmatch(r"[a-z0-9.:-]+", host) and "@" not in parts.netloc and ("." in host or host == "localhost" or ":" in host)
    return (parts.scheme, parts.netloc.lower()) if is_one else None
