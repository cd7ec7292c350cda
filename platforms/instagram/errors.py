"""Instagram's refusals, and what each means for a publication: one table, as data.

Sources: the error codes page of the Instagram platform (updated 2026-06-02), the Graph API's pages on errors and rate limits; rows
marked `SEEN` are not documented, and were met by others. The subcode decides, then the code; the HTTP status is 400 for nearly all.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

CODES = "developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes"
GRAPH = "developers.facebook.com/docs/graph-api/guides/error-handling"
RATES = "developers.facebook.com/docs/graph-api/overview/rate-limiting"
SEEN = "seen by others, not documented"
DAY = timedelta(hours=24)


class Kind(Enum):
    """Which of `platforms.errors` a refusal becomes."""

    REFUSED = auto()
    UNAUTHORIZED = auto()
    TRANSIENT = auto()
    RATE_OF_ACCOUNT = auto()
    RATE_OF_APP = auto()
    QUOTA = auto()
    """The account's posts of a day: it resets a day after the oldest of them."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A refusal with this `named` code and `subcode` means this; no subcode stands for every one that has no row of its own.

    `tries` ends the ladder earlier than the settings do. `wait` is how long to wait where Instagram does not say.
    `is_plain` is one that says outright that media_publish made nothing: it was not ready, not allowed, or too fast.
    """

    named: int
    subcode: int = 0
    kind: Kind
    code: str
    message: str
    fix: str = ""
    http: int = 400
    source: str = CODES
    wait: timedelta | None = None
    tries: int | None = None
    is_plain: bool = False


_RECONNECT = "Reconnect the account."
_OURS = "That is a mistake in Retake, not in your video. Tell the people who run it; they find Instagram’s words below."
_EXPORT = "Press “Make it fit”, or export it again as MP4 with H.264 video and AAC sound, 23 to 60 frames a second, and publish that."
OF_THE_COVER = ("cover_refused", "cover_outside", "not_fetched")
"""Codes that a container's cover may be refused with; the last is the video's too."""
COVER_LEFT_OUT = "The Reel is posted without the cover: you can set one in the Instagram app."
_COVER = "Choose another cover: a JPEG of at most 8 MB, best 9:16."
_PROFILE = "Open the Instagram app and look at the profile first. It may also ask there for something to be confirmed."
_AGAIN = "Nothing for you to do: it is tried again."

# fmt: off
TABLE: tuple[Row, ...] = (
    # -- preparing the video --
    Row(named=-2, subcode=2207003, kind=Kind.TRANSIENT, code="fetch_too_slow", tries=3,
        message="Instagram could not download the video in time.", fix=_AGAIN),
    Row(named=-2, subcode=2207020, kind=Kind.TRANSIENT, code="container_over", is_plain=True,
        message="What Instagram had prepared ran out before it was posted.", fix="Nothing for you to do: it is prepared anew."),
    Row(named=-1, subcode=2207001, kind=Kind.TRANSIENT, code="platform_down", message="Instagram had trouble of its own."),
    Row(named=-1, subcode=2207032, kind=Kind.TRANSIENT, code="not_prepared", message="Instagram could not begin to prepare the video."),
    Row(named=-1, subcode=2207053, kind=Kind.TRANSIENT, code="upload_failed", tries=3,
        message="Instagram could not take in the video, and does not say why."),
    Row(named=352, subcode=2207026, kind=Kind.REFUSED, code="file_refused",
        message="Instagram does not take this file as a Reel.", fix=_EXPORT),
    Row(named=9004, subcode=2207052, kind=Kind.TRANSIENT, code="not_fetched", tries=3,
        message="Instagram could not reach the address under which Retake offers it the video.",
        fix="Whoever runs Retake has to see to it that its address can be reached from the internet, without a log-in before it."),
    Row(named=-1, subcode=2207076, kind=Kind.TRANSIENT, code="processing_failed", tries=2, source=SEEN,
        message="Instagram could not work with the video.", fix=_EXPORT),
    Row(named=-1, subcode=2207077, kind=Kind.TRANSIENT, code="upload_failed", tries=3, source=SEEN,
        message="Instagram could not take in the video, and does not say why."),
    Row(named=-1, subcode=2207081, kind=Kind.REFUSED, code="trial_refused", source=SEEN,
        message="This account cannot post trial Reels.", fix="Publish it as an ordinary Reel."),
    Row(named=-1, subcode=2207082, kind=Kind.TRANSIENT, code="processing_failed", tries=2, source=SEEN,
        message="Instagram could not work with the video.", fix="Give the video a sound track, even a silent one, and publish that."),
    Row(named=-1, subcode=2207085, kind=Kind.TRANSIENT, code="processing_failed", tries=2, source=SEEN,
        message="Instagram could not work with the video.", fix=_EXPORT),
    # -- words and options --
    Row(named=36004, subcode=2207010, kind=Kind.REFUSED, code="caption_refused", message="The caption is too long for Instagram.",
        fix="Shorten it to 2,200 characters, 30 hashtags and 20 mentions."),
    Row(named=100, subcode=2207040, kind=Kind.REFUSED, code="too_many_mentions", message="The caption mentions more than 20 people.",
        fix="Take some of the @ names out."),
    Row(named=1, subcode=2207057, kind=Kind.REFUSED, code="cover_outside", message="The moment of the cover lies outside the video.",
        fix="Choose an earlier one."),
    Row(named=36000, subcode=2207004, kind=Kind.REFUSED, code="cover_refused", message="The cover picture is too large.", fix=_COVER),
    Row(named=36001, subcode=2207005, kind=Kind.REFUSED, code="cover_refused", message="Instagram does not take this kind of cover.",
        fix=_COVER),
    Row(named=36003, subcode=2207009, kind=Kind.REFUSED, code="cover_refused", message="Instagram does not take a cover of this shape.",
        fix=_COVER),
    Row(named=100, subcode=2207023, kind=Kind.REFUSED, code="request_refused",
        message="Instagram refused a setting of this post.", fix=_OURS),
    # -- posting --
    Row(named=9007, subcode=2207027, kind=Kind.TRANSIENT, code="not_ready", is_plain=True,
        message="Instagram was still preparing the video.", fix=_AGAIN),
    Row(named=24, subcode=2207006, kind=Kind.TRANSIENT, code="container_unknown", is_plain=True,
        message="Instagram no longer knows what it prepared.", fix="Nothing for you to do. If it happens again, reconnect the account."),
    Row(named=24, subcode=2207008, kind=Kind.TRANSIENT, code="container_unknown", is_plain=True,
        message="Instagram no longer knows what it prepared.", fix=_AGAIN),
    Row(named=9, subcode=2207042, kind=Kind.QUOTA, code="too_many_posts", is_plain=True,
        message="Instagram takes no more posts from this account today by way of apps.",
        fix="Nothing for you to do: Retake goes on when there is room again. Or post it in the Instagram app."),
    Row(named=4, subcode=2207051, kind=Kind.RATE_OF_ACCOUNT, code="taken_for_spam", wait=DAY,
        message="Instagram holds this for an unusual activity and has blocked it.", fix=_PROFILE),
    Row(named=25, subcode=2207050, kind=Kind.REFUSED, code="account_restricted",
        message="Instagram has restricted this account.", fix="Open the Instagram app, do what it asks there, then press Retry."),
    Row(named=506, kind=Kind.REFUSED, code="looks_the_same", source=GRAPH,
        message="Instagram takes it for a post that it has already.", fix="Look at the profile. If it is not there, change the caption."),
    Row(named=368, kind=Kind.RATE_OF_ACCOUNT, code="account_blocked", wait=DAY, source=GRAPH,
        message="Instagram has blocked this account for a while.", fix=_PROFILE),
    # -- leave --
    Row(named=190, subcode=459, kind=Kind.UNAUTHORIZED, code="checkpoint", source=GRAPH, is_plain=True,
        message="Instagram wants the account’s owner to log in there first.",
        fix="Log in to Facebook or Instagram, do what is asked there, then reconnect the account."),
    Row(named=190, subcode=464, kind=Kind.UNAUTHORIZED, code="checkpoint", source=GRAPH, is_plain=True,
        message="Instagram wants the account to be confirmed first.",
        fix="Log in to Facebook or Instagram, do what is asked there, then reconnect the account."),
    Row(named=190, subcode=492, kind=Kind.UNAUTHORIZED, code="page_role_lost", source=GRAPH, is_plain=True,
        message="You no longer have a role on the Facebook Page of this account.", fix="Have the role given back, then reconnect."),
    Row(named=190, kind=Kind.UNAUTHORIZED, code="access_refused", source=GRAPH, is_plain=True,
        message="Instagram no longer accepts Retake’s access to this account.", fix=_RECONNECT),
    Row(named=102, kind=Kind.UNAUTHORIZED, code="access_refused", source=GRAPH, is_plain=True,
        message="Instagram no longer accepts Retake’s access to this account.", fix=_RECONNECT),
    Row(named=3, kind=Kind.UNAUTHORIZED, code="scope_missing", source=GRAPH,
        message="Retake was not given the leave that this needs.", fix="Reconnect the account, and allow all that is asked."),
    Row(named=10, kind=Kind.UNAUTHORIZED, code="scope_missing", source=GRAPH,
        message="Retake was not given the leave that this needs.", fix="Reconnect the account, and allow all that is asked."),
    Row(named=200, http=403, kind=Kind.UNAUTHORIZED, code="scope_missing", source=GRAPH,
        message="Retake was not given the leave that this needs.", fix="Reconnect the account, and allow all that is asked."),
    Row(named=100, subcode=33, kind=Kind.UNAUTHORIZED, code="account_gone", source=GRAPH,
        message="Instagram does not know this account any more, or the Page that it is linked to has changed.", fix=_RECONNECT),
    # -- limits --
    *(Row(named=code, kind=Kind.RATE_OF_APP, code="app_rate_limited", message="Retake asked Instagram too often, for all of its accounts.",
          source=RATES, is_plain=True) for code in (4, 341)),
    *(Row(named=code, kind=Kind.RATE_OF_ACCOUNT, code="rate_limited", message="Instagram asks for a slower pace.", source=RATES,
          is_plain=True)
      for code in (17, 32, 613, *range(80000, 80015))),
    # -- trouble that passes --
    *(Row(named=code, kind=Kind.TRANSIENT, code="platform_down", message="Instagram had trouble of its own.", source=GRAPH)
      for code in (1, 2, -1)),
    # -- mistakes of ours --
    Row(named=100, kind=Kind.REFUSED, code="request_refused", message="Instagram refused a setting of this post.", fix=_OURS, source=GRAPH),
)
DOWN = Row(named=0, http=500, kind=Kind.TRANSIENT, code="platform_down", message="Instagram had trouble of its own.", source=GRAPH)
ODD = Row(named=0, http=200, kind=Kind.TRANSIENT, code="garbled", message="Instagram’s answer could not be read.", source=GRAPH)
PACE = Row(named=0, http=429, kind=Kind.RATE_OF_ACCOUNT, code="rate_limited", message="Instagram asks for a slower pace.", source=RATES)
ACCESS = Row(named=0, http=401, kind=Kind.UNAUTHORIZED, code="access_refused", source=GRAPH,
    message="Instagram no longer accepts Retake’s access to this account.", fix=_RECONNECT)
UNKNOWN = Row(named=0, kind=Kind.REFUSED, code="refused", message="Instagram refused this, for a reason that Retake does not know.",
    fix="Instagram’s own words are below. Once the cause is mended, press Retry.", source=SEEN)
FAILED = Row(named=0, kind=Kind.TRANSIENT, code="failed_there", tries=2, source=SEEN,
    message="Instagram could not prepare the video, for a reason that Retake does not know. Nothing was posted.",
    fix="Instagram’s own words are below. Once the cause is mended, press Retry.")
NEVER_READY = Row(named=0, kind=Kind.TRANSIENT, code="never_ready", source=SEEN, fix="Nothing for you to do: it is prepared anew.",
    message="Instagram prepared the video for a day and did not come to an end. Nothing was posted.")
# fmt: on
EVERY_ROW = (*TABLE, DOWN, ODD, PACE, ACCESS, UNKNOWN, FAILED, NEVER_READY)
OVER = next(row for row in TABLE if row.code == "container_over")
GONE = next(row for row in TABLE if row.code == "account_gone")
