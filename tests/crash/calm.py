"""A publication run to its end with nobody in its way."""

from publisher import engine
from publisher.models import Publication
from publisher.states import ENDED, State
from tests.crash.timepiece import Timepiece


def run_calmly(pk: int, timepiece: Timepiece) -> None:
    """Run it in this very process, whose forks then find loaded what a worker loads only once."""
    while (row := Publication.objects.get(pk=pk)).state not in ENDED:
        assert row.state != State.FAILED, f"{row.error_code}: {row.error_detail}"
        assert row.due_at is not None
        timepiece.move_on(max(0.0, (row.due_at - timepiece.now()).total_seconds()))
        engine.run(pk)
