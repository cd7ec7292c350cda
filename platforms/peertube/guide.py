"""What people are told before and while they connect a channel of an instance.

Source: docs.joinpeertube.org/use/library and docs.joinpeertube.org/api/rest-getting-started; read 2026-11-26.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from platforms.guide import Guide, Here, Need, Scope, Step

ACCOUNT = "account"
SCOPES = {
    ACCOUNT: Scope(
        name="account",
        words="Use your account on the instance",
        without="Without it Retake can neither upload a video nor see what became of an upload.",
    )
}
"""PeerTube knows no scopes: whoever signs in may do what the account may."""
_LITTLE = 1024**3


def notes(details: Mapping[str, Any]) -> Sequence[str]:
    """Say what the account has little of."""
    left = details.get("quota_left")
    if isinstance(left, int) and left < _LITTLE:
        return [f"The account has {left // 1024**2} MB of room left on its instance."]
    return []


def steps(here: Here) -> Sequence[Step]:
    """Nothing has to be registered: every instance names the client that programs use."""
    words = (
        "PeerTube needs no registration: people give the address of their instance, and sign in there once.",
        "Set PEERTUBE_URL to an instance of yours, and the form suggests it; that one may also lie inside your network.",
    )
    return (Step(title="Nothing to register", words=words, done=True, found="It is ready."),)


GUIDE = Guide(
    account="channel",
    asks=(
        "PeerTube has no page of its own for giving leave: you type the address of your instance, your user name and your password here.",
        "Retake sends the password to the instance once, gets leave for it, and does not keep it. The leave lasts while it is used.",
        "Each channel is connected by itself: come back for the next one.",
    ),
    uses="Retake uploads the videos that you publish, sets their thumbnails and captions, and reads your list of videos to find out what "
    "became of an upload. It deletes a video only when you press a button that says so.",
    needs=(
        Need(title="An account on an instance", words="With leave to upload videos, and a channel."),
        Need(title="The code of your second factor", words="If your account has one: it is asked for each time you connect."),
    ),
    scopes=SCOPES,
    trial=None,
    dead_ends=(),
    notes=notes,
    setup=steps,
    way_in="You sign in here with your user name and password of the instance. Retake sends them there once, and keeps the leave that it "
    "gets, not the password.",
)
