"""Sessions: one row for each browser that is known, with whose it is and where it was last seen."""

from datetime import datetime
from typing import Any, Self, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.module_loading import import_string


class BrowserSessionQuerySet(models.QuerySet["BrowserSession"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()

    def over(self, now: datetime) -> Self:
        """Those that nobody can use any more."""
        return self.filter(expire_date__lte=now)

    def but(self, session_key: str | None) -> Self:
        """All but the one with this key: those that somebody ends from there."""
        return self.exclude(session_key=session_key)


class BrowserSession(AbstractBaseSession):
    """A browser's session. To delete the row is to end it: the next request of that browser finds nothing."""

    number = models.UUIDField(unique=True, editable=False, help_text="Names it in pages, where its key would be a secret.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="browser_sessions")
    agent = models.CharField(max_length=400, blank=True)
    address = models.GenericIPAddressField(null=True)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField(help_text="To within five minutes.")

    objects = BaseSessionManager.from_queryset(BrowserSessionQuerySet)()  # type: ignore[misc]

    @classmethod
    def get_session_store_class(cls) -> type[Any]:
        return cast("type[Any]", import_string(f"{settings.SESSION_ENGINE}.SessionStore"))
