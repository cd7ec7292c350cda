"""Google at the wire, for what asks it from within pages and rounds."""

import pytest

from platforms import clock, http
from tests.platforms.connections.google import Google


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Google:
    """Google, in place of the network; and waits that pass at once."""
    google = Google()
    monkeypatch.setattr(http, "connect", google.connect)
    monkeypatch.setattr(clock, "sleep", lambda seconds: None)
    return google
