"""What Google asks of those who connect a channel, and what it asks of whoever runs Retake.

Sources: developers.google.com/identity/protocols/oauth2 and …/oauth2/web-server; support.google.com/cloud (the consent
screen, its Testing state and verification); developers.google.com/youtube/v3/determine_quota_cost. Read 2026-11-22.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from platforms.guide import DeadEnd, Guide, Link, Need, Scope, Trial
from platforms.youtube.setup import steps

FORCE_SSL = "https://www.googleapis.com/auth/youtube.force-ssl"
"""Insert, list, update and delete; `youtube.upload` alone cannot read, so that nothing could be looked for.

Source: the `scopes` of each method, and of the whole, in Google's discovery document youtube v3.
"""
VERIFY = "https://www.youtube.com/verify"

SCOPES = {
    FORCE_SSL: Scope(
        name="youtube.force-ssl",
        words="See, edit, and permanently delete your YouTube videos, ratings, comments and captions",
        without="Without it Retake can neither upload a video nor see what became of an upload.",
    )
}
TRIAL = Trial(
    lifetime=timedelta(days=7),
    ends="Google ends this leave 7 days after it was given, because the app that Retake is registered as is still in Testing there. "
    "Reconnect before then, or have whoever runs Retake publish the app: leave that is given after that lasts.",
    ended="Google ended this leave. It gives leave for 7 days only, as long as the app that Retake is registered as is in Testing there.",
    fix="Reconnect the channel. So that its leave lasts, whoever runs Retake publishes the app at Google.",
)


def notes(details: Mapping[str, Any]) -> Sequence[str]:
    """Say what the channel cannot do yet. Source: `status.longUploadsStatus` of the channel resource."""
    if details.get("long_uploads") in ("eligible", "disallowed"):
        return [f"Videos longer than 15 minutes are refused until the channel is verified by phone at {VERIFY}."]
    return []


GUIDE = Guide(
    account="channel",
    asks=(
        "Google lets you choose a login, and then one of its channels. Each channel is connected by itself: come back for the next one.",
        f"It asks for one leave, “{SCOPES[FORCE_SSL].words}”. Where there is a box to tick, leave it ticked.",
        "As long as Google has not verified this Retake, it first says “Google hasn’t verified this app”. "
        "If you trust whoever runs it, go on by Advanced.",
    ),
    uses="Retake uploads the videos that you publish, sets their thumbnails and captions, and reads your videos to find out what became "
    "of an upload. "
    "It deletes a video only when you press a button that says so. Comments and ratings it leaves alone.",
    needs=(
        Need(
            title="A channel",
            words="A Google login alone has none.",
            link=Link(text="Make a channel", address="https://www.youtube.com/create_channel"),
        ),
        Need(
            title="A verified phone number",
            words="For videos longer than 15 minutes, and for thumbnails of your own. Other videos go without.",
            link=Link(text="Verify the channel", address=VERIFY),
        ),
    ),
    scopes=SCOPES,
    trial=TRIAL,
    dead_ends=(
        DeadEnd(
            shown="Error 400: redirect_uri_mismatch",
            means="The redirect address of the OAuth client is not, letter for letter, the one that Retake uses.",
        ),
        DeadEnd(
            shown="Error 403: access_denied, “has not completed the Google verification process”",
            means="The app is in Testing, and this login is none of its test users.",
        ),
        DeadEnd(
            shown="Error 403: org_internal",
            means="The app is for one organisation alone (user type Internal), and this login is of another.",
        ),
        DeadEnd(
            shown="Error 400: admin_policy_enforced",
            means="The organisation of this login allows only certain apps. Its administrator can allow Retake, by its client ID.",
        ),
        DeadEnd(
            shown="Error 401: invalid_client",
            means="Google does not know the client ID: it was mistyped, or the client was deleted.",
        ),
    ),
    notes=notes,
    setup=lambda here: steps(here, scopes=tuple(SCOPES)),
)
