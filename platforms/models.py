"""Connections, which are leave to publish to one account of a platform, and holds, which are its or our own order to wait."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Self, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import IntegrityError, models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Greatest
from social_django.models import AbstractUserSocialAuth, DjangoStorage

from platforms import registry
from platforms.contract import Platform
from platforms.encryption import SealedTextField, seal, unseal
from platforms.turns import TakenTurns

__all__ = ["Connection", "Hold", "SocialStorage", "TakenTurns"]


def _is_here(slug: str) -> Q:
    """Those of a platform whose realm is one that is set now, or their own."""
    return Q(provider=slug) if registry.ENTRIES[slug].by_instance else Q(provider=slug, realm__in=registry.realms(slug))


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        return self.filter(user_id=user.pk)

    def named(self, typed: str) -> Self:
        """Those that somebody means who types a name, the account's id on its platform, or our number."""
        meant = Q(name__iexact=typed) | Q(uid=typed)
        # Beyond 18 digits no database of ours has a key, and SQLite refuses the number.
        if typed.isascii() and typed.isdecimal() and len(typed) <= 18:
            meant |= Q(pk=int(typed))
        return self.filter(meant)

    def of_account(self, slug: str, uid: str, *, realm: str) -> Self:
        """The rows of one account. By whichever login of a platform it was connected, it is one account, and the post is one."""
        realms = {realm} if registry.ENTRIES[slug].by_instance else {realm, *registry.realms(slug)}
        return self.filter(provider=slug, uid=uid, realm__in=realms)

    def connected(self) -> Self:
        return self.filter(connected_at__isnull=False, disconnected_at=None)

    def usable(self) -> Self:
        """Connected, in the realm that is set now, and in need of nothing. A hold may still bind it: see `unheld`."""
        return self.connected().filter(reduce(or_, map(_is_here, registry.slugs())), problem="")

    def unheld(self, now: datetime) -> Self:
        """Those that neither a hold of their own nor one of the whole app binds."""
        its_own = Q(connection=OuterRef("pk")) | Q(connection=None)
        holds = Hold.objects.standing(now).filter(its_own, platform=OuterRef("provider"), realm=OuterRef("realm"))
        return self.filter(~Exists(holds))

    def untested(self, before: datetime) -> Self:
        """Usable, and not tested since then. Of those by hand there is nothing to test."""
        return self.usable().filter(is_by_hand=False).filter(Q(tested_at=None, connected_at__lte=before) | Q(tested_at__lte=before))

    def claim_test(self, connection: "Connection", *, now: datetime, unless_since: datetime) -> bool:
        """Take the next test; False: one began since `unless_since`, and what it finds is enough."""
        free = Q(tested_at=None) | Q(tested_at__lte=unless_since)
        return self.filter(free, pk=connection.pk).update(tested_at=now) == 1

    def unchanged(self, connection: "Connection", *, token_version: int) -> Self:
        """The row, if it still holds the tokens of that version: what every swap of tokens is conditional on."""
        return self.filter(pk=connection.pk, token_version=token_version, disconnected_at=None)

    def claim_refresh(self, connection: "Connection", *, now: datetime, until: datetime) -> bool:
        """Take the refresh of these tokens; False: somebody else is at it, or has done it."""
        free = Q(refreshing_until=None) | Q(refreshing_until__lte=now)
        row = self.unchanged(connection, token_version=connection.token_version)
        return row.filter(free).update(refreshing_until=until) == 1


class Connection(AbstractUserSocialAuth):
    """Leave to publish to one account of a platform, in one realm. Disconnected, never deleted; the same account revives its row.

    `provider` is the platform's slug, `uid` the account's id there, `realm` the base address that the tokens were given
    for. The tokens lie in `sealed_tokens` alone; `token_version` rises with each change of them.
    """

    class Problem(models.TextChoices):
        """What its owner has to do before it works again."""

        RECONNECT = "reconnect", "has to be reconnected"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="connections")
    realm = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    picture_url = models.URLField(max_length=500, blank=True)
    scopes = models.JSONField(default=list, blank=True)
    details = models.JSONField(default=dict, blank=True, help_text="What the platform says of the account; no secrets.")

    is_by_hand = models.BooleanField(default=False, help_text="Its owner posts there by hand: there is no leave, and no token.")
    defaults = models.JSONField(default=dict, blank=True, help_text="The options that its publish form starts with.")

    sealed_tokens = SealedTextField(blank=True, default="", editable=False)
    token_version = models.PositiveIntegerField(default=0)
    token_expires_at = models.DateTimeField(null=True, blank=True)
    refreshing_until = models.DateTimeField(null=True, blank=True)
    leave_began_at = models.DateTimeField(null=True, blank=True, help_text="When the platform last gave that leave, or renewed it.")
    leave_ends_at = models.DateTimeField(null=True, blank=True, help_text="When the platform ends the leave itself, where it said so.")

    problem = models.CharField(max_length=20, choices=Problem.choices, blank=True)
    problem_code = models.CharField(max_length=60, blank=True)
    problem_message = models.TextField(blank=True)
    problem_since = models.DateTimeField(null=True, blank=True)

    connected_at = models.DateTimeField(null=True, blank=True)
    disconnected_at = models.DateTimeField(null=True, blank=True)
    last_verified_at = models.DateTimeField(null=True, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True, help_text="When the last test began, whatever came of it.")
    findings = models.JSONField(default=dict, blank=True, help_text="What the last test found; no secrets.")

    objects = ConnectionQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "realm", "uid"], name="one_connection_per_account"),
            models.CheckConstraint(condition=~Q(uid=""), name="a_connection_names_its_account"),
            models.CheckConstraint(condition=Q(disconnected_at=None) | Q(sealed_tokens=""), name="nothing_disconnected_keeps_tokens"),
        ]

    def __str__(self) -> str:
        return self.name or self.uid

    @property
    def handle(self) -> str:
        """What the platform calls the account beside its name; "" where it has no such thing."""
        return str(self.details.get("handle", ""))

    @property
    def address(self) -> str:
        """Name and handle: two accounts may bear one name."""
        return f"{self} ({self.handle})" if self.handle else str(self)

    @property
    def platform(self) -> Platform:
        """The adapter that talks to its platform, at its realm."""
        return registry.adapter(self.provider, self.realm)

    @property
    def login(self) -> str:
        """The name of the login by which it was connected, and is reconnected."""
        return registry.login_of(self.provider, self.realm).name

    @property
    def is_connected(self) -> bool:
        return self.connected_at is not None and self.disconnected_at is None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it was made for another address than the one that is set now; its tokens are not sent there."""
        return not registry.is_here(self.provider, self.realm)

    @property
    def needs_reconnect(self) -> bool:
        return self.is_connected and (self.problem == self.Problem.RECONNECT or self.is_elsewhere)

    @property
    def is_usable(self) -> bool:
        return self.is_connected and not self.needs_reconnect

    # Named by social-core, which takes it for a JSON column. As a property it is none: tokens only ever lie sealed.
    @property
    def extra_data(self) -> dict[str, Any]:
        """The tokens, opened. Raises `WrongKey` or `WrongRow`."""
        return cast("dict[str, Any]", unseal(self.sealed_tokens, bound_to=self._bound_to)) if self.sealed_tokens else {}

    @extra_data.setter
    def extra_data(self, tokens: dict[str, Any]) -> None:
        self.sealed_tokens = seal(tokens, bound_to=self._bound_to) if tokens else ""

    @property
    def _bound_to(self) -> str:
        return f"connection:{self.provider}:{self.uid}:{self.realm}"

    @classmethod
    def get_social_auth(cls, provider: str, uid: str | int, id_key: str | None = None) -> "Connection | None":
        """Find the account's row in a realm that is set now. `provider` is a login: social-core knows nothing of platforms."""
        slug, login = registry.login(provider)
        return cls.objects.of_account(slug, str(uid), realm=login.address).select_related("user").first()

    @classmethod
    def create_social_auth(cls, user: Any, uid: str | int, provider: str, id_key: str = "") -> "Connection":
        """Make the account's row, without tokens: it is connected once `settle_connection` wrote them."""
        slug, login = registry.login(provider)
        with transaction.atomic():
            return cls.objects.create(user=user, uid=str(uid), provider=slug, id_key=id_key, realm=login.address)


class SocialStorage(DjangoStorage):
    """Where social-core keeps accounts: our own connections."""

    user = Connection  # type: ignore[assignment]


class HoldQuerySet(models.QuerySet["Hold"]):
    def open(self) -> Self:
        return self.filter(lifted_at=None)

    def standing(self, now: datetime) -> Self:
        """Those that bind now: not lifted, and not over."""
        return self.open().filter(Q(until=None) | Q(until__gt=now))

    def binding(self, connection: Connection, *, now: datetime) -> Self:
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
        connection: Connection | None,
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
    connection = models.ForeignKey(Connection, null=True, blank=True, on_delete=models.CASCADE, related_name="holds")
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
