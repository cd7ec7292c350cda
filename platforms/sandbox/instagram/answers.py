"""How Meta answers: Graph's error envelope, `debug_info` where bytes are sent, OAuth's flat shape; every documented no by its name."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from platforms.sandbox.plumbing import Response, json_response, text_response

RETRY = "Retake should try again by itself"
EDIT = "The owner should be told what to change"
WAIT = "Retake should wait, using up no retry"
RECONNECT = "The owner should be asked to reconnect"
LOOK = "It proves nothing: Retake should look before anything else"
REPORT = "A mistake of Retake's own: it should say so"
AFRESH = "Retake should begin a new container, once nothing can come of the old one"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One documented refusal. `lesson` says what a publisher should do about it; one without words is of a gateway before the API."""

    code: int
    words: str
    lesson: str
    subcode: int | None = None
    http: int = 400
    transient: bool | None = None
    title: str = ""


def _graph(code: int, words: str, lesson: str, subcode: int | None = None, *, http: int = 400, transient: bool | None = None) -> Reason:
    return Reason(code=code, subcode=subcode, words=words, lesson=lesson, http=http, transient=transient)


def _publishing(code: int, subcode: int, words: str, lesson: str) -> Reason:
    return Reason(code=code, subcode=subcode, words=words, lesson=lesson, title=words.partition(".")[0])


_INVALID = "Error validating access token: "
REASONS: Mapping[str, Reason] = {
    # Graph as a whole. Source: the error-handling page of the Graph API, read 2026-10-06.
    "1": _graph(1, "An unknown error occurred", RETRY),
    "2": _graph(2, "Service temporarily unavailable", RETRY),
    "-1": _graph(-1, "Fatal", RETRY),
    "is_transient": _graph(2, "An unexpected error has occurred. Please retry your request later.", RETRY, transient=True),
    "500": _graph(0, "", RETRY, http=500),
    "502": _graph(0, "", RETRY, http=502),
    "503": _graph(0, "", RETRY, http=503),
    "4": _graph(4, "(#4) Application request limit reached", WAIT),
    "17": _graph(17, "(#17) User request limit reached", WAIT),
    "32": _graph(32, "(#32) Page request limit reached", WAIT),
    "341": _graph(341, "(#341) Feed action request limit reached", WAIT),
    "613": _graph(613, "(#613) Calls to this api have exceeded the rate limit.", WAIT),
    "80001": _graph(80001, "(#80001) There have been too many calls to this Page account.", WAIT),
    "80002": _graph(80002, "(#80002) There have been too many calls to this Instagram account.", WAIT),
    "368": _graph(368, "The action attempted has been deemed abusive or is otherwise disallowed", WAIT),
    "506": _graph(506, "Duplicate status message", LOOK),
    "190": _graph(190, "Invalid OAuth access token - Cannot parse access token", RECONNECT),
    "190-458": _graph(190, f"{_INVALID}The user has not authorized application.", RECONNECT, 458),
    "190-459": _graph(190, f"{_INVALID}The user is enrolled in a blocking, logged-in checkpoint", RECONNECT, 459),
    "190-460": _graph(190, f"{_INVALID}The session has been invalidated because the user changed their password.", RECONNECT, 460),
    "190-463": _graph(190, f"{_INVALID}Session has expired.", RECONNECT, 463),
    "190-464": _graph(190, f"{_INVALID}Sessions for the user are not allowed because the user is not a confirmed user.", RECONNECT, 464),
    "190-467": _graph(190, f"{_INVALID}The access token is invalid.", RECONNECT, 467),
    "190-492": _graph(190, f"{_INVALID}The user must be an administrator of the page.", RECONNECT, 492),
    "102": _graph(102, "Session key invalid or no longer valid", RECONNECT),
    "3": _graph(3, "(#3) Application does not have the capability to make this API call.", RECONNECT),
    "10": _graph(10, "(#10) Application does not have permission for this action", RECONNECT),
    "200": _graph(200, "(#200) Permissions error", RECONNECT, http=403),
    "100": _graph(100, "(#100) Invalid parameter", REPORT),
    "100-33": _graph(
        100, "Object does not exist, cannot be loaded due to missing permissions, or does not support this operation", LOOK, 33
    ),
    "2500": _graph(2500, "Unknown path components", REPORT),
    "2635": _graph(2635, "(#2635) You are calling a deprecated version of the API.", REPORT),
    # Publishing. Source: the page of error codes of the Instagram Platform, updated 2026-06-02; those from 2207076 on were only observed.
    "2207001": _publishing(-1, 2207001, "Instagram server error. Try again.", RETRY),
    "2207003": _publishing(-2, 2207003, "It takes too long to download the media.", AFRESH),
    "2207004": _publishing(36000, 2207004, "The image is too large to download. It should be less than 8 MiB.", EDIT),
    "2207005": _publishing(36001, 2207005, "The image format is not supported.", EDIT),
    "2207006": _publishing(24, 2207006, "The media could not be found.", AFRESH),
    "2207008": _publishing(24, 2207008, "The media builder with this creation id does not exist, or has expired.", LOOK),
    "2207009": _publishing(36003, 2207009, "The image's aspect ratio does not match.", EDIT),
    "2207010": _publishing(36004, 2207010, "The caption is too long.", EDIT),
    "2207020": _publishing(-2, 2207020, "The media you are trying to access has expired.", AFRESH),
    "2207023": _publishing(100, 2207023, "The media type is unknown.", REPORT),
    "2207026": _publishing(352, 2207026, "The video format is not supported.", EDIT),
    "2207027": _publishing(9007, 2207027, "The media is not ready for publishing, please wait for a moment.", RETRY),
    "2207028": _publishing(100, 2207028, "Carousel validation failed.", REPORT),
    "2207032": _publishing(-1, 2207032, "Create media fail, please try to re-create media.", RETRY),
    "2207035": _publishing(100, 2207035, "Product tag positions should not be specified for video media.", EDIT),
    "2207036": _publishing(100, 2207036, "Product tag positions are required for photo media.", EDIT),
    "2207037": _publishing(100, 2207037, "A product tag is not valid.", EDIT),
    "2207040": _publishing(100, 2207040, "Cannot use more than 20 tags per created media.", EDIT),
    "2207042": _publishing(
        9, 2207042, "You reached maximum number of posts that is allowed to be published by Content Publishing API.", WAIT
    ),
    "2207050": _publishing(25, 2207050, "The Instagram account is restricted.", EDIT),
    "2207051": _publishing(4, 2207051, "We restrict certain activity to protect our community.", LOOK),
    "2207052": _publishing(9004, 2207052, "The media could not be fetched from this URI.", AFRESH),
    "2207053": _publishing(-1, 2207053, "An unknown error occurred during the upload.", AFRESH),
    "2207057": _publishing(1, 2207057, "The thumbnail offset is outside of the video.", EDIT),
    "2207076": _publishing(-1, 2207076, "The media was rejected in processing.", AFRESH),
    "2207077": _publishing(-1, 2207077, "The video could not be downloaded.", AFRESH),
    "2207081": _publishing(100, 2207081, "The account is not eligible for trial reels.", EDIT),
    "2207082": _publishing(-1, 2207082, "The media could not be processed.", AFRESH),
    "2207085": _publishing(-1, 2207085, "Fatal", AFRESH),
}
FAILURES = ("2207026", "2207003", "2207052", "2207053", "2207001", "2207076", "2207077", "2207082", "2207085", "2207057")
"""What a container in ERROR may name."""
RATES = (4, 17, 32, 341, 613, 80001, 80002)
OF_THE_APP = (4, 341)
"""Rate limits that bind the whole app, and not one account."""


@dataclass(frozen=True, kw_only=True)
class UploadReason:
    """One refusal of bytes."""

    kind: str
    words: str
    lesson: str
    retriable: bool
    http: int = 400


AGAIN = "Retake should ask how far it is, and go on from there"
UPLOAD_REASONS: Mapping[str, UploadReason] = {
    "OffsetInvalidError": UploadReason(
        kind="OffsetInvalidError", words="Request starting offset is invalid", lesson=AGAIN, retriable=True, http=412
    ),
    "PartialRequestError": UploadReason(
        kind="PartialRequestError", words="Partial request: the body did not match length of file", lesson=AGAIN, retriable=True
    ),
    "ProcessingFailedError": UploadReason(kind="ProcessingFailedError", words="Request processing failed", lesson=AFRESH, retriable=False),
    "upload_again": UploadReason(kind="ProcessingFailedError", words="Request processing failed, try again", lesson=AGAIN, retriable=True),
    "unauthorized": UploadReason(kind="NotAuthorizedError", words="unauthorized user request", lesson=RECONNECT, retriable=False),
}


class Refused(Exception):
    """The answer is a refusal."""

    def __init__(self, response: Response) -> None:
        super().__init__(f"{response.status}")
        self.response = response


def refusal(name: str, *, words: str = "", http: int | None = None) -> Response:
    """A refusal in Graph's envelope; one of a gateway is a page."""
    reason = REASONS[name]
    status = reason.http if http is None else http
    if not reason.words:
        return text_response(status, "Sorry, something went wrong.")
    error: dict[str, Any] = {"message": words or reason.words, "type": "OAuthException", "code": reason.code}
    if reason.subcode is not None:
        error["error_subcode"] = reason.subcode
    if reason.transient is not None or reason.title:
        error["is_transient"] = bool(reason.transient)
    if reason.title:
        error |= {"error_user_title": reason.title, "error_user_msg": words or reason.words}
    return json_response(status, {"error": {**error, "fbtrace_id": _trace()}})


def refused(name: str, *, words: str = "", http: int | None = None) -> Refused:
    return Refused(refusal(name, words=words, http=http))


def upload_refusal(name: str, *, words: str = "", with_200: bool = False) -> Response:
    """A refusal of bytes, by one of its own names or by one of Graph's."""
    if name not in UPLOAD_REASONS:
        reason = REASONS[name]
        if not reason.words:
            return refusal(name)
        is_passing = reason.lesson in (RETRY, WAIT)
        kind = "unauthorized" if reason.lesson == RECONNECT else "upload_again" if is_passing else "ProcessingFailedError"
        return upload_refusal(kind, words=UPLOAD_REASONS[kind].words if kind == "unauthorized" else reason.words, with_200=with_200)
    own = UPLOAD_REASONS[name]
    told = {"retriable": own.retriable, "type": own.kind, "message": words or own.words}
    return json_response(200 if with_200 else own.http, {"debug_info": told})


def flat_refusal(words: str, *, http: int = 400) -> Response:
    """A refusal of api.instagram.com, which knows no envelope."""
    return json_response(http, {"error_type": "OAuthException", "code": http, "error_message": words})


def _trace() -> str:
    return f"A{secrets.token_urlsafe(16)}"
