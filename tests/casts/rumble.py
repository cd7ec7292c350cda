"""Rumble on stage: one channel, whose posts are found by our own id."""

import time
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from platforms import errors
from platforms.contract import NotThere, Words
from platforms.exchange import Exchange
from platforms.rumble import form, look
from platforms.rumble.errors import EVERY_ROW, OTHER_FIELD, TABLE, Kind, Row
from platforms.rumble.links import BY_PAGE
from platforms.rumble.words import title
from platforms.sandbox.faults import Kind as Mishap
from platforms.sandbox.plumbing import Request, Response, json_response
from platforms.sandbox.rumble import Fault, RumbleStandIn
from platforms.sandbox.rumble.faults import moments_of
from platforms.sandbox.rumble.videos import Video
from platforms.sandbox.store import Store
from tests.casts.cast import Cast, Grant, Moment, Post, Reason, Refusal, Trouble, Wish

USER = "slow.rivers"
KINDS: dict[Kind, type[errors.PlatformError]] = {
    Kind.REFUSED: errors.Refused,
    Kind.UNAUTHORIZED: errors.Unauthorized,
    Kind.TRANSIENT: errors.Transient,
    Kind.RATE_OF_ACCOUNT: errors.RateLimited,
}


def absence_after_the_tail(patch: pytest.MonkeyPatch) -> None:
    """A list that does not show the video is taken for proof."""
    patch.setattr(look.Look, "_asks", lambda self, why: NotThere(progress={}))
    patch.setattr(look.Look, "_until_next", lambda self: timedelta(minutes=1))
    patch.setattr(look, "LOOKS_AT", (timedelta(0),))


def no_send_before(patch: pytest.MonkeyPatch) -> None:
    """The tail leaves however long it took since it was on disk that it does."""
    send = Exchange.send
    patch.setattr(Exchange, "send", lambda self, windows, not_after=None: send(self, windows))


def no_tail(patch: pytest.MonkeyPatch) -> None:
    """Nothing is held back: what decides leaves before it is on disk."""

    def everything(self: form.Form) -> object:
        yield self.head
        yield from self.upload.read(0, self.upload.file.size)
        yield self.end

    patch.setattr(form.Form, "all_but_the_tail", everything)
    patch.setattr(form.Form, "tail", lambda self: b"")


class RumbleCast(Cast):
    """Has one request where others have many, and no session to ask."""

    slug = "rumble"
    addresses = {"RUMBLE_API_URL": "", "RUMBLE_WEB_URL": ""}
    options = {"licence": "0", "picture": False, "reference": True}
    content = bytes(range(256)) * 400
    moments = {
        Moment.DECIDING: "final",
        Moment.ASKING: "embed",
        Moment.READING: "search",
        Moment.ANY: "any",
    }
    reasons = {
        Reason.PASSING: "unavailable",
        Reason.TOO_FAST: "too_fast",
        Reason.WORDS: "title",
        Reason.NOT_LET_IN: "invalid_token",
    }
    weather = (
        {"processing_seconds": 0.0},
        {"processing_seconds": 60.0},
        {"list_lag_seconds": 120.0},
        {"list_lag_seconds": 0.0},
        {"list_state": "down"},
        {"list_state": "well"},
        {"list_tells_details": True},
        {"list_tells_details": False},
        {"list_tells_guid": True},
        {"list_tells_guid": False},
        {"error_shape": "list"},
        {"error_shape": "object"},
    )
    slow = {"answer_seconds": 20.0}
    forgetful = {"list_tells_details": False}
    late_lists = {"list_lag_seconds": 900.0}
    taken = (
        Wish(name="a title of 100 characters", words=Words(title="a" * 100)),
        Wish(name="no description", words=Words(title="Tide pools"), options={"reference": False}),
        Wish(name="for Rumble only", options={"licence": "6"}),
        Wish(name="words with quotes and line breaks", words=Words(title='The "low" tide', description="At\nlow\nwater.")),
    )
    not_taken = (
        Wish(name="a title of 101 characters", words=Words(title="a" * 101)),
        Wish(name="no title", words=Words(title=" ")),
        Wish(name="another licence", options={"licence": "7"}),
    )
    forgiven = ("R1",)
    """A person who says that it is not there, while the list lags, has it sent again."""
    public = ("page",)
    can_remove = False
    mutants = {
        "absence_after_the_tail": absence_after_the_tail,
        "no_send_before": no_send_before,
        "no_tail": no_tail,
    }
    caught_by = {
        "no_fence": "cancel at",
        "no_look": "zombie at",
        "done_before_the_effect": "death at",
        "blind_retry": "answer lost at exchange",
        "hold_forgets_the_unknown": "answer lost at exchange",
        "cancel_unchecked": "cancel at",
        "absence_after_the_tail": "answer lost at exchange",
        "no_send_before": "sleeper at",
    }
    cannot_be_told = {
        "no_tail": "a wire of this harness delivers a request when its answer is waited for, after the deciding commit either way; "
        "tests/platforms/rumble sees what has left by then."
    }
    asks_people = True
    reads_calmly = False

    stand_in: RumbleStandIn

    def __init__(self, store: Store, clock: Callable[[], datetime], *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.stand_in = RumbleStandIn(store, clock, sleep=sleep)

    def prepare(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(form, "TAIL_BYTES", 4000)

    def begin_anew(self) -> None:
        self.stand_in.begin_day()

    def fault(self, trouble: Trouble) -> Fault:
        return Fault(
            kind=trouble.kind,
            at=self.moments[trouble.at],
            reason=self.reasons[trouble.reason],
            form=trouble.form,
            times=trouble.times,
            retry_after=trouble.retry_after,
        )

    def grant(self) -> Grant:
        issued = self.stand_in.grant(USER)
        return Grant(
            account_id=issued.publisher_id,
            name="Slow Rivers",
            access_token=issued.token,
            refresh_token="",
            lifetime=None,
            scopes=("upload",),
            details={"publisher_id": issued.publisher_id, "channel_id": "", "channel": "Slow Rivers"},
        )

    def posts(self) -> list[Post]:
        return [_post(video) for video in self.stand_in.videos()]

    def posts_of(self, *, marker: str, sha256: str) -> list[Post]:
        return [_post(video) for video in self.stand_in.videos() if video.guid == marker]

    def revoke(self) -> None:
        self.stand_in.revoke(USER)

    def end_access(self) -> None:
        self.stand_in.expire_access_tokens()

    def end_uploads(self) -> None:
        self.stand_in.end_uploads()

    def reject_next(self) -> str:
        self.stand_in.arm(Fault(kind=Mishap.REFUSE, at="upload", reason="video"))
        return "file_refused"

    def moments_of(self, request: Request) -> Collection[Moment]:
        own = moments_of(request)
        return {moment for moment, name in self.moments.items() if name in own}

    @staticmethod
    def refusals() -> list[Refusal]:
        """Those that prove that nothing was made; the others prove nothing once all was sent: tests/platforms/rumble."""
        return [_refusal(row, _of_field(row)) for row in (*TABLE, replace(OTHER_FIELD, field="support"))]

    @staticmethod
    def sayings() -> list[tuple[str, str]]:
        return [(row.message, row.fix) for row in EVERY_ROW]

    @staticmethod
    def headline(words: Words) -> str:
        return title(words)


def _of_field(row: Row) -> Response:
    return json_response(row.http, {"success": False, "errors": {row.field: {"code": "INVALID", "message": "Words."}}})


def _refusal(row: Row, answer: Response) -> Refusal:
    return Refusal(answer=answer, at=Moment.DECIDING, kind=KINDS[row.kind], code=row.code, message=row.message, fix=row.fix)


def _post(video: Video) -> Post:
    return Post(ids=(video.video_id, f"{BY_PAGE}{video.page.removeprefix('/').partition('-')[0]}"), sha256=video.sha256, title=video.title)
