"""What an account has to choose from on its platform, read while a person waits for the form."""

import logging

from platforms import connections
from platforms.errors import PlatformError
from platforms.models import Connection
from platforms.options import Offers

log = logging.getLogger(__name__)


def offered(connection: Connection) -> Offers | None:
    """Read it; None where it cannot be read now, or Retake has no leave to. To be called with no transaction open: it asks the platform.

    The platform gets little time for its answer. A token that has to be renewed first is waited for, since a renewal that is
    broken off may lose it.
    """
    if not connection.has_leave:
        return None
    adapter = connection.platform
    try:
        return adapter.offers(connections.access(connection).account)
    except connections.RefreshBusy:
        return None
    except PlatformError as error:
        log.info("What connection %s offers could not be read: %s", connection.pk, error.code)
        return None
