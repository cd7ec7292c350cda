"""Preflight: what a platform would refuse, told before anything is made or sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from platforms import clock
from platforms.contract import Problem, Words
from platforms.models import Connection
from publisher.described import described
from publisher.fitting.files import file_for
from publisher.snapshot import upload_for_preflight
from videos.models import Asset, Video

_OF_THE_LEAVE = ("connection", "account")
"""What is mended at the connection; where one posts by hand there is no leave that could lack anything."""


def preflight(
    video: Video,
    connection: Connection,
    *,
    options: Mapping[str, Any],
    words: Words | None = None,
    at: datetime | None = None,
    file: Asset | None = None,
) -> list[Problem]:
    """Say what the platform would refuse, and how to mend it, before anything is made or sent.

    `words` are those of this publication alone, where they differ from the video's; `at` is when to send (None: now);
    `file` is what is sent (None: what is chosen for this account).
    """
    asset = file or file_for(video, connection, options)
    if asset is None or not video.ready:
        return [Problem(code="not_ready", message="The video is still being looked at.", fix="Wait a moment, then publish.")]
    upload = upload_for_preflight(video, asset, options, words=words)
    found = connection.platform.problems(upload, described(connection), now=at or clock.now())
    return [problem for problem in found if not (connection.is_by_hand and problem.field in _OF_THE_LEAVE)]
