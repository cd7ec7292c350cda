"""How gunicorn serves the pages: `gunicorn -c python:config.gunicorn config.wsgi`."""

import os
from typing import Any

from publisher import lifeline

worker_class = "gthread"
workers = 1
threads = 32  # a part of an upload holds one for as long as its line needs; videos.uploads.protocol.MOST_WRITERS leaves the rest to pages
graceful_timeout = 20
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:
    """Tie a web worker to gunicorn, so that none outlives it."""
    lifeline.die_with(os.getppid())
