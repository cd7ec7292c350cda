"""What is said of an upload before it is sent: why it would be refused, and what the platform will make of its file."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why the platform would refuse this upload, and what mends it. A blocking one keeps the publication from being made.

    `field` is where it can be mended: one of the words ("title", "description", "tags"), an option by its name, the "file",
    the "connection" (on its page), or the "account", which has to be connected anew.
    """

    code: str
    message: str
    fix: str
    field: str = ""
    blocking: bool = True


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the platform will make of a file, and why: two halves of one sentence."""

    what: str
    why: str
