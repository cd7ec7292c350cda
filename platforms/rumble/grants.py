"""Connecting a channel with the token that Rumble gave for it: typed once, tried, and kept until it is taken back.

Tokens do not end and cannot be renewed. Source: rumbleplayer.com/developers/Rumble-Upload-API.html.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from platforms import errors
from platforms.grants import Identity, SignedIn, Tokens, WrongAnswer
from platforms.http import Door
from platforms.rumble.errors import TABLE
from platforms.rumble.form import probe_of
from platforms.rumble.guide import GUIDE, UPLOADING
from platforms.rumble.refusals import only_lacks_video, refusal_in
from platforms.rumble.transfer import UPLOAD

READ_SECONDS = 20.0
_TOKEN = re.compile(r"[0-9A-Za-z]{40}", re.ASCII)
_PUBLISHER = re.compile(r"[0-9A-Za-z_-]{2,40}", re.ASCII)


class RumbleGrants:
    """Keeps `platforms.grants.Grants`."""

    GUIDE = GUIDE
    rotates_refresh_tokens = False
    refresh_ends_access = False

    def __init__(self, api_url: str, door: Door) -> None:
        self._api_url = api_url.rstrip("/")
        self._door = door

    def renew(self, refresh_token: str) -> Tokens:
        """There is nothing to renew: a token that is refused has ended."""
        row = TABLE[0]
        raise errors.Unauthorized(row.code, row.message, fix=row.fix)

    def identify(self, access_token: str, *, account_id: str = "") -> Identity:
        """Try the token. Rumble does not say whose it is, so that what was typed is what is known."""
        body, headers = probe_of(access_token)
        answer = self._door.send("POST", f"{self._api_url}{UPLOAD}", headers=headers, body=body, read_timeout=READ_SECONDS)
        if not only_lacks_video(answer):
            raise refusal_in(answer).error
        return Identity(id=account_id, name="")

    def revoke(self, *, access_token: str, refresh_token: str) -> None:
        """There is no call for it: the token is erased here."""


class TokenForm(forms.Form):
    """What Rumble gave, and what it cannot be asked for."""

    token = forms.CharField(
        label="Access token",
        max_length=100,
        help_text="40 letters and digits, which Rumble gave you for its Upload API.",
        error_messages={"required": "Paste the token that Rumble gave you."},
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    channel = forms.CharField(
        label="Name of the channel",
        max_length=100,
        help_text="As you want to see it here: Rumble does not tell it.",
        error_messages={"required": "Give the channel a name."},
    )
    publisher_id = forms.CharField(
        label="Publisher id",
        max_length=40,
        required=False,
        help_text="It is in the address of each of your players, after pub=. With it Retake can look whether a video is there.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    channel_id = forms.IntegerField(
        label="Number of the channel",
        required=False,
        min_value=1,
        max_value=10**12,
        help_text="Only if the token opens several. Empty: Rumble takes the user’s own.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_token(self) -> str:
        token = str(self.cleaned_data["token"]).strip()
        if not _TOKEN.fullmatch(token):
            raise forms.ValidationError("This is no token of Rumble’s: they have 40 letters and digits.")
        return token

    def clean_publisher_id(self) -> str:
        publisher_id = str(self.cleaned_data.get("publisher_id") or "").strip()
        if publisher_id and not _PUBLISHER.fullmatch(publisher_id):
            raise forms.ValidationError("This is no publisher id: they are a few letters and digits.")
        return publisher_id


class RumbleSignIn:
    """Keeps `platforms.grants.SignIn`."""

    form: type[forms.Form] = TokenForm

    def realm(self, answers: Mapping[str, Any], *, trusted: str = "", in_the_clear: bool = False) -> str:
        """There is one Rumble: the one of the settings."""
        return trusted

    def sign_in(self, answers: Mapping[str, Any], *, realm: str, door_to: Callable[[str], Door]) -> SignedIn:
        """Try the token. Raises `WrongAnswer` where Rumble does not take it, else `errors.PlatformError`."""
        token = str(answers["token"])
        try:
            RumbleGrants(realm, door_to(realm)).identify(token)
        except errors.Unauthorized as refusal:
            raise WrongAnswer("token", "Rumble does not take this token, or has banned its user.") from refusal
        publisher_id, channel_id = str(answers.get("publisher_id") or ""), answers.get("channel_id")
        details = {"publisher_id": publisher_id, "channel_id": str(channel_id or ""), "channel": str(answers["channel"])}
        account = Identity(id=_identity(token, publisher_id, channel_id), name=str(answers["channel"]), details=details)
        return SignedIn(realm=realm, tokens=Tokens(access_token=token, scopes=(UPLOADING,)), accounts=(account,))


def _identity(token: str, publisher_id: str, channel_id: Any) -> str:
    """What tells one channel from another: Rumble gives it no name of its own with a token."""
    whose = publisher_id or f"token-{hashlib.sha256(token.encode()).hexdigest()[:16]}"
    return f"{whose}/{channel_id}" if channel_id else whose
