"""What people are told before and while they connect an Instagram account, by either of Meta's logins.

Sources: developers.facebook.com/docs/instagram-platform, "Business login", "Facebook login" and "Content publishing"; read 2026-10-06.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from platforms.guide import DeadEnd, Guide, Link, Need, Scope
from platforms.instagram.setup import steps

BY_INSTAGRAM = {
    "instagram_business_basic": Scope(
        name="instagram_business_basic",
        words="View your profile and posts",
        without="Without it Retake cannot tell which account this is.",
    ),
    "instagram_business_content_publish": Scope(
        name="instagram_business_content_publish",
        words="Publish posts to your account",
        without="Without it Retake can post nothing.",
    ),
}
BY_FACEBOOK = {
    "instagram_basic": Scope(
        name="instagram_basic",
        words="Access profile and posts from the Instagram account connected to your Page",
        without="Without it Retake cannot tell which account this is.",
    ),
    "instagram_content_publish": Scope(
        name="instagram_content_publish",
        words="Upload media and create posts for the Instagram account connected to your Page",
        without="Without it Retake can post nothing.",
    ),
    "pages_show_list": Scope(
        name="pages_show_list",
        words="Show a list of the Pages you manage",
        without="Without it Retake does not find the account, which is reached by its Page.",
    ),
    "pages_read_engagement": Scope(
        name="pages_read_engagement",
        words="Read content posted on the Page",
        without="Without it Retake does not find the account, which is reached by its Page.",
    ),
    "instagram_manage_contents": Scope(
        name="instagram_manage_contents",
        words="Manage the content of the Instagram account connected to your Page",
        without="Without it Retake cannot delete a Reel.",
        is_optional=True,
    ),
}
_PROFESSIONAL = Need(
    title="A professional account",
    words="Business or Creator: Instagram lets apps post to no other. Changing costs nothing, in the Instagram app under Account type.",
    link=Link(text="How to change it", address="https://help.instagram.com/502981923235522"),
)
_ALLOWANCE = Need(
    title="Room for the day",
    words="Instagram takes 50 or 100 posts a day by way of apps, and Retake reads how many are left. Reels are 3 seconds to 15 minutes "
    "long and up to 300 MB.",
)
_USES = (
    "Retake uploads the Reels that you publish, asks what became of them, and reads your name and your newest posts to find them again. "
    "Disconnecting erases what it keeps; to take the leave back for all, remove Retake in your settings there."
)


def notes(details: Mapping[str, Any]) -> Sequence[str]:
    """Say what the account cannot do."""
    if details.get("login") == "instagram":
        return ["Connected with Instagram’s own login: Retake cannot delete its Reels, and Instagram fetches each video from here."]
    return []


INSTAGRAM = Guide(
    account="account",
    asks=(
        "Instagram asks you to log in there, and whether Retake may see your profile and post to it.",
        "Allow both: with one of them off nothing can be posted.",
    ),
    uses=_USES,
    needs=(
        _PROFESSIONAL,
        Need(
            title="A Retake that is on the internet",
            words="Behind this login Instagram comes for the video itself, so this Retake needs a public address with https.",
        ),
        _ALLOWANCE,
    ),
    scopes=BY_INSTAGRAM,
    trial=None,
    dead_ends=(
        DeadEnd(shown="Invalid redirect_uri", means="The redirect address is not the one that is registered at Meta, letter for letter."),
        DeadEnd(
            shown="Insufficient developer role", means="The app is not live yet, and this account is no tester of it who has accepted."
        ),
    ),
    notes=notes,
    setup=lambda here: steps(here),
)
FACEBOOK = Guide(
    account="account",
    asks=(
        "Facebook asks you to log in there, and to choose the Instagram accounts and the Pages that they are linked to.",
        "Tick each account that you want to publish to together with its Page, and leave every switch on.",
    ),
    uses=_USES,
    needs=(
        _PROFESSIONAL,
        Need(
            title="A Facebook Page that the account is linked to",
            words="And a role on it that lets you create content. Facebook may ask for a second factor, or to authorize the Page, first.",
            link=Link(text="How to link them", address="https://www.facebook.com/help/1148909221857370"),
        ),
        _ALLOWANCE,
    ),
    scopes=BY_FACEBOOK,
    trial=None,
    dead_ends=(
        DeadEnd(shown="URL blocked", means="The redirect address is not the one that is registered at Meta, letter for letter."),
        DeadEnd(shown="App not active", means="The app at Meta is not live yet, and this login has no role on it."),
    ),
    notes=notes,
    setup=lambda here: steps(here),
)
