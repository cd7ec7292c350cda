"""The session engine: Django's own in the database, whose rows also say whose they are and where they were last seen."""

import hashlib
import uuid
from datetime import datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from publisher.models import BrowserSession

AGENT, ADDRESS = "_agent", "_address"
_SINCE = "_since"
_MOST_AGENT = 400


class SessionStore(db.SessionStore):
    """One browser's session. `row` is what lies in the database, with its owner and their profile in the same query."""

    row: BrowserSession | None = None

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def _get_session_from_db(self) -> BrowserSession | None:
        whole = BrowserSession.objects.select_related("user__profile")
        self.row = whole.filter(session_key=self.session_key, expire_date__gt=timezone.now()).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """Give the row to write. A log-in keeps its beginning, whatever keys it goes through."""
        now = timezone.now()
        if SESSION_KEY in data:
            data.setdefault(_SINCE, now.isoformat())
        row = cast(BrowserSession, super().create_model_instance(data))
        row.number = _number_of(row.session_key)
        row.user_id = data.get(SESSION_KEY)
        row.agent = data.get(AGENT, "")[:_MOST_AGENT]
        row.address = data.get(ADDRESS)
        row.first_seen = datetime.fromisoformat(data[_SINCE]) if _SINCE in data else now
        row.last_seen = now
        return row


def _number_of(session_key: str) -> uuid.UUID:
    """Name a session by what does not give its key away; a new key has a new number, for the old row may still lie beside it."""
    return uuid.UUID(bytes=hashlib.sha256(session_key.encode()).digest()[:16])
