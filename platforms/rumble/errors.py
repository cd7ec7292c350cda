"""Rumble's refusals, and what each means for a publication: the table, as data.

Source: rumbleplayer.com/developers/Rumble-Upload-API.html. Errors are keyed by the field of the request that they are about; of codes
only SOMETHING_WENT_WRONG is documented. Whatever is not an error of a field says nothing of what became of the video.
"""

from dataclasses import dataclass
from enum import Enum, auto

THUMBNAIL_REFUSED = "thumbnail_refused"
API = "rumbleplayer.com/developers/Rumble-Upload-API.html"


class Kind(Enum):
    """Which of `platforms.errors` a refusal becomes, where it came before the last bytes or proves that nothing was made."""

    REFUSED = auto()
    UNAUTHORIZED = auto()
    TRANSIENT = auto()
    RATE_OF_ACCOUNT = auto()


@dataclass(frozen=True, kw_only=True)
class Row:
    """A refusal of this `field` means this; "" is one that is about no field. `http` is the status that it comes with."""

    field: str = ""
    kind: Kind
    code: str
    message: str
    fix: str = ""
    http: int = 200
    source: str = API


_OURS = "That is a mistake in Retake, not in your video. Tell the people who run it; they find Rumble’s words below."
_RECONNECT = "Get a token from Rumble that works, and reconnect the channel with it."

# fmt: off
TABLE: tuple[Row, ...] = (
    Row(field="access_token", http=403, kind=Kind.UNAUTHORIZED, code="access_refused",
        message="Rumble does not accept the token of this channel, or has banned its user.", fix=_RECONNECT),
    Row(field="title", kind=Kind.REFUSED, code="title_refused", message="Rumble refused the title.", fix="Change it and publish again."),
    Row(field="description", kind=Kind.REFUSED, code="description_refused", message="Rumble refused the description.",
        fix="Change it and publish again."),
    Row(field="license_type", kind=Kind.REFUSED, code="licence_refused", message="Rumble does not take this licence from the channel.",
        fix="Choose another one and publish again."),
    Row(field="channel_id", kind=Kind.REFUSED, code="channel_refused", message="Rumble says that this is no channel of the token’s user.",
        fix="Reconnect the channel, and correct its number or leave it empty."),
    Row(field="video", kind=Kind.REFUSED, code="file_refused", message="Rumble does not take this file.",
        fix="Export it again as MP4 with H.264 video, and publish that."),
    Row(field="thumb", kind=Kind.TRANSIENT, code=THUMBNAIL_REFUSED, message="Rumble does not take the picture.",
        fix="Nothing for you to do: the next try sends the video without it."),
    Row(field="guid", kind=Kind.REFUSED, code="already_there",
        message="Rumble says that it has a video with this publication’s mark already.",
        fix="Look at the channel. If it is there, paste its address here."),
)
OTHER_FIELD = Row(field="other", kind=Kind.REFUSED, code="request_refused", message="Rumble refused a setting of this upload.", fix=_OURS)
WRONG = Row(kind=Kind.TRANSIENT, code="something_went_wrong", message="Something went wrong at Rumble, which does not say what.")
DOWN = Row(http=503, kind=Kind.TRANSIENT, code="platform_down", message="Rumble had trouble of its own.")
SHUT = Row(http=403, kind=Kind.TRANSIENT, code="shut_out",
    message="Something before Rumble’s servers did not let Retake in: it takes it for a robot.",
    fix="It is tried again. If it happens each time, publish by hand, or ask Rumble to let this server in.")
TOO_FAST = Row(http=429, kind=Kind.RATE_OF_ACCOUNT, code="rate_limited", message="Rumble asks for a slower pace.")
ODD = Row(kind=Kind.TRANSIENT, code="garbled", message="Rumble’s answer could not be read.")
EVERY_ROW = (*TABLE, OTHER_FIELD, WRONG, DOWN, SHUT, TOO_FAST, ODD)
# fmt: on
