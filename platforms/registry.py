"""The platforms that Retake publishes to: the one list to extend. Adapters are built here, from the settings."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from platforms.contract import Platform
from platforms.errors import PlatformError
from platforms.grants import Grants, SignIn, Tokens
from platforms.http import Door
from platforms.peertube import PeerTube, PeerTubeGrants, PeerTubeSignIn
from platforms.tiktok import TikTok
from platforms.youtube import YouTube

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """How a platform is built from the settings.

    `addresses` names the settings of its base addresses, the one of its API first: that one is the realm of its
    connections. `client` names the settings that let people connect accounts. `build` is given the API's address and
    the door, which goes to those addresses and to `hosts`.

    A platform of many instances is `by_instance`: each connection names its own realm, and the address in the settings is
    the instance that whoever runs Retake trusts, if any. Where there is no consent page, `sign_in` asks in its place, and
    `grants` keeps what it gave.
    """

    addresses: tuple[str, ...]
    client: tuple[str, ...]
    build: Callable[[str, Door], Platform]
    hosts: tuple[str, ...] = ()
    by_instance: bool = False
    grants: Callable[[str, Door], Grants] | None = None
    sign_in: SignIn | None = None


ENTRIES: Mapping[str, Entry] = {
    "youtube": Entry(
        addresses=("YOUTUBE_API_URL", "GOOGLE_TOKEN_URL", "GOOGLE_AUTH_URL"),
        client=("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"),
        hosts=("googleapis.com",),
        build=lambda api_url, door: YouTube(api_url=api_url, door=door),
    ),
    "tiktok": Entry(
        addresses=("TIKTOK_API_URL", "TIKTOK_AUTH_URL"),
        client=("TIKTOK_CLIENT_KEY", "TIKTOK_CLIENT_SECRET"),
        hosts=("tiktokapis.com",),
        build=lambda api_url, door: TikTok(api_url=api_url, door=door),
    ),
    "peertube": Entry(
        addresses=("PEERTUBE_URL",),
        client=(),
        build=lambda api_url, door: PeerTube(api_url=api_url, door=door),
        by_instance=True,
        grants=PeerTubeGrants,
        sign_in=PeerTubeSignIn(),
    ),
}


def slugs() -> tuple[str, ...]:
    return tuple(ENTRIES)


def adapter(slug: str, realm: str = "") -> Platform:
    """Give the adapter of a platform, built for the addresses that are set now; of one by instance, for that realm."""
    return _built(slug, _address(slug, realm), _is_trusted(slug, realm), settings.ALLOW_PRIVATE_HOSTS)


def platforms() -> tuple[Platform, ...]:
    """Give every adapter, in the order of the list."""
    return tuple(adapter(slug) for slug in ENTRIES)


def realm(slug: str) -> str:
    """Give the base address of a platform's API: tokens are made for it, and are sent to no other.

    Of a platform by instance it is the one that the settings trust, or "".
    """
    address: str = getattr(settings, ENTRIES[slug].addresses[0])
    return address


def is_here(slug: str, realm: str) -> bool:
    """Whether tokens that were made for this realm may be sent there: the settings name it, or each connection its own."""
    return ENTRIES[slug].by_instance or realm == getattr(settings, ENTRIES[slug].addresses[0])


def grants(slug: str, realm: str) -> Grants | None:
    """Give what keeps the leave of a platform without a consent page; None where the round trip of OAuth does."""
    build = ENTRIES[slug].grants
    return build(_address(slug, realm), door_to(slug, realm)) if build else None


def revoke(slug: str, realm: str, tokens: Tokens) -> None:
    """Give back leave that nobody uses. A platform that cannot be told stops nothing: it ends by itself there."""
    kept_by = grants(slug, realm)
    if kept_by is None:
        return
    try:
        kept_by.revoke(access_token=tokens.access_token, refresh_token=tokens.refresh_token)
    except PlatformError as error:
        log.warning("Leave at %s that was not used could not be given back (%s)", slug, error.code)


def door_to(slug: str, realm: str = "") -> Door:
    """Give the way to a platform. An instance that is not the trusted one is somebody's word, and is guarded."""
    return _door(slug, _address(slug, realm), is_trusted=_is_trusted(slug, realm), allow_private=settings.ALLOW_PRIVATE_HOSTS)


def addresses(slug: str) -> dict[str, str]:
    """Give every base address of a platform that is set, by the name of its setting."""
    found = {name: getattr(settings, name) for name in ENTRIES[slug].addresses}
    return {name: address for name, address in found.items() if address}


def is_configured(slug: str) -> bool:
    """Whether accounts of this platform can be connected: its client id and secret are set, if it wants any."""
    return all(getattr(settings, name) for name in ENTRIES[slug].client)


def _address(slug: str, realm: str) -> str:
    entry = ENTRIES[slug]
    address: str = getattr(settings, entry.addresses[0])
    return realm if realm and entry.by_instance else address


def _is_trusted(slug: str, realm: str) -> bool:
    """Whether the settings name the address, rather than somebody who connects an account."""
    entry = ENTRIES[slug]
    return not entry.by_instance or _address(slug, realm) == getattr(settings, entry.addresses[0])


def _door(slug: str, address: str, *, is_trusted: bool, allow_private: bool) -> Door:
    bases, named = ((address,), ()) if is_trusted else ((), (address,))
    return Door(bases=bases, named=named, hosts=ENTRIES[slug].hosts, allow_private=allow_private)


@lru_cache(maxsize=256)
def _built(slug: str, address: str, is_trusted: bool, allow_private: bool) -> Platform:
    return ENTRIES[slug].build(address, _door(slug, address, is_trusted=is_trusted, allow_private=allow_private))
