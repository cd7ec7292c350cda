"""Holds: the order of a platform, or our own, to wait, for one connection or for all of a platform's."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest

if TYPE_CHECKING:
    from platforms.models import Connection


class HoldQuerySet(models.QuerySet["Hold"]):
    def open(self) -> Self:
        return self.filter(lifted_at=None)

    def standing(self, now: datetime) -> Self:
        """Those that bind now: not lifted, and not over."""
        return self.open().filter(Q(until=None) | Q(until__gt=now))

    def binding(self, connection: "Connection", *, now: datetime) -> Self:
        """What binds this connection now, the longest first: its own holds and those of the whole app."""
        whose = Q(connection=connection) | Q(connection=None)
        standing = self.standing(now).filter(whose, platform=connection.provider, realm=connection.realm)
        return standing.order_by(F("until").desc(nulls_first=True), "pk")

    def place(
        self,
        reason: str,
        *,
        platform: str,
        realm: str,
        connection: "Connection | None",
        until: datetime | None,
        now: datetime,
        code: str = "",
        message: str = "",
    ) -> "Hold":
        """Hold a platform (or one connection of it) until `until`; None: until staff lift it.

        Idempotent: an open hold for the same reason is extended, never shortened; one that is over begins anew.
        """
        key = {"platform": platform, "realm": realm, "connection": connection, "reason": reason}
        said = {"code": code, "message": message}
        if not self._extend(key, until=until, now=now, said=said):
            try:
                with transaction.atomic():
                    return self.create(**key, **said, until=until, placed_at=now)
            except IntegrityError:
                # Somebody else placed the same hold meanwhile: now there is one to extend.
                self._extend(key, until=until, now=now, said=said)
        return self.open().get(**key)

    def _extend(self, key: dict[str, Any], *, until: datetime | None, now: datetime, said: dict[str, str]) -> bool:
        longest = until and Case(When(until__isnull=False, then=Greatest("until", Value(until))), default="until")
        anew = Case(When(until__lte=now, then=Value(now)), default="placed_at")
        return bool(self.open().filter(**key).update(until=longest, placed_at=anew, **said))

    def lift(self, hold: "Hold", *, by: AbstractBaseUser | AnonymousUser, now: datetime) -> bool:
        """End a hold by hand; False: it was lifted before."""
        return self.open().filter(pk=hold.pk).update(lifted_at=now, lifted_by_id=by.pk) == 1


class Hold(models.Model):
    """An order to wait that binds one connection, or (with none) all of them on a platform's realm."""

    class Reason(models.TextChoices):
        """Why to wait."""

        RATE_LIMIT = "rate_limit", "too many requests"
        QUOTA = "quota", "allowance used up"
        MISCONFIGURED = "misconfigured", "the setup has to be mended"
        OUTAGE = "outage", "the platform is down"
        PAUSED = "paused", "paused by staff"

    platform = models.CharField(max_length=32)
    realm = models.CharField(max_length=200)
    connection = models.ForeignKey("platforms.Connection", null=True, blank=True, on_delete=models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: until it is lifted by hand.")
    code = models.CharField(max_length=60, blank=True)
    message = models.TextField(blank=True)
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "realm", "connection", "reason"],
                condition=Q(lifted_at=None, connection__isnull=False),
                name="one_open_hold_per_connection_and_reason",
            ),
            models.UniqueConstraint(
                fields=["platform", "realm", "reason"],
                condition=Q(lifted_at=None, connection=None),
                name="one_open_hold_per_platform_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform}: {self.get_reason_display()}"
