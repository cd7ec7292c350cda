"""What every page knows: the stand-in platforms, the reader's time zone, what needs them, and whether automatic retries are stopped."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from platforms import clock
from publisher.accounts.time_zone import chosen_zone
from publisher.rail import counts_of
from retries.models import Pause, SweepSwitch


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Give `sandbox_url`, the address of the stand-in platforms, or "" when the real ones are published to; and more.

    `time_zone` is the one that the reader chose, which scripts tell times in too; "" leaves it to the browser. `pause` says
    since when and by whom automatic retries are stopped, to whoever is logged in; it and the time are asked for only where
    a page shows them and its view has not asked already. `rail` counts what needs the reader and what is new.
    """
    session = getattr(request, "session", None)
    row = getattr(session, "row", None)
    logged_in = row is not None and row.user_id is not None
    return {
        "sandbox_url": settings.SANDBOX_URL if settings.SANDBOX else "",
        "time_zone": chosen_zone(row.user) if row is not None else "",
        "pause": _pause if logged_in else None,
        "rail": SimpleLazyObject(partial(counts_of, row.user)) if row is not None and logged_in else None,
        "as_of": clock.now,
    }


def _pause() -> Pause | None:
    return SweepSwitch.objects.read().pause
