"""Checks of the retention settings: values that are well each by themselves, and make no sense together."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from retries.backoff import gap
from retries.ladder import Ladder, ladder


@register
def files_are_kept_for_long_enough(**_: Any) -> list[CheckMessage]:
    """A file has to outlive the retries of the other accounts, and the person who then has to see to what was given up."""
    return nonsense(ladder(), days=settings.ORIGINAL_RETENTION_DAYS)


def nonsense(rungs: Ladder, *, days: int) -> list[CheckMessage]:
    """Say what makes no sense together, with what to set instead. Pure."""
    whole = sum((gap(count, base=rungs.base) for count in range(rungs.retries)), timedelta())
    least = whole // timedelta(days=1) + 2
    if not days or days >= least:
        return []
    problem = f"ORIGINAL_RETENTION_DAYS={days} lets files go within a day of the last automatic retry: what is given up then has no file."
    hint = f"Set at least {least} days, so that somebody can retry by hand, or 0 to keep files for ever."
    return [Warning(problem, hint=hint, id="publisher.W001")]
