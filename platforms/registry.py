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
from platforms.instagram import Instagram
from platforms.instagram.login import Kind as InstagramLogin
from platforms.peertube import PeerTube, PeerTubeGrants, PeerTubeSignIn
from platforms.rumble import Rumble, RumbleGrants, RumbleSignIn
from platforms.tiktok import TikTok
from platforms.youtube import YouTube

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Login:
    """One of the ways in which accounts of a platform are connected by a consent page.

    `name` is that of its backend. `realm` names the setting of the address that its tokens are for, `client` those of the
    client's id and secret. `title` and `words` say what it is beside the others; "" where it is the only one.
    """

    name: str
    realm: str
    client: tuple[str, ...]
    title: str = ""
    words: str = ""

    @property
    def address(self) -> str:
        """The base address that its tokens are for."""
        address: str = getattr(settings, self.realm)
        return address

    @property
    def is_configured(self) -> bool:
        return all(getattr(settings, name) for name in self.client)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """How a platform is built from the settings.

    `addresses` names the settings of its base addresses, the one of its API first: that one is the realm of its
    connections. `client` names the settings that let people connect accounts. `build` is given the API's address and
    the door, which goes to those addresses and to `hosts`.

    A platform of many instances is `by_instance`: each connection names its own realm, and the address in the settings is
    the instance that whoever runs Retake trusts, if any. Where there is no consent page, `sign_in` asks in its place, and
    `grants` keeps what it gave. One with several consent pages names them as `logins`, and each has a realm of its own.
    """

    addresses: tuple[str, ...]
    client: tuple[str, ...]
    build: Callable[[str, Door], Platform]
    hosts: tuple[str, ...] = ()
    by_instance: bool = False
    grants: Callable[[str, Door], Grants] | None = None
    sign_in: SignIn | None = None
    logins: tuple[Login, ...] = ()


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
    "instagram": Entry(
        addresses=(
            "FACEBOOK_GRAPH_URL",
            "INSTAGRAM_GRAPH_URL",
            "INSTAGRAM_UPLOAD_URL",
            "FACEBOOK_AUTH_URL",
            "INSTAGRAM_AUTH_URL",
            "INSTAGRAM_API_URL",
        ),
        client=(),
        hosts=("facebook.com", "instagram.com"),
        build=lambda api_url, door: Instagram(
            kind=InstagramLogin.INSTAGRAM if api_url == settings.INSTAGRAM_GRAPH_URL else InstagramLogin.FACEBOOK,
            api_url=api_url,
            version=settings.INSTAGRAM_GRAPH_VERSION,
            upload_url=settings.INSTAGRAM_UPLOAD_URL,
            strict_once=settings.STRICT_ONCE,
            door=door,
        ),
        logins=(
            Login(
                name="instagram-facebook",
                realm="FACEBOOK_GRAPH_URL",
                client=("FACEBOOK_APP_ID", "FACEBOOK_APP_SECRET"),
                title="by Facebook",
                words="For an account that is linked to a Facebook Page. Retake sends the video itself, and can delete a Reel.",
            ),
            Login(
                name="instagram",
                realm="INSTAGRAM_GRAPH_URL",
                client=("INSTAGRAM_APP_ID", "INSTAGRAM_APP_SECRET"),
                title="by Instagram",
                words="For any professional account, without a Page. Instagram comes for the video, so this Retake has to be on the "
                "internet; it cannot delete a Reel.",
            ),
        ),
    ),
    "rumble": Entry(
        addresses=("RUMBLE_API_URL", "RUMBLE_WEB_URL"),
        client=(),
        hosts=("rumble.com",),
        build=lambda api_url, door: Rumble(api_url=api_url, web_url=settings.RUMBLE_WEB_URL, door=door),
        grants=RumbleGrants,
        sign_in=RumbleSignIn(),
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
    return _built(slug, _address(slug, realm), _is_trusted(slug, realm), settings.ALLOW_PRIVATE_HOSTS, tuple(addresses(slug).values()))


def platforms() -> tuple[Platform, ...]:
    """Give every adapter, in the order of the list."""
    return tuple(adapter(slug) for slug in ENTRIES)


def realm(slug: str) -> str:
    """Give the base address of a platform's API: tokens are made for it, and are sent to no other.

    Of a platform by instance it is the one that the settings trust, or ""; of one with several logins that of the first.
    """
    return logins(slug)[0].address


def realms(slug: str) -> tuple[str, ...]:
    """Give the base address of each of its logins."""
    return tuple(each.address for each in logins(slug))


def logins(slug: str) -> tuple[Login, ...]:
    """Give the ways in which its accounts are connected; most platforms have one, of their own name."""
    entry = ENTRIES[slug]
    return entry.logins or (Login(name=slug, realm=entry.addresses[0], client=entry.client),)


def login(name: str) -> tuple[str, Login]:
    """Give the login of that name, and its platform's slug before it. Raises `LookupError`."""
    for slug in ENTRIES:
        for each in logins(slug):
            if each.name == name:
                return slug, each
    raise LookupError(name)


def login_of(slug: str, realm: str) -> Login:
    """Give the login whose tokens are for this realm; the first one where none is."""
    return next((each for each in logins(slug) if each.address == realm), logins(slug)[0])


def is_here(slug: str, realm: str) -> bool:
    """Whether tokens that were made for this realm may be sent there: the settings name it, or each connection its own."""
    return ENTRIES[slug].by_instance or realm in realms(slug)


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
    """Whether accounts of this platform can be connected: client id and secret of one login are set, if it wants any."""
    return any(each.is_configured for each in logins(slug))


def _address(slug: str, realm: str) -> str:
    if realm and ENTRIES[slug].by_instance:
        return realm
    return login_of(slug, realm).address


def _is_trusted(slug: str, realm: str) -> bool:
    """Whether the settings name the address, rather than somebody who connects an account."""
    entry = ENTRIES[slug]
    return not entry.by_instance or _address(slug, realm) == getattr(settings, entry.addresses[0])


def _door(slug: str, address: str, *, is_trusted: bool, allow_private: bool) -> Door:
    bases, named = ((address, *addresses(slug).values()), ()) if is_trusted else ((), (address,))
    return Door(bases=bases, named=named, hosts=ENTRIES[slug].hosts, allow_private=allow_private)


@lru_cache(maxsize=256)
def _built(slug: str, address: str, is_trusted: bool, allow_private: bool, others: tuple[str, ...]) -> Platform:
    """`others` are what else is built from: one that changes has it built anew."""
    return ENTRIES[slug].build(address, _door(slug, address, is_trusted=is_trusted, allow_private=allow_private))
