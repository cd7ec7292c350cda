"""Instagram on stage, behind Facebook's login: one account, and a platform that would post a container twice if it were asked to."""

import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import pytest

from platforms import errors
from platforms.contract import NotThere, Words
from platforms.instagram import guide, look, transfer
from platforms.instagram.errors import DOWN, EVERY_ROW, ODD, TABLE, UNKNOWN, Kind, Row
from platforms.instagram.facebook import FacebookOAuth
from platforms.instagram.keys import Keys, Root
from platforms.instagram.links import BY_CONTAINER, SHORTCODE
from platforms.instagram.progress import Saved
from platforms.instagram.words import caption
from platforms.sandbox.instagram import Fault, InstagramStandIn
from platforms.sandbox.instagram.faults import moments_of
from platforms.sandbox.instagram.media import Media
from platforms.sandbox.plumbing import Request, json_response
from platforms.sandbox.store import Store
from tests.casts.cast import Cast, Grant, Moment, Post, Reason, Refusal, Trouble, Wish

USER = "atelier.nord"
HOSTILE = {"second_publish": "second_media", "processing_seconds": 0.0}
"""Whether Meta posts a container twice is not known: here it does, so that nothing but our own care keeps a post single.

And it prepares a video at once, so that one run leads from the first byte to the post, and can be stopped at every place of it.
"""
KINDS: dict[Kind, type[errors.PlatformError]] = {
    Kind.REFUSED: errors.Refused,
    Kind.UNAUTHORIZED: errors.Unauthorized,
    Kind.TRANSIENT: errors.Transient,
    Kind.RATE_OF_ACCOUNT: errors.RateLimited,
    Kind.RATE_OF_APP: errors.RateLimited,
    Kind.QUOTA: errors.QuotaExceeded,
}


def posts_again_blindly(patch: pytest.MonkeyPatch) -> None:
    """After a lost answer the same container is posted again, without asking whether it was."""
    patch.setattr(look.Look, "outcome", lambda self, saved: NotThere(progress=saved.as_json()))
    seen = transfer.Transfer._seen
    patch.setattr(transfer.Transfer, "_seen", lambda self: look.Ready() if self.saved.is_decided else seen(self))


def another_container_while_one_is_in_doubt(patch: pytest.MonkeyPatch) -> None:
    """A container whose call got no answer is forgotten, and a new one is made."""
    patch.setattr(look.Look, "outcome", lambda self, saved: NotThere(progress=Saved().as_json()))


class InstagramCast(Cast):
    """Finds posts by their file: Instagram keeps no mark of ours."""

    slug = "instagram"
    addresses = {
        "FACEBOOK_GRAPH_URL": "/graph.facebook.com",
        "INSTAGRAM_GRAPH_URL": "/graph.instagram.com",
        "INSTAGRAM_UPLOAD_URL": "/rupload.facebook.com",
        "FACEBOOK_AUTH_URL": "/www.facebook.com",
        "INSTAGRAM_AUTH_URL": "/www.instagram.com",
        "INSTAGRAM_API_URL": "/api.instagram.com",
        "SOCIAL_AUTH_INSTAGRAM_FACEBOOK_ACCESS_TOKEN_URL": "/graph.facebook.com/v26.0/oauth/access_token",
    }
    options = {"share_to_feed": True}
    content = bytes(range(256)) * 400
    moments = {
        Moment.OPENING: "create",
        Moment.BYTES: "bytes",
        Moment.DECIDING: "publish",
        Moment.ASKING: "status",
        Moment.READING: "list",
        Moment.TOKEN: "account",
        Moment.ANY: "any",
    }
    reasons = {
        Reason.PASSING: "is_transient",
        Reason.TOO_FAST: "80002",
        Reason.USED_UP: "2207042",
        Reason.WORDS: "2207010",
        Reason.NOT_LET_IN: "190",
    }
    weather = (
        {"processing_seconds": 0.0},
        {"processing_seconds": 45.0},
        {"processing_polls": 3},
        {"processing_polls": 0},
        {"listing_delay_seconds": 60.0},
        {"listing_delay_seconds": 0.0},
        {"quota_lag_seconds": 120.0},
        {"quota_lag_seconds": 0.0},
        {"keeps_parts": False},
        {"keeps_parts": True},
        {"usage_headers": "none"},
        {"usage_headers": "both"},
        {"read_outage": "page_tokens"},
        {"read_outage": "none"},
    )
    roomy = {"quota_total": 100_000, "containers_a_day": 100_000, "calls_an_hour": 10_000_000, "most_bytes": 2**40}
    forgetful = {"forgets_published": True}
    late_lists = {"listing_delay_seconds": 900.0}
    taken = (
        Wish(name="a caption of 2200 units", words=Words(title="a" * 2200)),
        Wish(name="30 hashtags", words=Words(title="Tide", tags=tuple(f"tag{number}" for number in range(30)))),
        Wish(name="20 mentions", words=Words(title="Tide", description=" ".join(f"@name{number}" for number in range(20)))),
        Wish(name="among the Reels alone", options={"share_to_feed": False}),
        Wish(name="a cover at a moment", options={"cover": "moment", "cover_seconds": 1.5}),
    )
    not_taken = (
        Wish(name="a caption of 2201 units", words=Words(title="a" * 2201)),
        Wish(name="31 hashtags", words=Words(title="Tide", tags=tuple(f"tag{number}" for number in range(31)))),
        Wish(name="21 mentions", words=Words(title="Tide", description=" ".join(f"@name{number}" for number in range(21)))),
    )
    forgiven = ("I9",)
    mutants = {
        "posts_again_blindly": posts_again_blindly,
        "another_container_while_one_is_in_doubt": another_container_while_one_is_in_doubt,
    }
    caught_by = {
        "no_fence": "cancel at",
        "no_look": "zombie at",
        "done_before_the_effect": "death at",
        "blind_retry": "answer lost at exchange",
        "hold_forgets_the_unknown": "answer lost at exchange",
        "cancel_unchecked": "cancel at",
        "posts_again_blindly": "answer lost at exchange",
        "another_container_while_one_is_in_doubt": "answer lost at exchange",
    }

    stand_in: InstagramStandIn

    def __init__(self, store: Store, clock: Callable[[], datetime], *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.stand_in = InstagramStandIn(store, clock, sleep=sleep)

    def prepare(self, patch: pytest.MonkeyPatch) -> None:
        self.set(**HOSTILE)

    def begin_anew(self) -> None:
        """The words are the same in every scene, and Instagram would take them for one and the same post."""
        for table in ("instagram_media", "instagram_containers"):
            self.stand_in.world.store.run(f"DELETE FROM {table}")  # noqa: S608 our own words
        self.stand_in.begin_day()
        self.stand_in.world.violations.forget()  # those of a broken engine, which was caught by them

    def heal(self) -> None:
        super().heal()
        self.set(**HOSTILE)

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
        issued = self.stand_in.grant(USER, "facebook")
        return Grant(
            account_id=issued.ig_id,
            name=issued.name,
            access_token=Keys(own=issued.access_token, persons=issued.user_token).kept(),
            refresh_token=Root(account_id=issued.ig_id, persons=issued.user_token).kept(),
            lifetime=timedelta(days=60),
            scopes=tuple(scope for scope in issued.scopes if scope in guide.BY_FACEBOOK),
            details={"handle": f"@{USER}", "login": "facebook"},
        )

    def posts(self) -> list[Post]:
        return [_post(media) for media in self.stand_in.media()]

    def posts_of(self, *, marker: str, sha256: str) -> list[Post]:
        return [post for post in self.posts() if post.sha256 == sha256]

    def revoke(self) -> None:
        self.stand_in.revoke(USER)

    def end_access(self) -> None:
        self.stand_in.expire_access_tokens()

    def end_uploads(self) -> None:
        self.stand_in.end_uploads()

    def reject_next(self) -> str:
        self.set(outcome="2207026")
        return "file_refused"

    def moments_of(self, request: Request) -> Collection[Moment]:
        own = moments_of(request)
        return {moment for moment, name in self.moments.items() if name in own}

    @staticmethod
    def refusals() -> list[Refusal]:
        return [_refusal(row, row.http) for row in TABLE] + [_refusal(DOWN, 502), _refusal(ODD, 302), _refusal(UNKNOWN, 418)]

    @staticmethod
    def sayings() -> list[tuple[str, str]]:
        return [*((row.message, row.fix) for row in EVERY_ROW), *((row.message, row.fix) for row in FacebookOAuth.REFUSALS.values())]

    @staticmethod
    def headline(words: Words) -> str:
        return caption(words)


def _refusal(row: Row, status: int) -> Refusal:
    error: dict[str, Any] = {"message": "Words.", "type": "OAuthException", "fbtrace_id": "A1"}
    numbers = {"code": row.named, **({"error_subcode": row.subcode} if row.subcode else {})} if row.named else {"code": 87654}
    answer = json_response(status, {"error": {**error, **numbers}} if row not in (DOWN, ODD) else {})
    return Refusal(answer=answer, kind=KINDS[row.kind], code=row.code, message=row.message, fix=row.fix)


def _post(media: Media) -> Post:
    return Post(
        ids=(media.id, f"{BY_CONTAINER}{media.container_id}", f"{SHORTCODE}{media.shortcode}"), sha256=media.sha256, title=media.caption
    )
