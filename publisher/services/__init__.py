"""The verbs of people. Every door - page, admin, command, API - finds the row, checks whose it is, and calls one of these."""

from publisher.services.captioning import send_captions
from publisher.services.confirming import Found, confirm
from publisher.services.covering import send_picture
from publisher.services.editing import edit_and_retry
from publisher.services.ending import cancel, mark_permanent
from publisher.services.fitting import cancel_fit, make_again, make_fit, use_fit, use_original
from publisher.services.following import retry_follow_up
from publisher.services.holding import hold, resume
from publisher.services.publishing import publish
from publisher.services.refusal import ON_ITS_WAY, NotPossible, WouldBeRefused
from publisher.services.removing import confirm_removed, leave_there, remove, remove_video, try_removing_again
from publisher.services.retrying import reset, retry
from publisher.services.revising import revise, revise_again
from publisher.services.scheduling import reschedule

__all__ = [
    "ON_ITS_WAY",
    "Found",
    "NotPossible",
    "WouldBeRefused",
    "cancel",
    "cancel_fit",
    "confirm",
    "confirm_removed",
    "edit_and_retry",
    "hold",
    "leave_there",
    "make_again",
    "make_fit",
    "mark_permanent",
    "publish",
    "remove",
    "remove_video",
    "reschedule",
    "reset",
    "resume",
    "retry",
    "retry_follow_up",
    "revise",
    "revise_again",
    "send_captions",
    "send_picture",
    "try_removing_again",
    "use_fit",
    "use_original",
]
