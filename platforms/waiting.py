"""What waits for a connection and goes on once it is made again: told by whom the settings name, since platforms know no publication."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.text import get_text_list

from platforms.models import Connection

MOST_NAMED = 5


def titles_of(connection: Connection) -> tuple[str, ...]:
    """The titles of what goes on with it, within seconds."""
    titles: tuple[str, ...] = import_string(settings.TELLS_WHAT_GOES_ON)(connection)
    return titles


def in_words(name: str, titles: Sequence[str], *, again: bool) -> str:
    """Say what was connected, or connected `again`, and what that lets go on."""
    words = f"{name} is {'reconnected' if again else 'connected'}."
    if not titles:
        return words
    count = len(titles)
    named = [f"“{title}”" for title in titles[:MOST_NAMED]] + ([f"{count - MOST_NAMED} more"] if count > MOST_NAMED else [])
    return f"{words} {count} publication{' goes' if count == 1 else 's go'} on within seconds: {get_text_list(named, 'and')}."
