"""YouTube's error reasons, and what each means for a publication: the table, as data."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

CORE = "developers.google.com/youtube/v3/docs/core_errors"
ALL = "developers.google.com/youtube/v3/docs/errors"
INSERT = "developers.google.com/youtube/v3/docs/videos/insert"
UPDATE = "developers.google.com/youtube/v3/docs/videos/update"
THUMBNAIL = "developers.google.com/youtube/v3/docs/thumbnails/set"
PLAYLIST = "developers.google.com/youtube/v3/docs/playlistItems/insert"
QUOTA = "developers.google.com/youtube/v3/determine_quota_cost"
CAPTIONS = "developers.google.com/youtube/v3/docs/captions/insert"
UPLOAD = "developers.google.com/youtube/v3/guides/using_resumable_upload_protocol"


class Kind(Enum):
    """Which of `platforms.errors` a reason becomes, and whom a limit binds."""

    REFUSED = auto()
    MISCONFIGURED = auto()
    UNAUTHORIZED = auto()
    TRANSIENT = auto()
    RATE_OF_ACCOUNT = auto()
    RATE_OF_APP = auto()
    QUOTA_OF_ACCOUNT = auto()
    QUOTA_OF_APP = auto()


@dataclass(frozen=True, kw_only=True)
class Row:
    """These reasons, with one of these HTTP statuses (and this domain, if given), mean this."""

    http: tuple[int, ...]
    reasons: frozenset[str]
    kind: Kind
    code: str
    message: str
    fix: str = ""
    source: str
    domain: str = ""
    wait: timedelta | None = None


def _row(
    http: int | tuple[int, ...], reasons: str, kind: Kind, code: str, message: str, fix: str = "", *, source: str, **rest: object
) -> Row:
    statuses = (http,) if isinstance(http, int) else http
    return Row(
        http=statuses,
        reasons=frozenset(reasons.split()),
        kind=kind,
        code=code,
        message=message,
        fix=fix,
        source=source,
        **rest,  # type: ignore[arg-type]
    )


_OURS = "That is a mistake in Retake, not in your video. Tell the people who run it; they find YouTube's words below."
_EDIT = "Edit it and publish again."

# fmt: off
DAILY_UPLOADS = _row((403, 429), "", Kind.QUOTA_OF_APP, "upload_quota_used_up",
                     "YouTube lets everyone who uses this Retake upload only so many videos a day together, and today's are used up.",
                     "Nothing to do: it goes on after midnight in Los Angeles. Whoever runs Retake can ask Google for more.", source=QUOTA)
DAILY_CALLS = _row((403, 429), "quotaExceeded dailyLimitExceeded dailyLimitExceededUnreg", Kind.QUOTA_OF_APP, "quota_used_up",
                   "The daily quota that YouTube grants to this Retake as a whole is used up.",
                   "Nothing to do: it goes on after midnight in Los Angeles. Whoever runs Retake can ask Google for more.", source=QUOTA)

TABLE: tuple[Row, ...] = (
    # -- the words and options --
    _row(400, "invalidTitle", Kind.REFUSED, "title_refused",
         "YouTube refused the title: it is empty, longer than 100 characters, or contains < or >.",
         _EDIT, source=INSERT),
    _row(400, "invalidDescription", Kind.REFUSED, "description_refused",
         "YouTube refused the description: it is longer than 5000 bytes or contains < or >.",
         _EDIT, source=INSERT),
    _row(400, "invalidTags invalidKeywords", Kind.REFUSED, "tags_refused",
         "YouTube refused the tags: together they are longer than 500 characters, or one is malformed.",
         _EDIT, source=INSERT),
    _row(400, "invalidCategoryId", Kind.REFUSED, "category_refused",
         "YouTube does not take this category.",
         "Choose another category and publish again.", source=INSERT),
    _row(400, "invalidVideoMetadata defaultLanguageNotSet invalidVideoGameRating", Kind.REFUSED, "words_refused",
         "YouTube refused the title, description and options together as incomplete.",
         _EDIT, source=INSERT),
    _row(400, "invalidPublishAt invalidPublishScheduleForVideo invalidDefaultBroadcastPrivacySetting", Kind.REFUSED, "schedule_refused",
         "YouTube does not allow this time of publication for this video.",
         "Choose another time.", source=UPDATE),
    _row(400, "invalidRecordingDetails invalidRecordingDate", Kind.REFUSED, "recording_refused",
         "YouTube refused the recording details.",
         _EDIT, source=INSERT),
    _row(403, "forbiddenPrivacySetting", Kind.REFUSED, "privacy_refused",
         "YouTube does not allow this privacy setting on this channel.",
         "Choose another privacy setting and publish again.", source=INSERT),
    _row(403, "forbiddenLicenseSetting forbiddenEmbedSetting", Kind.REFUSED, "setting_refused",
         "YouTube does not allow this licence or embedding setting on this channel.",
         _EDIT, source=UPDATE),
    # -- the file --
    _row(400, "mediaBodyRequired", Kind.REFUSED, "file_empty",
         "YouTube found no video in what it was sent.",
         "Upload the file again.", source=INSERT),
    _row(400, "invalidFilename", Kind.REFUSED, "request_refused",
         "YouTube refused the file's name.",
         _OURS, source=INSERT),
    _row(413, "uploadTooLarge", Kind.REFUSED, "file_too_large",
         "The file is larger than YouTube takes (256 GB).",
         "Publish a smaller file.", source=ALL),
    # -- the pictures --
    _row(400, "invalidImage", Kind.REFUSED, "image_refused",
         "YouTube could not use the picture as a thumbnail.",
         "Choose another picture on YouTube.", source=THUMBNAIL),
    _row(403, "forbidden", Kind.REFUSED, "thumbnail_forbidden",
         "YouTube does not let this channel set its own thumbnails yet. The video itself is fine.",
         "Verify the channel by phone at youtube.com/verify.", source=THUMBNAIL, domain="youtube.thumbnail"),
    _row(429, "uploadRateLimitExceeded", Kind.RATE_OF_ACCOUNT, "thumbnail_rate_limited",
         "This channel set too many thumbnails lately. The video itself is fine.", source=THUMBNAIL, wait=timedelta(hours=1)),
    # -- the playlists --
    _row(404, "playlistNotFound", Kind.REFUSED, "playlist_gone",
         "A playlist that was chosen is not on YouTube any more.",
         "Put the video into another one there, if you like.", source=PLAYLIST),
    _row(403, "playlistContainsMaximumNumberOfVideos", Kind.REFUSED, "playlist_full",
         "A playlist that was chosen is full.",
         "Make room in it on YouTube, and put the video into it there.", source=PLAYLIST),
    _row(403, "playlistItemsNotAccessible", Kind.REFUSED, "playlist_forbidden",
         "A playlist that was chosen belongs to another channel.",
         "Put the video into one of this channel's on YouTube, if you like.", source=PLAYLIST),
    # -- the captions --
    _row(400, "contentRequired", Kind.REFUSED, "captions_empty",
         "YouTube found no captions in what it was sent.",
         "Correct the captions in Retake, then send them again.", source=CAPTIONS),
    _row(400, "invalidMetadata nameTooLong", Kind.REFUSED, "captions_refused",
         "YouTube did not take captions in this language.",
         "Bring them there in YouTube Studio, if you need them.", source=CAPTIONS),
    _row(403, "forbidden", Kind.REFUSED, "captions_forbidden",
         "YouTube does not let this account see to the captions of that video.",
         "Check on YouTube that the channel owns the video.", source=CAPTIONS, domain="youtube.caption"),
    _row((404, 409), "captionNotFound captionExists", Kind.TRANSIENT, "captions_changed",
         "The captions of the video changed on YouTube meanwhile.", source=CAPTIONS),
    # -- limits --
    _row(400, "uploadLimitExceeded", Kind.QUOTA_OF_ACCOUNT, "channel_upload_limit",
         "This channel has reached YouTube's own limit of uploads per day.",
         "Nothing to do: it goes on when YouTube takes more. A channel verified by phone at youtube.com/verify has a higher "
         "limit.", source=INSERT),
    DAILY_CALLS,
    _row((403, 429), "userRateLimitExceeded concurrentLimitExceeded", Kind.RATE_OF_ACCOUNT, "rate_limited",
         "YouTube asks for a slower pace on this channel.", source=ALL),
    _row((403, 429), "rateLimitExceeded servingLimitExceeded RATE_LIMIT_EXCEEDED", Kind.RATE_OF_APP, "app_rate_limited",
         "YouTube asks this Retake as a whole for a slower pace.", source=ALL),
    # -- the account --
    _row(401, "youtubeSignupRequired", Kind.UNAUTHORIZED, "no_channel",
         "This Google account has no YouTube channel.",
         "Make a channel on YouTube, then reconnect the account.", source=CORE),
    _row(401, "authError expired required authorizationRequired UNAUTHENTICATED", Kind.UNAUTHORIZED, "access_refused",
         "YouTube no longer accepts Retake's access to this channel.",
         "Reconnect the account.", source=CORE),
    _row(403, "insufficientPermissions ACCESS_TOKEN_SCOPE_INSUFFICIENT", Kind.UNAUTHORIZED, "permission_missing",
         "Retake was not granted all that it needs on this channel.",
         "Reconnect the account and leave every permission ticked.", source=CORE),
    _row(403, "authenticatedUserAccountClosed authenticatedUserAccountSuspended channelClosed channelSuspended",
         Kind.REFUSED, "channel_closed",
         "This YouTube channel or its account is closed or suspended.",
         "Settle it with YouTube, or publish to another channel.", source=ALL),
    _row(403, "authenticatedUserNotChannel accountDelegationForbidden channelForbidden cmsUserAccountNotFound "
         "insufficientCapabilities", Kind.REFUSED, "wrong_channel",
         "The connected account may not publish to this channel.",
         "Connect the account that owns the channel.", source=ALL),
    _row((403, 404), "channelNotFound", Kind.REFUSED, "wrong_channel",
         "YouTube does not find this channel.",
         "Connect the account that owns the channel.", source=ALL),
    _row(403, "forbidden", Kind.REFUSED, "forbidden",
         "The connected account may not do this on that video or channel.",
         "Check on YouTube that the channel is in good standing and that this account owns it.", source=ALL),
    _row(400, "failedPrecondition", Kind.REFUSED, "not_possible_now",
         "YouTube says that the account or the video is not in the state that this needs.",
         "Look at the channel on YouTube, then try again.", source=CORE),
    # -- whoever runs Retake --
    _row(403, "accessNotConfigured SERVICE_DISABLED", Kind.MISCONFIGURED, "api_not_enabled",
         "The YouTube Data API is not switched on for this Retake.",
         "Whoever runs Retake has to enable the YouTube Data API v3 in its Google Cloud project.", source=CORE),
    _row(400, "keyInvalid keyExpired", Kind.MISCONFIGURED, "api_key_refused",
         "Google does not take the key of this Retake.",
         "Whoever runs Retake finds YouTube's words below.", source=CORE),
    _row(403, "sslRequired countryBlocked ipRefererBlocked ipBlocked API_KEY_IP_ADDRESS_BLOCKED", Kind.MISCONFIGURED, "deployment_refused",
         "YouTube does not answer to the place where Retake runs.",
         "Whoever runs Retake finds YouTube's words below.", source=CORE),
    # -- the video there --
    _row(404, "videoNotFound", Kind.REFUSED, "video_gone",
         "The video is not on YouTube any more.",
         "If it was not meant to go, publish it again.", source=ALL),
    # -- mistakes of ours --
    _row(400, "badRequest invalidParameter parseError invalidValue badContent required missingRequiredParameter "
         "playlistIdRequired resourceIdRequired unexpectedParameter "
         "unknownPart unexpectedPart invalidPart incompatibleParameters invalidPageToken notUpload "
         "wrongUrlForUpload", Kind.REFUSED, "request_refused",
         "YouTube did not understand Retake's request.",
         _OURS, source=CORE),
    _row((412, 428), "conditionNotMet preconditionRequired", Kind.REFUSED, "request_refused",
         "YouTube did not take Retake's request as it was made.",
         _OURS, source=CORE),
    # -- trouble that passes --
    _row(409, "alreadyExists ALREADY_EXISTS conflict ABORTED", Kind.TRANSIENT, "busy",
         "YouTube was busy with this upload.", source=CORE),
    _row(416, "requestedRangeNotSatisfiable", Kind.TRANSIENT, "out_of_step",
         "YouTube and Retake disagreed on how much was sent.", source=UPLOAD),
    _row((500, 503), "internalError backendError notReady serviceUnavailable UNAVAILABLE INTERNAL", Kind.TRANSIENT, "platform_down",
         "YouTube had trouble of its own.", source=CORE),
    _row(501, "notImplemented", Kind.REFUSED, "request_refused",
         "YouTube does not offer what Retake asked for.",
         _OURS, source=CORE),
)

# What a status means where no reason is known.
BY_STATUS: tuple[Row, ...] = (
    _row(401, "", Kind.UNAUTHORIZED, "access_refused",
         "YouTube no longer accepts Retake's access to this channel.",
         "Reconnect the account.", source=CORE),
    _row(408, "", Kind.TRANSIENT, "timed_out",
         "YouTube waited too long for Retake's request.", source=CORE),
    _row(429, "", Kind.RATE_OF_APP, "app_rate_limited",
         "YouTube asks this Retake as a whole for a slower pace.", source=CORE),
    _row(409, "", Kind.TRANSIENT, "busy",
         "YouTube was busy with this upload.", source=CORE),
    _row(413, "", Kind.REFUSED, "file_too_large",
         "The file is larger than YouTube takes.",
         "Publish a smaller file.", source=ALL),
    _row(416, "", Kind.TRANSIENT, "out_of_step",
         "YouTube and Retake disagreed on how much was sent.", source=UPLOAD),
    _row(501, "", Kind.REFUSED, "request_refused",
         "YouTube does not offer what Retake asked for.",
         _OURS, source=CORE),
)
DOWN = _row((), "", Kind.TRANSIENT, "platform_down",
            "YouTube had trouble of its own.", source=CORE)
ODD = _row((), "", Kind.TRANSIENT, "garbled", "YouTube's answer could not be read.", source=CORE)
UNKNOWN = _row((), "", Kind.REFUSED, "refused",
               "YouTube refused this, for a reason that Retake does not know.",
               "YouTube's own words are below. Once the cause is mended, press Retry.", source=ALL)
# fmt: on
