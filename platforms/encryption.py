"""Secrets at rest: sealed with the first of `TOKEN_ENCRYPTION_KEYS`, opened with any, and bound to the row that they belong to."""

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """A column of sealed text (or none); `manage.py rotate_token_keys` finds its columns by this class."""


class WrongKey(Exception):
    """None of `TOKEN_ENCRYPTION_KEYS` opens this: put the key back that it was sealed with."""


class WrongRow(Exception):
    """This was sealed for another row, and was moved here: what it belonged to has to be renewed."""


def seal(value: Any, *, bound_to: str) -> str:
    """Seal a JSON value for the row that `bound_to` names; it opens for that row alone."""
    return _box().encrypt(json.dumps({"for": bound_to, "is": value}).encode()).decode()


def unseal(text: str, *, bound_to: str) -> Any:
    """Open what `seal` made. Raises `WrongKey` or `WrongRow`; never gives the text back as it was."""
    try:
        sealed = json.loads(_box().decrypt(text.encode()))
    except InvalidToken:
        raise WrongKey("TOKEN_ENCRYPTION_KEYS has no key that opens this.") from None
    if sealed["for"] != bound_to:
        raise WrongRow("This was sealed for another row.")
    return sealed["is"]


def rotate(text: str) -> str:
    """Seal the same value, for the same row, with the first key. Raises `WrongKey`."""
    try:
        return _box().rotate(text.encode()).decode()
    except InvalidToken:
        raise WrongKey("TOKEN_ENCRYPTION_KEYS has no key that opens this.") from None


def is_current(text: str) -> bool:
    """Whether the first key sealed this, so that the others are not needed for it."""
    try:
        Fernet(settings.TOKEN_ENCRYPTION_KEYS[0]).decrypt(text.encode())
    except InvalidToken:
        return False
    return True


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.TOKEN_ENCRYPTION_KEYS])
