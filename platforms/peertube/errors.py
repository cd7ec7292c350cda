"""PeerTube's refusals, and what each means for a publication: the table, as data.

Sources: docs.joinpeertube.org/api-rest-reference.html (the section Errors, and each call), and the answers of a PeerTube 6.3.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

REFERENCE = "docs.joinpeertube.org/api-rest-reference.html"
UPLOADS = f"{REFERENCE}#operation/uploadResumableInit"
BYTES = f"{REFERENCE}#operation/uploadResumable"
TOKENS = f"{REFERENCE}#operation/getOAuthToken"
VIDEO = f"{REFERENCE}#tag/Video"


class Kind(Enum):
    """Which of `platforms.errors` a refusal becomes."""

    REFUSED = auto()
    MISCONFIGURED = auto()
    UNAUTHORIZED = auto()
    TRANSIENT = auto()
    RATE_OF_ACCOUNT = auto()
    QUOTA_OF_ACCOUNT = auto()


@dataclass(frozen=True, kw_only=True)
class Row:
    """A refusal with this status (and this code, if given) means this. `parameter` is a word that was wrong.

    `proves_nothing_exists` where the refusal of a file's last bytes is certain to leave no video behind.
    """

    http: int
    kind: Kind
    code: str
    message: str
    fix: str = ""
    source: str = REFERENCE
    named: str = ""
    parameter: str = ""
    wait: timedelta | None = None
    proves_nothing_exists: bool = False


_RECONNECT = "Reconnect the channel."
_EDIT = "Edit it and publish again."
_OURS = "That is a mistake in Retake, not in your video. Tell the people who run it; they find PeerTube's words below."

# fmt: off
TABLE: tuple[Row, ...] = (
    # -- the words and options --
    Row(http=400, parameter="name", kind=Kind.REFUSED, code="title_refused",
        message="The instance refused the title: it takes 3 to 120 characters.", fix=_EDIT, source=UPLOADS),
    Row(http=400, parameter="description", kind=Kind.REFUSED, code="description_refused",
        message="The instance refused the description: it takes 3 to 10,000 characters, or none.", fix=_EDIT, source=UPLOADS),
    Row(http=400, parameter="tags", kind=Kind.REFUSED, code="tags_refused",
        message="The instance refused the tags: it takes five at most, each of 2 to 30 characters.", fix=_EDIT, source=UPLOADS),
    Row(http=400, parameter="support", kind=Kind.REFUSED, code="support_refused",
        message="The instance refused the words about support: it takes 3 to 1,000 characters, or none.", fix=_EDIT, source=UPLOADS),
    Row(http=400, parameter="privacy", kind=Kind.REFUSED, code="privacy_refused",
        message="The instance does not take this choice of who may see it.", fix="Choose another, and publish again.", source=UPLOADS),
    Row(http=400, parameter="channelId", kind=Kind.REFUSED, code="channel_gone",
        message="The channel is no longer one of this account.", fix="Connect the channel that you want to publish to.", source=UPLOADS),
    Row(http=403, kind=Kind.REFUSED, code="forbidden",
        message="The instance does not let this account do that, or one of its filters turned the video away.",
        fix="Look at the instance's rules, or ask those who run it.", source=UPLOADS),
    Row(http=403, named="account_blocked", kind=Kind.UNAUTHORIZED, code="account_blocked",
        message="The instance has blocked this account.", fix="Ask those who run the instance, then reconnect the channel.", source=TOKENS),
    # -- the file --
    Row(http=413, named="quota_reached", kind=Kind.REFUSED, code="file_exceeds_quota",
        message="The account's room on the instance is used up.",
        fix="Delete something there, or ask those who run the instance for more room; then press Retry.", source=UPLOADS),
    Row(http=413, named="max_file_size_reached", kind=Kind.REFUSED, code="file_too_large",
        message="The file is larger than the instance takes.", fix="Publish a smaller file.", source=UPLOADS),
    Row(http=413, kind=Kind.REFUSED, code="file_too_large",
        message="The instance, or a server before it, does not take a file or a piece as large as this.",
        fix="Publish a smaller file, or ask those who run the instance.", source=UPLOADS),
    Row(http=415, kind=Kind.REFUSED, code="file_type_refused",
        message="The instance does not take this type of file.", fix="Export it as MP4 and publish that.", source=UPLOADS),
    Row(http=422, kind=Kind.REFUSED, code="file_unreadable",
        message="The instance could not read the file as a video.",
        fix="Export it again as MP4 with H.264 video and AAC audio, upload that file and publish it.", source=BYTES,
        proves_nothing_exists=True),
    # -- the account --
    Row(http=401, kind=Kind.UNAUTHORIZED, code="access_refused",
        message="The instance no longer accepts Retake's access to this channel.", fix=_RECONNECT, source=TOKENS),
    # -- limits --
    Row(http=429, kind=Kind.RATE_OF_ACCOUNT, code="rate_limited", message="The instance asks for a slower pace.", source=REFERENCE),
    # -- trouble that passes --
    Row(http=404, kind=Kind.REFUSED, code="not_found", message="The instance does not find what Retake asked for.",
        fix="Look on the instance whether the video and the channel are still there.", source=VIDEO),
    Row(http=408, kind=Kind.TRANSIENT, code="timed_out", message="The instance waited too long for Retake's request."),
    Row(http=409, kind=Kind.TRANSIENT, code="out_of_step", message="The instance and Retake disagreed on how much was sent.", source=BYTES),
    Row(http=423, kind=Kind.TRANSIENT, code="busy", message="The instance is still busy with this upload.", source=BYTES),
    # -- mistakes of ours --
    Row(http=400, kind=Kind.REFUSED, code="request_refused", message="The instance did not understand Retake's request.", fix=_OURS),
)
GRANT_TABLE: tuple[Row, ...] = (
    Row(http=400, named="invalid_grant", kind=Kind.UNAUTHORIZED, code="grant_ended",
        message="The leave to publish to this channel has ended.", fix=_RECONNECT, source=TOKENS),
    Row(http=400, named="account_blocked", kind=Kind.UNAUTHORIZED, code="account_blocked",
        message="The instance has blocked this account.", fix="Ask those who run the instance, then reconnect the channel.", source=TOKENS),
    Row(http=400, named="email_not_verified", kind=Kind.UNAUTHORIZED, code="email_not_verified",
        message="The account's e-mail address is not confirmed on the instance.",
        fix="Confirm it there, then reconnect the channel.", source=TOKENS),
    Row(http=400, named="invalid_client", kind=Kind.TRANSIENT, code="client_refused",
        message="The instance did not take the client that it had named itself.", source=TOKENS),
    *TABLE,
)
DOWN = Row(http=500, kind=Kind.TRANSIENT, code="platform_down", message="The instance had trouble of its own.")
ODD = Row(http=300, kind=Kind.TRANSIENT, code="garbled", message="The instance's answer could not be read.")
UNKNOWN = Row(http=400, kind=Kind.REFUSED, code="refused", message="The instance refused this, for a reason that Retake does not know.",
              fix="PeerTube's own words are below. Once the cause is mended, press Retry.")
# fmt: on
