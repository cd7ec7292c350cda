"""Checks of what connections need: keys that work, client ids with their secrets, addresses that belong together."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from platforms import registry
from platforms.encryption import WrongKey, seal, unseal

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@register(Tags.security)
def keys_work(**_: Any) -> list[CheckMessage]:
    """What is sealed now can be opened now."""
    try:
        opens = unseal(seal("check", bound_to="check"), bound_to="check") == "check"
    except (IndexError, ValueError, WrongKey):
        opens = False
    if opens:
        return []
    hint = "Make one with: python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
    return [Error("TOKEN_ENCRYPTION_KEYS holds no key that works: tokens could not be kept.", hint=hint, id="platforms.E001")]


@register(Tags.security)
def clients_are_whole(**_: Any) -> list[CheckMessage]:
    """A client id comes with its secret."""
    return [
        Error(f"Of {' and '.join(names)}, one is set and the other is not.", hint="Set both, or neither.", id="platforms.E002")
        for names in (login.client for slug in registry.slugs() for login in registry.logins(slug))
        if len({bool(getattr(settings, name)) for name in names}) > 1
    ]


@register(Tags.security)
def addresses_belong_together(**_: Any) -> list[CheckMessage]:
    """Tokens of one place are not sent to another: stand-ins and the real platform do not mix."""
    found: list[CheckMessage] = []
    for slug in registry.slugs():
        addresses = registry.addresses(slug)
        if len({urlsplit(address).hostname in _LOOPBACK for address in addresses.values()}) > 1:
            named = ", ".join(f"{name}={address}" for name, address in addresses.items())
            hint = "Set all of them to the stand-in, or none."
            found.append(Error(f"Some of these addresses are on this machine and some are not: {named}.", hint=hint, id="platforms.E003"))
    return found


@register(Tags.security, deploy=True)
def tokens_travel_encrypted(**_: Any) -> list[CheckMessage]:
    """Outside of this machine, tokens go over https."""
    return [
        Warning(f"{name} is not https: tokens would cross the network in the clear.", hint="Use an https address.", id="platforms.W001")
        for slug in registry.slugs()
        for name, address in registry.addresses(slug).items()
        if urlsplit(address).scheme != "https" and urlsplit(address).hostname not in _LOOPBACK
    ]
