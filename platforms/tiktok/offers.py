"""What a creator may choose from just now, as TikTok's rules want it shown before a post: read when the form is."""

from platforms import errors
from platforms.contract import Account
from platforms.options import Choice, Offers
from platforms.tiktok.calls import Calls
from platforms.tiktok.creator import Creator
from platforms.tiktok.guide import POSTING
from platforms.tiktok.options import PRIVACIES

_OFF = "Switched off for this account in the TikTok app."
_IN_WORDS = dict(PRIVACIES)


def offered(calls: Calls, account: Account) -> Offers:
    """Ask TikTok. That it lets the creator post nothing just now is said, and no error. Raises `errors.PlatformError`."""
    if POSTING not in account.scopes:
        return Offers()  # that it may send drafts alone is said beside the choice of the way
    try:
        creator = calls.creator()
    except (errors.QuotaExceeded, errors.Refused) as refusal:
        return Offers(refused=f"{refusal.message} {refusal.fix}".strip())
    return Offers(choices={"privacy": _privacies(creator)}, shut=_shut(creator), said=_said(creator))


def _privacies(creator: Creator) -> tuple[Choice, ...]:
    return tuple(Choice(value=each, label=_IN_WORDS.get(each, each)) for each in creator.privacies)


def _shut(creator: Creator) -> dict[str, str]:
    off = {"comments": creator.comment_disabled, "duets": creator.duet_disabled, "stitches": creator.stitch_disabled}
    return {name: _OFF for name, is_off in off.items() if is_off}


def _said(creator: Creator) -> tuple[str, ...]:
    who = f"You post as {creator.nickname} (@{creator.username})."
    return (who,) if creator.most_seconds is None else (who, f"Videos may be up to {creator.most_seconds // 60 or 1} minutes long.")
