"""A step of the round trip that connects an account: it notes what waited for it, so that the next page can say so.

The settings name it after `settle_connection`; platforms know no publication. It only reads: the round releases what
was held, and finds it by the new version of the tokens.
"""

from typing import Any

from platforms.models import Connection
from platforms.oauth import PlatformOAuth
from publisher.models import Publication


def note_what_goes_on(backend: PlatformOAuth, social: Connection, **_: Any) -> None:
    """Tell the backend the titles of what the round will release."""
    backend.goes_on = tuple(Publication.objects.reconnected().filter(connection=social).order_by("id").values_list("title", flat=True))
