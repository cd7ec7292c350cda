"""What a newcomer tries Retake with while the sandbox is on: two logins and a sample video."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command


@dataclass(frozen=True, kw_only=True)
class Login:
    """A user of the demo; `password` is None once they chose their own."""

    username: str
    password: str | None = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Demo:
    """All that a first try needs."""

    owner: Login
    staff: Login
    sample: Path


def prepare() -> Demo:
    """Make what is missing of the demo, and give all of it; raises ImproperlyConfigured while the sandbox is off."""
    if not settings.SANDBOX:
        raise ImproperlyConfigured("The demo's logins are made only while SANDBOX is on.")
    passwords = _passwords(settings.DATA_DIR / "demo-logins.json")
    return Demo(
        owner=_login("owner", passwords["owner"], is_staff=False),
        staff=_login("staff", passwords["staff"], is_staff=True),
        sample=_sample(settings.DATA_DIR / "sample.mp4"),
    )


def _passwords(path: Path) -> Mapping[str, str]:
    """Read the passwords that the first call made up; the file is its owner's alone."""
    if not path.is_file():
        made = {name: secrets.token_urlsafe(9) for name in ("owner", "staff")}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(made, file)
    read: dict[str, str] = json.loads(path.read_text())
    return read


def _login(username: str, password: str, *, is_staff: bool) -> Login:
    users = get_user_model().objects
    user = users.filter(username=username).first()
    if user is None:
        user = users.create_user(username, f"{username}@example.org", password, is_staff=is_staff, is_superuser=is_staff)
    return Login(username=username, password=password if user.check_password(password) else None)


def _sample(path: Path) -> Path:
    if not path.is_file():
        call_command("sample_video", str(path), stdout=StringIO())
    return path
