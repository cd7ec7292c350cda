"""What waited for a connection that was made again, so that the next page can name it. The settings name `titles_of`.

It only reads: the round releases what was held, and finds it by the new version of the tokens.
"""

from platforms.models import Connection
from publisher.models import Publication


def titles_of(connection: Connection) -> tuple[str, ...]:
    """The titles of what the round will release."""
    return tuple(Publication.objects.reconnected().filter(connection=connection).order_by("id").values_list("title", flat=True))
