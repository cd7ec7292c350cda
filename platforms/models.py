"""Connections, which are leave to publish to one account of a platform; and, under this roof, holds and turns."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Self, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from social_django.models import AbstractUserSocialAuth, DjangoStorage

from platforms import registry
from platforms.contract import Platform
from platforms.encryption import SealedTextField, seal, unseal
from platforms.holds import Hold
from platforms.options import OptionsForm
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
        """Connected with leave, in the realm that is set now, and in need of nothing. A hold may still bind it: see `unheld`."""
        return self.connected().filter(reduce(or_, map(_is_here, registry.slugs())), problem="", is_by_hand=False)

    def unheld(self, now: datetime) -> Self:
        """Those that neither a hold of their own nor one of the whole app binds."""
        its_own = Q(connection=OuterRef("pk")) | Q(connection=None)
        holds = Hold.objects.standing(now).filter(its_own, platform=OuterRef("provider"), realm=OuterRef("realm"))
        return self.filter(~Exists(holds))

    def untested(self, before: datetime) -> Self:
        """Usable, and not tested since then."""
        return self.usable().filter(Q(tested_at=None, connected_at__lte=before) | Q(tested_at__lte=before))

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
            models.CheckConstraint(condition=Q(is_by_hand=False) | Q(sealed_tokens=""), name="nothing_by_hand_keeps_tokens"),
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
    def options_form(self) -> type[OptionsForm]:
        """What is chosen when something is published to it; by hand, what one chooses on the platform's own page."""
        platform = self.platform
        return platform.options_form.only(platform.by_hand.options) if self.is_by_hand and platform.by_hand else platform.options_form

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
        return self.has_leave and (self.problem == self.Problem.RECONNECT or self.is_elsewhere)

    @property
    def has_leave(self) -> bool:
        """Whether Retake was given leave there, which may have ended; to one by hand it never was."""
        return self.is_connected and not self.is_by_hand

    @property
    def is_usable(self) -> bool:
        """Whether Retake itself can publish there."""
        return self.has_leave and not self.needs_reconnect

    @property
    def refused_version(self) -> int:
        """The version of its tokens that a reconnect has to outdo; tokens that only belong to another address were refused by nobody."""
        return self.token_version if self.problem else max(0, self.token_version - 1)

    @property
    def can_be_published_to(self) -> bool:
        """Whether it is usable, or its owner posts there by hand."""
        return self.is_usable or (self.is_by_hand and self.is_connected and not self.is_elsewhere)

    @property
    def account_id(self) -> str:
        """The account's id on the platform; of one by hand, how it is named in its address."""
        return str(self.details.get("account", "")) if self.is_by_hand else self.uid

    @property
    def page(self) -> str:
        """The address of the account, where its owner gave it."""
        return str(self.details.get("page", ""))

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
