"""Where each consent page is, and which client asks there: the settings of social-auth, made of those that people set."""

from collections.abc import Mapping
from typing import Any


def consent_pages(named: Mapping[str, Any], *, on_own_machine: bool) -> dict[str, Any]:
    """Give social-auth's settings. `named` are Retake's by their names; `on_own_machine`: its address is this machine's own."""
    return {
        f"SOCIAL_AUTH_{login}_{name}": value
        for login, settings in {
            "YOUTUBE": _youtube(named),
            "TIKTOK": _tiktok(named, on_own_machine=on_own_machine),
            "INSTAGRAM": _instagram(named),
            "INSTAGRAM_FACEBOOK": _facebook(named),
        }.items()
        for name, value in settings.items()
    }


def _youtube(named: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "KEY": named["GOOGLE_CLIENT_ID"],
        "SECRET": named["GOOGLE_CLIENT_SECRET"],
        "AUTHORIZATION_URL": f"{named['GOOGLE_AUTH_URL']}/o/oauth2/v2/auth",
        "ACCESS_TOKEN_URL": f"{named['GOOGLE_TOKEN_URL']}/token",
        "REVOKE_TOKEN_URL": f"{named['GOOGLE_TOKEN_URL']}/revoke",
        "AUTH_EXTRA_ARGUMENTS": {"access_type": "offline", "prompt": "consent select_account"},
    }


def _tiktok(named: Mapping[str, Any], *, on_own_machine: bool) -> dict[str, Any]:
    return {
        "KEY": named["TIKTOK_CLIENT_KEY"],
        "SECRET": named["TIKTOK_CLIENT_SECRET"],
        "AUTHORIZATION_URL": f"{named['TIKTOK_AUTH_URL']}/v2/auth/authorize/",
        "ACCESS_TOKEN_URL": f"{named['TIKTOK_API_URL']}/v2/oauth/token/",
        "REVOKE_TOKEN_URL": f"{named['TIKTOK_API_URL']}/v2/oauth/revoke/",
        # An app that TikTok knows as one on somebody's own machine has to send it, and one with a web address must not.
        "USE_PKCE": on_own_machine,
    }


def _instagram(named: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "KEY": named["INSTAGRAM_APP_ID"],
        "SECRET": named["INSTAGRAM_APP_SECRET"],
        "AUTHORIZATION_URL": f"{named['INSTAGRAM_AUTH_URL']}/oauth/authorize",
        "ACCESS_TOKEN_URL": f"{named['INSTAGRAM_API_URL']}/oauth/access_token",
    }


def _facebook(named: Mapping[str, Any]) -> dict[str, Any]:
    version = named["INSTAGRAM_GRAPH_VERSION"]
    return {
        "KEY": named["FACEBOOK_APP_ID"],
        "SECRET": named["FACEBOOK_APP_SECRET"],
        "AUTHORIZATION_URL": f"{named['FACEBOOK_AUTH_URL']}/{version}/dialog/oauth",
        "ACCESS_TOKEN_URL": f"{named['FACEBOOK_GRAPH_URL']}/{version}/oauth/access_token",
    }
