"""What people do, done and kept in one commit: the deed, who did it, why, and what the row was before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from platforms import clock
from publisher import services
from publisher.models import Deed, Door, Intervention, Publication

KEPT_BEFORE = (
    "due_at",
    "scheduled_at",
    "hold_reason",
    "hold_note",
    "held_at",
    "cause",
    "failed_at",
    "retry_count",
    "failure_reason",
    "permanently_failed_at",
    "error_code",
    "error_message",
    "deciding_since",
    "remote_id",
    "title",
)


@dataclass(frozen=True, kw_only=True)
class By:
    """Who asks (None: whoever runs a command), at which door, and why."""

    user: User | None
    door: Door
    reason: str = ""


def carry_out(deed: Deed, row: Publication, *, by: By, **wish: Any) -> str:
    """Do it, and keep that it was done; gives the sentence of the service.

    `wish` is what the service of that deed takes beside the row. Raises what the service raises: nothing is done, and
    nothing kept, then.
    """
    before = {name: _storable(getattr(row, name)) for name in KEPT_BEFORE}
    state = row.state
    with transaction.atomic():
        said = _DEEDS[deed](row, by, wish)
        Intervention.objects.create(
            publication_id=row.pk,
            deed=deed,
            door=by.door,
            by=by.user,
            by_name=by.user.get_username() if by.user else "",
            by_staff=by.user is None or by.user.pk != row.connection.user_id,
            reason=by.reason,
            at=clock.now(),
            state_before=state,
            before={name: value for name, value in before.items() if value not in (None, "")},
            said=said,
        )
    return said


def _storable(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


_Doing = Callable[[Publication, By, Mapping[str, Any]], str]
_DEEDS: Mapping[Deed, _Doing] = {
    Deed.RETRY: lambda row, by, wish: services.retry(row, **wish),
    Deed.EDIT: lambda row, by, wish: services.edit_and_retry(row, **wish),
    Deed.RESET: lambda row, by, wish: services.reset(row),
    Deed.MARK: lambda row, by, wish: services.mark_permanent(row),
    Deed.CONFIRM: lambda row, by, wish: services.confirm(row, wish["found"]),
    Deed.HOLD: lambda row, by, wish: services.hold(row, by=by.user, why=by.reason),
    Deed.RESUME: lambda row, by, wish: services.resume(row),
    Deed.CANCEL: lambda row, by, wish: services.cancel(row),
    Deed.RESCHEDULE: lambda row, by, wish: services.reschedule(row, wish["at"], now=clock.now()),
    Deed.REMOVE: lambda row, by, wish: services.remove(row, by=by.user.get_username() if by.user else "a command"),
}
