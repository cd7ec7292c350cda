"""Why a verb was not done, and the one sentence for a verb that somebody else was faster with."""

from platforms.contract import Problem
from platforms.models import Connection
from publisher.models import Publication


class NotPossible(Exception):
    """The verb does not fit where the publication stands; `code` is stable, the text says why and what to do instead."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class WouldBeRefused(Exception):
    """Preflight found what the platform would refuse; nothing was made."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


ON_ITS_WAY = "It is on its way already."


def posted_by_hand() -> NotPossible:
    """There is nothing that Retake could do of it: its owner posts it."""
    return NotPossible("posted_by_hand", "You post this one yourself. Paste the address of the post once it is there, or cancel it.")


def is_live(connection: Connection) -> NotPossible:
    """There is one on its way already: a second would be a second post."""
    return NotPossible("already_live", f"This video is published, or on its way, to {connection} already.")


def is_there_as_another(post: Publication, connection: Connection) -> NotPossible:
    """The same file was posted there as another video: a second post is its owner's to decide."""
    there = f" ({post.remote_url})" if post.remote_url else ""
    what = f"The same file is published, or on its way, to {connection} already, as “{post.title}”{there}."
    return NotPossible("same_file", f"{what} Say that it is meant to be there twice (same_file), and it is posted again.")
