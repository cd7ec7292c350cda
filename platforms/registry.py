"""The platforms that Retake publishes to: the one list to extend. Adapters are built here, from the settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from platforms.contract import Platform
from platforms.http import Door
from platforms.youtube import YouTube


@dataclass(frozen=True, kw_only=True)
class Entry:
    """How a platform is built from the settings.

    `addresses` names the settings of its base addresses, the one of its API first: that one is the realm of its
    connections. `client` names the settings that let people connect accounts. `build` is given the API's address and
    the door, which goes to those addresses and to `hosts`.
    """

    addresses: tuple[str, ...]
    client: tuple[str, str]
    hosts: tuple[str, ...]
    build: Callable[[str, Door], Platform]


ENTRIES: Mapping[str, Entry] = {
    "youtube": Entry(
        addresses=("YOUTUBE_API_URL", "GOOGLE_TOKEN_URL", "GOOGLE_AUTH_URL"),
        client=("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"),
        hosts=("googleapis.com",),
        build=lambda api_url, door: YouTube(api_url=api_url, door=door),
    ),
}


def slugs() -> tuple[str, ...]:
    return tuple(ENTRIES)


def adapter(slug: str) -> Platform:
    """Give the adapter of a platform, built for the addresses that are set now."""
    return _built(slug, realm(slug), settings.ALLOW_PRIVATE_HOSTS)


def platforms() -> tuple[Platform, ...]:
    """Give every adapter, in the order of the list."""
    return tuple(adapter(slug) for slug in ENTRIES)


def realm(slug: str) -> str:
    """Give the base address of a platform's API: tokens are made for it, and are sent to no other."""
    address: str = getattr(settings, ENTRIES[slug].addresses[0])
    return address


def addresses(slug: str) -> dict[str, str]:
    """Give every base address of a platform by the name of its setting."""
    return {name: getattr(settings, name) for name in ENTRIES[slug].addresses}


def is_configured(slug: str) -> bool:
    """Whether accounts of this platform can be connected: its client id and secret are set."""
    return all(getattr(settings, name) for name in ENTRIES[slug].client)


@lru_cache(maxsize=32)
def _built(slug: str, api_url: str, allow_private: bool) -> Platform:
    entry = ENTRIES[slug]
    return entry.build(api_url, Door(bases=(api_url,), hosts=entry.hosts, allow_private=allow_private))
