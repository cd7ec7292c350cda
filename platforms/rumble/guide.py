"""What people are told before and while they connect a channel.

Source: rumbleplayer.com/developers/Rumble-Upload-API.html; read 2026-11-20.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from platforms.guide import Guide, Here, Link, Need, Scope, Step

UPLOADING = "upload"
SCOPES = {
    UPLOADING: Scope(name="upload", words="Upload videos to your channel", without="Without it Retake can publish nothing."),
}
"""Rumble knows no scopes: a token is for uploading, and nothing else."""
API = Link(text="Rumble’s page on the Upload API", address="https://rumbleplayer.com/developers/Rumble-Upload-API.html")


def notes(details: Mapping[str, Any]) -> Sequence[str]:
    """Say what Retake cannot do without what was left empty."""
    if details.get("publisher_id") == "":
        return ["Without the channel’s publisher id Retake cannot look at Rumble: if an answer is lost, it asks you."]
    return []


def steps(here: Here) -> Sequence[Step]:
    """Nothing has to be registered: each channel has a token of its own."""
    words = (
        "Rumble has no registration of apps: whoever publishes needs a token of its Upload API, which Rumble’s partner desk gives by mail.",
        "Nobody who made Retake had such a token: this part was written from Rumble’s page, and proven against a stand-in alone.",
    )
    return (Step(title="Nothing to register", words=words, link=API, done=True, found="It is ready."),)


GUIDE = Guide(
    account="channel",
    asks=(
        "Rumble has no page for giving leave: you paste the access token of its Upload API here.",
        "Retake tries it with a form that lacks a video, so that nothing is published, and keeps it encrypted.",
    ),
    uses="Retake uploads the videos that you publish, and looks at the list of your videos to find out what became of an upload. It cannot "
    "change or delete one: Rumble has no call for that.",
    needs=(
        Need(
            title="A token of the Upload API",
            words="Rumble gives it by mail, to partners, and it may take a while. Without one you can still publish by hand, with "
            "everything ready to paste.",
            link=API,
        ),
        Need(title="The channel’s publisher id", words="Not needed, and useful: with it Retake finds a video whose answer was lost."),
    ),
    scopes=SCOPES,
    trial=None,
    dead_ends=(),
    notes=notes,
    setup=steps,
    way_in="You paste the token that Rumble gave you for its Upload API. Retake tries it at once, without publishing anything.",
)
