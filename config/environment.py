"""Typed reading of the environment: a wrong value is refused in one sentence that names the setting and what it takes."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import environ
from croniter import croniter
from croniter.croniter import CroniterError
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

_DRAWN = re.compile(r"(?:^|[\s,])[RrHh](?:[(/,\s]|$)")
"""`R` and `H`, for which croniter draws a number anew each time that it reads the expression."""


class Environment:
    """The process environment over an optional `.env` file; remembers every name it was asked for."""

    def __init__(self, env_file: Path) -> None:
        if env_file.is_file():
            environ.Env.read_env(env_file)
        self.names: list[str] = []

    def _read(self, name: str, default: str | None) -> str:
        self.names.append(name)
        value = os.environ.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise ImproperlyConfigured(f"{name} is not set. `make run` writes one into .env; .env.example says what it is for.")
        return default

    def is_set(self, name: str) -> bool:
        return bool(os.environ.get(name, "").strip())

    def text(self, name: str, default: str | None = None) -> str:
        return self._read(name, default)

    def flag(self, name: str, default: bool) -> bool:
        value = self._read(name, "true" if default else "false").lower()
        if value in ("1", "true", "yes", "on"):
            return True
        if value in ("0", "false", "no", "off"):
            return False
        raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false.")

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self._read(name, str(default))
        if value.isdecimal() and least <= int(value) <= most:
            return int(value)
        raise ImproperlyConfigured(f"{name}={value!r} must be a whole number from {least} to {most}.")

    def cron(self, name: str, default: str) -> str:
        """A cron expression of five fields that comes to pass, and means the same whenever it is read."""
        value = self._read(name, default)
        try:
            is_fixed = len(value.split()) == 5 and not _DRAWN.search(value)
            comes_to_pass = is_fixed and croniter(value, datetime.now(UTC)).get_next() > 0
        except CroniterError:
            comes_to_pass = False
        if comes_to_pass:
            return value
        raise ImproperlyConfigured(f"{name}={value!r} must be a cron expression of five fields, such as 0 * * * * for each full hour.")

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self._read(name, default)
        if value in choices:
            return value
        raise ImproperlyConfigured(f"{name}={value!r} must be one of: {', '.join(choices)}.")

    def names_of(self, name: str, default: str) -> list[str]:
        return [part.strip() for part in self._read(name, default).split(",") if part.strip()]

    def address(self, name: str, default: str) -> str:
        """An http or https base address, given without its last slash."""
        value = self._read(name, default)
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ImproperlyConfigured(f"{name}={value!r} must be an address such as https://example.org.")
        return value.rstrip("/")

    def secret(self, name: str, *, least: int) -> str:
        value = self._read(name, None)
        if len(value) < least or "example" in value.lower() or "change" in value.lower():
            raise ImproperlyConfigured(f"{name} must be a random text of at least {least} characters, not an example.")
        return value

    def fernet_keys(self, name: str) -> list[str]:
        keys = [key.strip() for key in self._read(name, None).split(",") if key.strip()]
        for key in keys:
            try:
                Fernet(key)
            except ValueError as wrong:
                raise ImproperlyConfigured(f"{name} must hold Fernet keys (44 characters of URL-safe base64), parted by commas.") from wrong
        return keys

    def database(self, name: str, default: str) -> dict[str, object]:
        value = self._read(name, default)
        try:
            found: dict[str, object] = environ.Env.db_url_config(value)
        except Exception as wrong:
            raise ImproperlyConfigured(
                f"{name} must be an address such as postgres://user:password@host/name or sqlite:////path/to/file."
            ) from wrong
        if found.get("ENGINE") not in ("django.db.backends.sqlite3", "django.db.backends.postgresql"):
            raise ImproperlyConfigured(f"{name} must name PostgreSQL or SQLite.")
        return found

    def mail(self, name: str, default: str) -> dict[str, object]:
        value = self._read(name, default)
        try:
            found: dict[str, object] = environ.Env.email_url_config(value)
        except Exception as wrong:
            raise ImproperlyConfigured(f"{name} must be an address such as smtp+tls://user:password@host:587 or consolemail://.") from wrong
        return found
