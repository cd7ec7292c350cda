"""Every error that YouTube documents, as data: how each answer looks, and what a publisher should learn from it.

Sources: developers.google.com/youtube/v3/docs/errors, …/core_errors, …/videos/insert, …/videos/update, …/thumbnails/set,
…/playlistItems/insert, …/captions/insert, and bodies reported at github.com/googleapis/google-api-python-client/issues/2753;
read 2026-11-22.
"""

from dataclasses import dataclass
from enum import StrEnum


class Lesson(StrEnum):
    """What a publisher should do about it."""

    TRANSIENT = "Trouble that passes: it should ask the session how far it got, and go on by itself."
    RATE = "Too fast: it should slow down, use up no retry, and go on by itself."
    QUOTA = "The app's day is used up: it should hold every upload until midnight in Los Angeles."
    CAP = "The channel's day is used up: it should hold this channel for about 24 hours; other channels go on."
    AUTH = "No longer let in: it should refresh once, then ask the owner to reconnect."
    EDIT = "Refused as it stands: it should stop at once and say what to edit."
    ACCOUNT = "The account cannot publish: it should stop for this channel and say why."
    OPERATOR = "The app is set up wrongly: it should hold the platform and tell staff once."
    DEFECT = "A request that should never be sent: it should stop and leave a reference for the developers."
    PLAYLIST = "Only a playlist: the video stays published, with a warning."
    CAPTIONS = "Only the captions: the video stays published, with a warning."
    THUMBNAIL = "Only the thumbnail: the video stays published, with a warning."


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One documented answer. `key` names it here; `reason` is YouTube's own word, which several answers may share."""

    key: str
    http: int
    domain: str
    message: str
    lesson: Lesson
    reason: str


_Row = tuple[str, int, str, str]
"""Key, HTTP status, domain, message."""

_VIDEO = "youtube.video"
_COMMON = "youtube.common"
_GLOBAL = "global"
_THUMBNAIL_FORBIDDEN = "The authenticated user doesn't have permissions to upload and set custom video thumbnails."
_PER_DAY = (
    "Quota exceeded for quota metric 'Video Uploads' and limit 'Video Uploads per day' of service 'youtube.googleapis.com' "
    "for consumer 'project_number:123'."
)

_EDIT: list[_Row] = [
    ("invalidTitle", 400, _VIDEO, "The request metadata specifies an invalid or empty video title."),
    ("invalidDescription", 400, _VIDEO, "The request metadata specifies an invalid video description."),
    ("invalidTags", 400, _VIDEO, "The request metadata specifies invalid video keywords."),
    ("invalidCategoryId", 400, _VIDEO, "The <code>snippet.categoryId</code> property specifies an invalid category ID."),
    ("invalidVideoMetadata", 400, _VIDEO, "The request metadata is invalid."),
    ("invalidPublishAt", 400, _VIDEO, "The request metadata specifies an invalid scheduled publishing time."),
    ("invalidPublishScheduleForVideo", 400, _VIDEO, "The scheduled publishing time is not allowed for this video."),
    ("invalidDefaultBroadcastPrivacySetting", 400, _VIDEO, "The privacy setting of the default broadcast is invalid."),
    ("invalidRecordingDetails", 400, _VIDEO, "The request metadata specifies invalid recording details."),
    ("invalidRecordingDate", 400, _VIDEO, "The request metadata specifies an invalid recording date."),
    ("invalidVideoGameRating", 400, _VIDEO, "The request metadata specifies an invalid video game rating."),
    ("invalidFilename", 400, _VIDEO, "The video filename specified in the <code>Slug</code> header is invalid."),
    ("defaultLanguageNotSet", 400, _VIDEO, "The request tries to add localized video details without specifying a default language."),
    ("mediaBodyRequired", 400, _VIDEO, "The request does not include the video content."),
    ("forbiddenPrivacySetting", 403, _VIDEO, "The request tries to set an invalid privacy setting for the video."),
    ("forbiddenLicenseSetting", 403, _VIDEO, "The request tries to set an invalid license for the video."),
    ("forbiddenEmbedSetting", 403, _VIDEO, "The request tries to set an invalid embed setting for the video."),
    ("failedPrecondition", 400, _COMMON, "Precondition check failed."),
    ("uploadTooLarge", 413, _GLOBAL, "The uploaded file is too large."),
    ("videoNotFound", 404, _VIDEO, "The video that you are trying to use cannot be found."),
]
_TRANSIENT: list[_Row] = [
    ("backendError", 503, _GLOBAL, "Backend Error"),
    ("internalError", 500, _GLOBAL, "Internal error encountered."),
    ("notReady", 503, _GLOBAL, "The API server is not ready to accept requests."),
    ("serviceUnavailable", 503, _GLOBAL, "The service is currently unavailable."),
    ("badGateway", 502, _GLOBAL, "Bad Gateway"),
    ("gatewayTimeout", 504, _GLOBAL, "Gateway Timeout"),
    ("requestTimeout", 408, _GLOBAL, "Request Timeout"),
    ("alreadyExists", 409, _GLOBAL, "The requested entity already exists."),
    ("conflict", 409, _GLOBAL, "Conflict"),
    ("requestedRangeNotSatisfiable", 416, _GLOBAL, "Requested range not satisfiable"),
]
_RATE: list[_Row] = [
    ("rateLimitExceeded", 403, "usageLimits", "Rate Limit Exceeded"),
    ("rateLimitExceeded429", 429, _GLOBAL, "Resource has been exhausted (e.g. check quota)."),
    ("userRateLimitExceeded", 403, "usageLimits", "User Rate Limit Exceeded"),
    ("servingLimitExceeded", 403, "usageLimits", "The overall rate limit specified for the API has already been reached."),
    ("concurrentLimitExceeded", 403, "usageLimits", "The concurrent usage limit has been reached."),
]
_QUOTA: list[_Row] = [
    ("uploadsPerDay", 429, _GLOBAL, _PER_DAY),
    (
        "quotaExceeded",
        403,
        "youtube.quota",
        'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.',
    ),
    ("dailyLimitExceeded", 403, "usageLimits", "Daily Limit Exceeded"),
    ("dailyLimitExceededUnreg", 403, "usageLimits", "Daily Limit for Unauthenticated Use Exceeded."),
]
_CAP: list[_Row] = [("uploadLimitExceeded", 400, _VIDEO, "The user has exceeded the number of videos they may upload.")]
_AUTH: list[_Row] = [
    ("authError", 401, _GLOBAL, "Invalid Credentials"),
    ("expired", 401, _GLOBAL, "Session Expired"),
    ("loginRequired", 401, _GLOBAL, "Login Required"),
    ("authorizationRequired", 401, _COMMON, "The request uses the mine parameter but is not properly authorized."),
    ("insufficientPermissions", 403, _GLOBAL, "Request had insufficient authentication scopes."),
]
_ACCOUNT: list[_Row] = [
    ("youtubeSignupRequired", 401, "youtube.header", "Unauthorized"),
    ("forbidden", 403, _VIDEO, "The request is not properly authorized to act on this channel or video."),
    ("authenticatedUserAccountClosed", 403, _COMMON, "The YouTube account of the authenticated user is closed."),
    ("authenticatedUserAccountSuspended", 403, _COMMON, "The YouTube account of the authenticated user is suspended."),
    ("channelClosed", 403, _COMMON, "The channel has been closed."),
    ("channelSuspended", 403, _COMMON, "The channel has been suspended."),
    ("authenticatedUserNotChannel", 403, _COMMON, "The authenticated user is not allowed to act on behalf of the channel."),
    ("accountDelegationForbidden", 403, _COMMON, "The authenticated user is not authorized to act on behalf of the specified account."),
    ("channelNotFound", 403, _COMMON, "The specified channel cannot be found."),
    ("channelForbidden", 403, _COMMON, "The specified channel does not support the request."),
    ("cmsUserAccountNotFound", 403, _COMMON, "The CMS user is not allowed to act on behalf of the content owner."),
    ("insufficientCapabilities", 403, _COMMON, "The CMS user has insufficient permissions to perform the requested operation."),
]
_OPERATOR: list[_Row] = [
    ("accessNotConfigured", 403, "usageLimits", "YouTube Data API v3 has not been used in this project before or it is disabled."),
    ("sslRequired", 403, _GLOBAL, "SSL is required to perform this operation."),
    ("ipRefererBlocked", 403, "usageLimits", "The referrer or the IP address is blocked."),
    ("countryBlocked", 403, _GLOBAL, "The country of the request is blocked."),
    ("keyInvalid", 400, "usageLimits", "Bad Request"),
    ("keyExpired", 400, "usageLimits", "Bad Request"),
]
_DEFECT: list[_Row] = [
    ("badRequest", 400, _GLOBAL, "Bad Request"),
    ("badContent", 400, _GLOBAL, "Media type is not supported. Valid media types: [video/*, application/octet-stream]"),
    ("invalidParameter", 400, _GLOBAL, "Invalid value for a parameter."),
    ("parseError", 400, _GLOBAL, "Parse Error"),
    ("invalidValue", 400, _GLOBAL, "Invalid Value"),
    ("required", 400, _GLOBAL, "Required"),
    ("missingRequiredParameter", 400, "youtube.parameter", "No filter selected, or a required parameter is missing."),
    ("unexpectedParameter", 400, _GLOBAL, "An unexpected parameter was given."),
    ("unknownPart", 400, "youtube.part", "An unknown part was named."),
    ("unexpectedPart", 400, "youtube.part", "The resource holds a part that the part parameter does not name."),
    ("invalidPart", 400, "youtube.part", "A part is invalid."),
    ("incompatibleParameters", 400, "youtube.parameter", "Incompatible parameters specified in the request."),
    ("invalidPageToken", 400, "youtube.parameter", "The page token is invalid."),
    ("notUpload", 400, _GLOBAL, "The request is no upload request and cannot be sent to /upload."),
    ("wrongUrlForUpload", 400, _GLOBAL, "Uploads must be sent to /upload."),
    ("playlistIdRequired", 400, "youtube.playlistItem", "The request does not specify a value for the playlistId property."),
    ("resourceIdRequired", 400, "youtube.playlistItem", "The request must contain a resource in which the snippet specifies a resourceId."),
    ("conditionNotMet", 412, _GLOBAL, "Precondition Failed"),
    ("notImplemented", 501, _GLOBAL, "Not Implemented"),
    ("preconditionRequired", 428, _GLOBAL, "Precondition Required"),
]
_THUMBNAIL: list[_Row] = [
    ("forbiddenThumbnail", 403, "youtube.thumbnail", _THUMBNAIL_FORBIDDEN),
    ("invalidImage", 400, "youtube.thumbnail", "The provided image content is invalid."),
    ("uploadRateLimitExceeded", 429, "youtube.thumbnail", "The channel has uploaded too many thumbnails recently."),
]
_PLAYLIST: list[_Row] = [
    ("playlistNotFound", 404, "youtube.playlistItem", "The playlist identified with the playlistId parameter cannot be found."),
    (
        "playlistContainsMaximumNumberOfVideos",
        403,
        "youtube.playlistItem",
        "The playlist already contains the maximum allowed number of items.",
    ),
    (
        "playlistItemsNotAccessible",
        403,
        "youtube.playlistItem",
        "The request is not properly authorized to insert the specified playlist item.",
    ),
]
_CAPTION = "youtube.caption"
_CAPTIONS: list[_Row] = [
    ("forbiddenCaptions", 403, _CAPTION, "The permissions associated with the request are not sufficient for its caption tracks."),
    ("contentRequired", 400, _CAPTION, "The request does not contain the caption track contents."),
    ("invalidMetadata", 400, _CAPTION, "The request contains invalid metadata values, which prevent the track from being created."),
    ("nameTooLong", 400, _CAPTION, "The snippet.name specified in the request is too long. Names are at most 150 characters long."),
    ("captionExists", 409, _CAPTION, "The specified video already has a caption track with the given snippet.language and snippet.name."),
    ("captionNotFound", 404, _CAPTION, "The caption track could not be found."),
]
_TABLE = {
    Lesson.TRANSIENT: _TRANSIENT,
    Lesson.RATE: _RATE,
    Lesson.QUOTA: _QUOTA,
    Lesson.CAP: _CAP,
    Lesson.AUTH: _AUTH,
    Lesson.EDIT: _EDIT,
    Lesson.ACCOUNT: _ACCOUNT,
    Lesson.OPERATOR: _OPERATOR,
    Lesson.DEFECT: _DEFECT,
    Lesson.THUMBNAIL: _THUMBNAIL,
    Lesson.PLAYLIST: _PLAYLIST,
    Lesson.CAPTIONS: _CAPTIONS,
}


_WORDS = {
    "badGateway": "backendError",
    "gatewayTimeout": "backendError",
    "requestTimeout": "backendError",
    "rateLimitExceeded429": "rateLimitExceeded",
    "uploadsPerDay": "rateLimitExceeded",
    "loginRequired": "required",
    "forbiddenThumbnail": "forbidden",
    "forbiddenCaptions": "forbidden",
}
"""The `reason` of those whose key is only ours."""

REASONS = {
    key: Reason(key=key, http=http, domain=domain, message=message, lesson=lesson, reason=_WORDS.get(key, key))
    for lesson, rows in _TABLE.items()
    for key, http, domain, message in rows
}
