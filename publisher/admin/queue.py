"""The queue, for superusers to read: wake-ups and schedules."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django_q.admin import FailAdmin, QueueAdmin, ScheduleAdmin, TaskAdmin
from django_q.models import Failure, OrmQ, Schedule, Success

from platforms.admin import FactsAdmin

for model in (Schedule, Success, Failure, OrmQ):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class QueueFacts(FactsAdmin):
    """For superusers alone, and to read: a schedule names any function, so whoever writes one runs what they like."""

    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser


@admin.register(Schedule)
class ScheduleFacts(QueueFacts, ScheduleAdmin):  # type: ignore[misc]
    """What runs by the clock."""


@admin.register(Success)
class SuccessFacts(QueueFacts, TaskAdmin):  # type: ignore[misc]
    """Wake-ups that were taken."""


@admin.register(Failure)
class FailureFacts(QueueFacts, FailAdmin):  # type: ignore[misc]
    """Wake-ups whose run broke."""


@admin.register(OrmQ)
class WakeUpFacts(QueueFacts, QueueAdmin):  # type: ignore[misc]
    """Wake-ups that wait, where the queue is the database."""
