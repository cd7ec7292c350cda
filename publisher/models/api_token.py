"""API tokens: made on a page, shown once, kept as a hash."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import models
from django.db.models import Q

PREFIX = "rtk_"
"""Makes a token known for one, to people and to scanners of leaked secrets."""
START = 12
"""How many characters of it are kept to know it by."""
NOTED_EACH = timedelta(minutes=1)
"""How coarse `last_used_at` is: a program that asks each second writes no more than this."""


def new_token() -> str:
    """A token that nobody can guess; it is shown once, and kept nowhere."""
    return f"{PREFIX}{secrets.token_urlsafe(32)}"


def digest_of(token: str) -> str:
    """What is kept of a token. It is random enough that a plain hash of it tells nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        return self.filter(user_id=user.pk)

    def alive(self, now: datetime) -> Self:
        return self.filter(revoked_at=None, user__is_active=True).exclude(expires_at__lte=now)

    def unrevoked(self) -> Self:
        """Those that their owner still knows of, though some may have run out."""
        return self.filter(revoked_at=None)

    def make(self, user: User, *, name: str, reads_only: bool, expires_at: datetime | None, now: datetime) -> str:
        """Make one and give its text, which is kept nowhere."""
        token = new_token()
        known = {"start": token[:START], "digest": digest_of(token)}
        self.create(user=user, name=name, reads_only=reads_only, expires_at=expires_at, created_at=now, **known)
        return token

    def given_as(self, token: str) -> Self:
        """The one whose text this is."""
        return self.filter(digest=digest_of(token))

    def note_use(self, token: "ApiToken", *, now: datetime) -> None:
        """Keep that it was used, at most once a minute."""
        if token.last_used_at is None or token.last_used_at <= now - NOTED_EACH:
            coarse = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EACH)
            self.filter(coarse, pk=token.pk).update(last_used_at=now)

    def revoke(self, *, now: datetime) -> int:
        return self.filter(revoked_at=None).update(revoked_at=now)


class ApiToken(models.Model):
    """Leave for one program to act as its owner through the API."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80, help_text="What uses it.")
    start = models.CharField(max_length=12, help_text="Its first characters, to know it by.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    reads_only = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="To within a minute.")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    def has_run_out(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now
