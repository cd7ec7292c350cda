"""The stand-in's lasting switches: how slow, how strict, how honest it is until somebody changes it."""

from dataclasses import dataclass

from platforms.sandbox.bodies import Form

UPLOAD_ANSWERS = ("documented", "html", "wrong_but_made", "wrong_and_not_made", "524")
"""What is answered to an upload that is in order; every one but `wrong_and_not_made` makes the video."""
OUTCOMES = ("ready", "failed", "stuck")
"""What becomes of the next videos once their processing is over."""
ERROR_SHAPES = ("object", "list", "absent")
LIST_STATES = ("well", "down", "gone", "challenge", "html")
"""How the list of videos answers: as it should, 503, 404, a challenge of the CDN (403), an HTML page with 200."""
LICENCES = ("0 and 6", "0", "6")


@dataclass(frozen=True, kw_only=True)
class Switches:
    """Each with the default of a well Rumble; times in seconds, sizes in bytes, texts in characters."""

    upload_answer: str = "documented"
    answer_seconds: float = 0.0
    """How long an upload waits for its answer once the video is made."""
    repeats_guid: bool = True
    """Whether a guid of which there is a video already makes a second one; else it is an error of the field."""
    error_shape: str = "object"
    licences: str = "0 and 6"
    title_length: int = 100
    largest_video: int = 15 * 1024**3
    api_off: bool = False
    challenged: bool = False
    """Whether the CDN wants to see a browser before it shows pages of videos and channels."""
    list_lag_seconds: float = 5.0
    list_state: str = "well"
    list_page: int = 25
    list_tells_guid: bool = False
    list_tells_details: bool = False
    """Whether each entry of the list has its address, date and duration, too."""
    list_gives_markup: bool = False
    """Whether `video.iframe` is an element of HTML; else it is the address that goes into one."""
    processing_seconds: float = 4.0
    outcome: str = "ready"
    delay_seconds: float = 0.0
    bytes_per_second: int = 0
    error_form: str = Form.JSON.value
    mixed_header_case: bool = False
    chunked_answers: bool = False


CHOICES: dict[str, tuple[str, ...]] = {
    "upload_answer": UPLOAD_ANSWERS,
    "error_shape": ERROR_SHAPES,
    "licences": LICENCES,
    "list_state": LIST_STATES,
    "outcome": OUTCOMES,
    "error_form": tuple(Form),
}
