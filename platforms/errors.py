"""The kinds of failure, named by what to do next. Adapters raise them from a table of the platform's codes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum


class Scope(StrEnum):
    """Whom a limit binds."""

    ACCOUNT = "account"
    APP = "app"


class PlatformError(Exception):
    """A platform, or the way to it, said no.

    `code` is ours and stable, `message` is plain words for the owner, `fix` is what mends it; `detail`, `request_id`
    and `http_status` are the platform's own, redacted. `nothing_exists` is proof that the request which was on its way
    has made no post and can make none any more.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        fix: str = "",
        detail: str = "",
        request_id: str = "",
        http_status: int | None = None,
        nothing_exists: bool = False,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.fix = fix
        self.detail = detail
        self.request_id = request_id
        self.http_status = http_status
        self.nothing_exists = nothing_exists


class Transient(PlatformError):
    """Try again: it may well work next time. `max_failures` ends the ladder earlier than the settings do."""

    def __init__(
        self, code: str, message: str, *, retry_after: timedelta | None = None, max_failures: int | None = None, **said: object
    ) -> None:
        super().__init__(code, message, **said)  # type: ignore[arg-type]
        self.retry_after = retry_after
        self.max_failures = max_failures


class NotSent(Transient):
    """Our own door refused before the first byte: nothing left, so nothing can exist."""

    def __init__(self, message: str = "Retake was held up and did not send.") -> None:
        super().__init__("not_sent", message, nothing_exists=True)


class NoAnswer(Transient):
    """The connection failed before a whole answer came; `sent` says whether any byte of the request may have left.

    A deciding request that was `sent` may have had its effect; one that was not has none.
    """

    def __init__(self, code: str, message: str, *, sent: bool, **said: object) -> None:
        super().__init__(code, message, **said)  # type: ignore[arg-type]
        self.sent = sent


class RateLimited(PlatformError):
    """Too fast: wait for `retry_after` (None: the default wait, doubling), then go on. Uses up no retry."""

    def __init__(self, code: str, message: str, *, scope: Scope, retry_after: timedelta | None = None, **said: object) -> None:
        super().__init__(code, message, **said)  # type: ignore[arg-type]
        self.scope = scope
        self.retry_after = retry_after


class QuotaExceeded(PlatformError):
    """An allowance is used up until `resets_at(now)`. Uses up no retry."""

    def __init__(self, code: str, message: str, *, scope: Scope, resets_at: Callable[[datetime], datetime], **said: object) -> None:
        super().__init__(code, message, **said)  # type: ignore[arg-type]
        self.scope = scope
        self.resets_at = resets_at


class Unauthorized(PlatformError):
    """The token is no longer taken: refresh once, then the owner has to reconnect."""


class Refused(PlatformError):
    """Refused for good: the same request would be refused again. `fix` says what to change."""


class Rejected(PlatformError):
    """The post was made, and then the platform failed or rejected it: a look's definite answer; nothing is shown to anyone.

    Raised by `look` alone. Any other refusal of a look says something about the look, and nothing about the post.
    """

    def __init__(self, code: str, message: str, *, remote_id: str, **said: object) -> None:
        super().__init__(code, message, **said)  # type: ignore[arg-type]
        self.remote_id = remote_id


class Misconfigured(PlatformError):
    """Whoever runs Retake has to act: an address, a client id, an API that is not switched on."""


class OutcomeUnknown(PlatformError):
    """The deciding request left and no clear answer came, not even from the session: only looking is allowed now."""


class Unsupported(PlatformError):
    """The platform has no such call; a person has to do it there."""


class Interrupted(Exception):
    """The worker has to let go of the publication; raised from within reads and requests, never caught by an adapter."""


class LeaseLost(Interrupted):
    """Somebody else may hold the publication by now, or the lease can no longer be renewed."""


class Cancelled(Interrupted):
    """The owner cancelled while nothing could exist yet."""


class HandOver(Interrupted):
    """This worker has to stop, or had its time: another goes on from the last checkpoint."""
