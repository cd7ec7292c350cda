"""Accounts that their owners post to by hand: noted, found again, and taken over by leave that is given for them later.

Nobody can ask the platform whose account it is, so that such a row is its owner's word, and stands in nobody else's way: its
uid is one that no platform gives.
"""

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction

from platforms import clock, errors, registry
from platforms.grants import Identity
from platforms.kept_tokens import HEALTHY
from platforms.models import Connection


def note(user: User, slug: str, *, name: str, address: str) -> Connection:
    """Note an account that `user` posts to by hand; the same account revives its row.

    Raises `errors.Refused` for an address of no account, and where Retake has leave for it already.
    """
    account = account_in(slug, address)
    if not account:
        raise errors.Refused("no_account", f"This is no address of an account on {registry.adapter(slug).name}.", fix="Copy it there.")
    with transaction.atomic():
        row = _known(user, slug, account, name) or _made(user, slug, account)
        if row.has_leave:
            raise errors.Refused(
                "connected_already",
                f"{row} is connected already, and Retake posts to it by itself.",
                fix="If you mean another account, give it another name. To post by hand, disconnect that one first.",
            )
        row.name, row.details, row.is_by_hand = name[:200], {"page": address, "account": account}, True
        row.connected_at, row.disconnected_at = clock.now(), None
        row.scopes, row.picture_url = [], ""
        for column, value in HEALTHY.items():
            setattr(row, column, value)
        row.save()
    return row


def take_over(user: AbstractBaseUser, slug: str, *, realm: str, identity: Identity, asked: str) -> None:
    """Before leave for `identity` is written: let the row of the same account by hand be its row, with all that was posted to it.

    It is the same where its owner asked for that very row (`asked` is its key), or where it bears the account's name. An
    account that has a row is left as it is.
    """
    if Connection.objects.of_account(slug, identity.id, realm=realm).exists():
        return
    own = list(Connection.objects.visible_to(user).filter(provider=slug, is_by_hand=True).order_by("pk"))
    told = _folded(identity.id, identity.name, str(identity.details.get("handle", "")))
    for row in [row for row in own if str(row.pk) == asked] or [row for row in own if told & _names_by_hand(row)]:
        Connection.objects.filter(pk=row.pk, is_by_hand=True).update(uid=identity.id, realm=realm)
        return


def account_in(slug: str, address: str) -> str:
    """How the platform names the account of this address; "" where it is none."""
    way = registry.adapter(slug).by_hand
    return way.account_in(address) if way else ""


def _known(user: AbstractBaseUser, slug: str, account: str, name: str) -> Connection | None:
    """The row of `user` that is this account: one with leave before one that was left."""
    own = list(Connection.objects.visible_to(user).filter(provider=slug, realm__in=registry.realms(slug)).order_by("pk"))
    by_hand = [row for row in own if row.is_by_hand and row.details.get("account") == account]
    meant = _folded(_last(account), name)
    given = [row for row in own if not row.is_by_hand and meant & _folded(row.uid, row.name, row.handle)]
    return next(iter([*(row for row in given if row.has_leave), *by_hand, *given]), None)


def _made(user: User, slug: str, account: str) -> Connection:
    # Two presses at once meet at the constraint on uids, and get one row.
    row, _ = Connection.objects.get_or_create(
        provider=slug, realm=registry.realm(slug), uid=f"by-hand/{user.pk}/{account}", defaults={"user": user, "is_by_hand": True}
    )
    return row


def _names_by_hand(row: Connection) -> set[str]:
    return _folded(_last(str(row.details.get("account", ""))), row.name)


def _last(account: str) -> str:
    return account.rpartition("/")[2]


def _folded(*names: str) -> set[str]:
    return {name.strip().removeprefix("@").casefold() for name in names} - {""}
