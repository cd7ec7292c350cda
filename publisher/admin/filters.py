"""Filters of the list of publications: choices that are few, and words that are typed where there would be thousands."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from platforms import registry
from platforms.models import Connection
from publisher.models import Attempt, Publication
from publisher.states import State
from retries.ladder import ladder

Rows = QuerySet[Publication]
Choices = list[tuple[str, str]]
_SUGGESTED = 100
_LATELY = 1000


class ChosenFilter(admin.SimpleListFilter):
    """A filter with a short list of choices."""

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        value = self.value()
        known = {key for key, _ in self.lookup_choices}
        return self.narrowed(queryset, value) if value in known else queryset

    def narrowed(self, rows: Rows, value: str) -> Rows:
        """The rows of one choice."""
        raise NotImplementedError


class PermanentFilter(ChosenFilter):
    title = "permanently failed"
    parameter_name = "permanently_failed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("yes", "Yes"), ("no", "No")]

    def narrowed(self, rows: Rows, value: str) -> Rows:
        given_up = Q(state=State.PERMANENTLY_FAILED)
        return rows.filter(given_up if value == "yes" else ~given_up)


class AskedFilter(ChosenFilter):
    title = "a person is asked"
    parameter_name = "asked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("yes", "Is it there?")]

    def narrowed(self, rows: Rows, value: str) -> Rows:
        return rows.filter(state=State.UNCONFIRMED, due_at=None)


class PlatformFilter(ChosenFilter):
    title = "platform"
    parameter_name = "platform"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(platform.slug, platform.name) for platform in registry.platforms()]

    def has_output(self) -> bool:
        return True  # one platform is a choice too: it is what others will stand beside

    def narrowed(self, rows: Rows, value: str) -> Rows:
        return rows.filter(connection__provider=value)


class RetryCountFilter(ChosenFilter):
    title = "retry count"
    parameter_name = "retries"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(str(count), str(count)) for count in range(ladder().retries + 1)]

    def narrowed(self, rows: Rows, value: str) -> Rows:
        return rows.filter(retry_count=int(value))


class AgeFilter(ChosenFilter):
    """How long ago it failed first; what never failed has no such age."""

    title = "failing for"
    parameter_name = "failing"
    _ages = {
        "hour": ("Under an hour", None, timedelta(hours=1)),
        "day": ("An hour to a day", timedelta(hours=1), timedelta(days=1)),
        "days": ("One to three days", timedelta(days=1), timedelta(days=3)),
        "week": ("Three days to a week", timedelta(days=3), timedelta(weeks=1)),
        "longer": ("Over a week", timedelta(weeks=1), None),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(key, words) for key, (words, _, _) in self._ages.items()]

    def narrowed(self, rows: Rows, value: str) -> Rows:
        _, least, most = self._ages[value]
        now = timezone.now()
        older = rows.filter(failed_at__lte=now - least) if least else rows.filter(failed_at__isnull=False)
        return older.filter(failed_at__gt=now - most) if most else older


class TypedFilter(admin.SimpleListFilter):
    """A filter that is typed: what is typed, and what is suggested, are few, however many there are."""

    template = "admin/typed_filter.html"
    hint = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return []

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:  # type: ignore[override]  # for a template of its own
        """One form: what stands in it, what is suggested, and the other filters, which it keeps."""
        own = (str(self.parameter_name), PAGE_VAR)
        kept = [(name, value) for name, value in changelist.params.items() if name not in own]
        without = changelist.get_query_string(remove=list(own))
        yield {
            "name": self.parameter_name,
            "typed": self.value() or "",
            "hint": self.hint,
            "kept": kept,
            "without": without,
            "suggested": self.suggested(),
        }

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        typed = (self.value() or "").strip()
        return self.narrowed(queryset, typed) if typed else queryset

    def narrowed(self, rows: Rows, typed: str) -> Rows:
        """The rows that fit what was typed."""
        raise NotImplementedError

    def suggested(self) -> list[str]:
        """What the field offers, at most a hundred."""
        return []


class CodeFilter(TypedFilter):
    title = "error code"
    parameter_name = "code"
    hint = "server_error"

    def narrowed(self, rows: Rows, typed: str) -> Rows:
        return rows.filter(error_code=typed)

    def suggested(self) -> list[str]:
        """The codes of the last attempts."""
        return sorted(set(Attempt.objects.order_by("-id").values_list("error_code", flat=True)[:_LATELY]) - {""})


class OwnerFilter(TypedFilter):
    title = "owner"
    parameter_name = "owner"
    hint = "user name"

    def narrowed(self, rows: Rows, typed: str) -> Rows:
        return rows.filter(video__owner__username__iexact=typed)


class ConnectionFilter(TypedFilter):
    """By its number, its name, or the account's id on the platform."""

    title = "connection"
    parameter_name = "connection"
    hint = "name or id"

    def narrowed(self, rows: Rows, typed: str) -> Rows:
        return rows.filter(connection__in=Connection.objects.named(typed).values("pk"))

    def suggested(self) -> list[str]:
        """The names of the accounts that were connected last."""
        return sorted(set(Connection.objects.order_by("-pk").values_list("name", flat=True)[:_SUGGESTED]) - {""})
