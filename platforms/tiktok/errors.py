"""TikTok's refusals, and what each means for a publication: two tables, as data.

Sources: the reference pages of the Content Posting API and of OAuth, read 2026-09-11 and 2026-11-05. The code decides, not the HTTP
status: creator_info answers 200 with a refusal in it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

REFERENCE = "developers.tiktok.com/doc/tiktok-api-v2-error-handling"
POSTING = "developers.tiktok.com/doc/content-posting-api-reference-direct-post"
DRAFTS = "developers.tiktok.com/doc/content-posting-api-reference-upload-video"
STATUS = "developers.tiktok.com/doc/content-posting-api-reference-get-video-status"
BYTES = "developers.tiktok.com/doc/content-posting-api-media-transfer-guide"
RULES = "developers.tiktok.com/doc/content-sharing-guidelines"


class Kind(Enum):
    """Which of `platforms.errors` a refusal becomes."""

    REFUSED = auto()
    UNAUTHORIZED = auto()
    TRANSIENT = auto()
    RATE_OF_ACCOUNT = auto()
    QUOTA_OF_POSTS = auto()
    """The account's posts of a day: it resets a day after the oldest of them."""
    QUOTA_OF_DRAFTS = auto()
    QUOTA_OF_APP = auto()


@dataclass(frozen=True, kw_only=True)
class Row:
    """A refusal with this code of TikTok's (`named`; "" is none, or one that no other row has) means this.

    `http` is the status that it is documented with. `tries` ends the ladder earlier than the settings do.
    """

    named: str
    kind: Kind
    code: str
    message: str
    fix: str = ""
    http: int = 400
    source: str = REFERENCE
    wait: timedelta | None = None
    tries: int | None = None


_RECONNECT = "Reconnect the account."
_ALLOW = "Reconnect the account, and leave every box of TikTok’s page ticked."
_OURS = "That is a mistake in Retake, not in your video. Tell the people who run it; they find TikTok’s words below."
_EXPORT = "Export it again as MP4 with H.264 video, 23 to 60 frames a second and 360 to 4096 pixels a side, and publish that."
_EDIT = "Edit it and publish again."
_IN_THE_APP = "Open the TikTok app: it says why, and how to object."

# fmt: off
_SPAM = {
    "spam_risk_too_many_posts": Row(named="spam_risk_too_many_posts", http=403, kind=Kind.QUOTA_OF_POSTS, code="too_many_posts",
        message="TikTok takes no more posts from this account today, from any app.",
        fix="Nothing for you to do: Retake goes on when the day is over. Or post it in the TikTok app.", source=RULES),
    "spam_risk_user_banned_from_posting": Row(named="spam_risk_user_banned_from_posting", http=403, kind=Kind.REFUSED,
        code="account_banned", message="TikTok does not let this account post.", fix=_IN_THE_APP, source=POSTING),
}
TABLE: tuple[Row, ...] = (
    # -- the words and options --
    Row(named="privacy_level_option_mismatch", http=403, kind=Kind.REFUSED, code="privacy_refused",
        message="TikTok does not take this choice of who may see it: what the account may choose has changed.",
        fix="Choose again who may see it, and publish again.", source=POSTING),
    Row(named="unaudited_client_can_only_post_to_private_accounts", http=403, kind=Kind.REFUSED, code="app_not_audited",
        message="TikTok has not audited this Retake yet. Until then it posts for nobody but private accounts, and to “Only me”.",
        fix="Send it to your TikTok inbox as a draft, and post it in the app. Or make the account private and choose “Only me”. "
            "Whoever runs Retake can apply for the audit.", source=RULES),
    Row(named="url_ownership_unverified", http=403, kind=Kind.REFUSED, code="address_refused",
        message="TikTok does not know the address that it was to fetch the video from.", fix=_OURS, source=POSTING),
    Row(named="invalid_file_upload", kind=Kind.REFUSED, code="file_refused",
        message="TikTok does not take this file.", fix=_EXPORT),
    Row(named="app_version_check_failed", kind=Kind.REFUSED, code="app_too_old",
        message="The TikTok app on your phone is too old for drafts from outside.", fix="Update it to 31.8 or later, then press Retry.",
        source=DRAFTS),
    # -- the account --
    Row(named="access_token_invalid", http=401, kind=Kind.UNAUTHORIZED, code="access_refused",
        message="TikTok no longer accepts Retake’s access to this account.", fix=_RECONNECT),
    Row(named="scope_not_authorized", http=401, kind=Kind.UNAUTHORIZED, code="scope_missing",
        message="Retake was not given the leave that this needs.", fix=_ALLOW),
    Row(named="scope_permission_missed", kind=Kind.UNAUTHORIZED, code="scope_missing",
        message="Retake was not given the leave that this needs.", fix=_ALLOW),
    Row(named="token_not_authorized_for_specified_publish_id", kind=Kind.UNAUTHORIZED, code="another_login",
        message="TikTok says that this upload is of another login than the one that is connected now.",
        fix="Reconnect the very account that it was published to.", source=STATUS),
    # -- limits --
    *_SPAM.values(),
    Row(named="spam_risk_too_many_pending_share", http=403, kind=Kind.QUOTA_OF_DRAFTS, code="too_many_drafts",
        message="Five drafts of the last day wait in the TikTok inbox, and it takes no more.",
        fix="Post or discard some of them in the TikTok app; Retake looks again each hour.", source=DRAFTS),
    Row(named="reached_active_user_cap", http=403, kind=Kind.QUOTA_OF_APP, code="too_many_people",
        message="As many people as TikTok allows this Retake posted through it in the last day.",
        fix="Nothing for you to do: Retake goes on when the day is over. Whoever runs it can ask TikTok for more.", source=RULES),
    Row(named="rate_limit_exceeded", http=429, kind=Kind.RATE_OF_ACCOUNT, code="rate_limited",
        message="TikTok asks for a slower pace.", wait=timedelta(seconds=65)),
    # -- trouble that passes --
    Row(named="internal_error", http=500, kind=Kind.TRANSIENT, code="platform_down", message="TikTok had trouble of its own."),
    # -- mistakes of ours --
    Row(named="invalid_param", kind=Kind.REFUSED, code="request_refused",
        message="TikTok refused a setting of this post.", fix=_OURS, source=POSTING),
    Row(named="invalid_params", kind=Kind.REFUSED, code="request_refused",
        message="TikTok refused a setting of this post.", fix=_OURS, source=POSTING),
)
FAILURES: tuple[Row, ...] = (
    # What a task failed for: `fail_reason` of its status. The whole of it failed, so that there is no post.
    Row(named="file_format_check_failed", kind=Kind.REFUSED, code="file_format_refused",
        message="TikTok could not read the file as a video.", fix=_EXPORT, source=STATUS),
    Row(named="duration_check_failed", kind=Kind.REFUSED, code="duration_refused",
        message="The video is longer or shorter than TikTok takes from this account.", fix="Cut it, and publish that.", source=STATUS),
    Row(named="frame_rate_check_failed", kind=Kind.REFUSED, code="frame_rate_refused",
        message="TikTok takes 23 to 60 frames a second.", fix=_EXPORT, source=STATUS),
    Row(named="picture_size_check_failed", kind=Kind.REFUSED, code="picture_size_refused",
        message="TikTok takes 360 to 4096 pixels a side.", fix=_EXPORT, source=STATUS),
    Row(named="video_bitrate_check_failed", kind=Kind.REFUSED, code="bitrate_refused",
        message="TikTok does not take a video of this bit rate.", fix=_EXPORT, source=STATUS),
    Row(named="privacy_level_not_authorized", kind=Kind.REFUSED, code="privacy_refused",
        message="TikTok does not take this choice of who may see it.", fix="Choose again who may see it, and publish again.",
        source=STATUS),
    Row(named="internal", kind=Kind.TRANSIENT, code="processing_failed",
        message="TikTok had trouble of its own with the video. Nothing was posted.", source=STATUS, tries=3),
    Row(named="video_pull_failed", kind=Kind.TRANSIENT, code="processing_failed",
        message="TikTok could not fetch the video. Nothing was posted.", source=STATUS, tries=2),
    Row(named="photo_pull_failed", kind=Kind.TRANSIENT, code="processing_failed",
        message="TikTok could not fetch the picture. Nothing was posted.", source=STATUS, tries=2),
    Row(named="publish_cancelled", kind=Kind.REFUSED, code="cancelled_there",
        message="The post was cancelled at TikTok before it appeared.", fix="If it was not meant to be, press Retry.", source=STATUS),
    Row(named="auth_removed", kind=Kind.UNAUTHORIZED, code="grant_ended",
        message="The leave to publish to this account was taken back at TikTok.", fix=_RECONNECT, source=STATUS),
    *_SPAM.values(),
    Row(named="spam_risk_text", kind=Kind.REFUSED, code="caption_refused",
        message="TikTok judged the caption to be spam. Nothing was posted.", fix=f"Change the words. {_EDIT}", source=STATUS),
    Row(named="spam_risk", kind=Kind.REFUSED, code="judged_spam",
        message="TikTok judged the post to be spam. Nothing was posted.", fix=_IN_THE_APP, source=STATUS),
)
ACCESS = next(row for row in TABLE if row.named == "access_token_invalid")
PACE = next(row for row in TABLE if row.named == "rate_limit_exceeded")
DOWN = Row(named="", http=500, kind=Kind.TRANSIENT, code="platform_down", message="TikTok had trouble of its own.")
ODD = Row(named="", http=200, kind=Kind.TRANSIENT, code="garbled", message="TikTok’s answer could not be read.")
UNKNOWN = Row(named="", http=400, kind=Kind.REFUSED, code="refused",
    message="TikTok refused this, for a reason that Retake does not know.",
    fix="TikTok’s own words are below. Once the cause is mended, press Retry.")
FAILED = Row(named="", kind=Kind.REFUSED, code="failed_there",
    message="TikTok could not post the video, for a reason that Retake does not know. Nothing was posted.",
    fix="TikTok’s own words are below. Once the cause is mended, press Retry.", source=STATUS)
# fmt: on
EVERY_ROW = (*TABLE, *FAILURES, DOWN, ODD, UNKNOWN, FAILED)
