"""What people are told before and while they connect a TikTok account.

Sources: developers.tiktok.com/doc/login-kit-web, /tiktok-api-scopes and /content-sharing-guidelines; read 2026-11-05.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from platforms.guide import DeadEnd, Guide, Need, Scope
from platforms.tiktok.setup import steps

BASICS, PROFILE, DRAFTS, POSTING = "user.info.basic", "user.info.profile", "video.upload", "video.publish"
SCOPES = {
    BASICS: Scope(
        name="user.info.basic",
        words="Read your profile info (avatar, display name)",
        without="Without it Retake cannot tell which account this is.",
    ),
    DRAFTS: Scope(
        name="video.upload",
        words="Upload video to your TikTok account as a draft",
        without="Without it Retake can send no draft, and cannot see what became of one.",
    ),
    POSTING: Scope(
        name="video.publish",
        words="Post content to TikTok",
        without="Without it Retake can put drafts into the inbox, and post nothing itself.",
        is_optional=True,
    ),
    PROFILE: Scope(
        name="user.info.profile",
        words="Read your profile web link, bio description and username",
        without="Without it Retake shows no link to a post.",
        is_optional=True,
    ),
}


def notes(details: Mapping[str, Any]) -> Sequence[str]:
    """Say what the account cannot do."""
    seconds = details.get("most_seconds")
    if isinstance(seconds, int) and seconds < 600:
        return [f"TikTok takes videos of up to {seconds // 60 or 1} minutes from this account."]
    return []


GUIDE = Guide(
    account="account",
    asks=(
        "TikTok asks you to log in there, and shows what Retake would like to do, with a switch for each.",
        "Leave all of them on: with some off, Retake can send drafts alone, or cannot link to your posts.",
    ),
    uses="Retake uploads the videos that you publish, and asks what became of them. It reads your name, your picture and what you "
    "may choose from there. It cannot delete a post: TikTok has no way for that.",
    needs=(
        Need(
            title="A TikTok account", words="Any one may post up to 15 videos a day through apps like Retake, and keep five drafts waiting."
        ),
        Need(
            title="Posting for everyone to see",
            words="That takes an audit of this Retake by TikTok. Until then it posts to private accounts, for “Only me”, or sends a draft "
            "that you post yourself in the app.",
        ),
    ),
    scopes=SCOPES,
    trial=None,
    dead_ends=(
        DeadEnd(shown="redirect_uri", means="The redirect address is not the one that is registered at TikTok, letter for letter."),
        DeadEnd(
            shown="client_key", means="The client key is wrong, or the app at TikTok is not live and this login is no test user of it."
        ),
        DeadEnd(shown="scope", means="The app at TikTok lacks the Content Posting API, or one of its scopes."),
    ),
    notes=notes,
    setup=lambda here: steps(here, scopes=tuple(SCOPES)),
)
