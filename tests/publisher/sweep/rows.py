"""Publications that failed, made many at once, and what became of them."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from platforms.models import Connection
from publisher.models import Publication
from publisher.states import State
from retries.models import SweepRun
from tests.factories import AssetFactory, ConnectionFactory, PublicationFactory, UserFactory

SLOT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ERROR = {"error_kind": "transient", "error_code": "platform_down", "error_message": "YouTube had trouble of its own."}


def a_connection() -> Connection:
    return ConnectionFactory(user=UserFactory())


def failed(count: int = 1, *, connection: Connection | None = None, **facts: Any) -> list[Publication]:
    """So many that failed an hour and a half ago, and whose slot is now."""
    connection = connection or a_connection()
    now = {"state": State.FAILED, "due_at": SLOT, "failed_at": SLOT - 1.5 * HOUR, "completed_at": SLOT - 1.5 * HOUR, **ERROR, **facts}
    assets = [AssetFactory(video__owner=connection.user) for _ in range(count)]
    return [PublicationFactory(connection=connection, asset=asset, video=asset.video, **now) for asset in assets]


def states() -> dict[str, int]:
    """How many publications are in each state."""
    return dict(Counter(Publication.objects.values_list("state", flat=True)))


def counted(run: SweepRun | None) -> tuple[int, int, int]:
    """What a sweep kept: found, retried, marked."""
    assert run is not None
    run.refresh_from_db()
    return run.found, run.retried, run.marked
