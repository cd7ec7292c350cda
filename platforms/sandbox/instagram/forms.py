"""The panel's buttons, and what they do."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from platforms.sandbox import pages, panel
from platforms.sandbox.instagram import switch_forms
from platforms.sandbox.instagram.accounts import SWITCHES, Account
from platforms.sandbox.instagram.answers import REASONS, UPLOAD_REASONS
from platforms.sandbox.instagram.faults import MOMENTS, Fault
from platforms.sandbox.instagram.tokens import Kind
from platforms.sandbox.instagram.world import World
from platforms.sandbox.panel import Fields

_DECIDING = (("publish", "Publishing a container"), ("create", "Making a container"), ("bytes", "Sending the bytes"))
AFTER_ALL = ("2207051", "is_transient", "1", "2207001", "506", "368", "80002", "190", "2207008")
"""What media_publish may say although the reel exists; the first was seen."""


def all_of(root: str, world: World) -> list[str]:
    """Every group of forms."""
    now = world.board.now
    return [
        pages.grid(_failing(root), "For the next requests"),
        pages.grid(_at_once(root, world), "At once"),
        pages.grid([_account(root, account) for account in world.accounts.all()], "Accounts"),
        pages.grid(switch_forms.all_of(root, now), "Until it is changed or healed"),
        pages.grid(_upkeep(root), "Upkeep"),
    ]


def _options(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, _named(name)) for name in names]


def _named(name: str) -> str:
    reason = REASONS[name]
    return f"{reason.code}/{reason.subcode} {reason.words}" if reason.subcode else f"{name} {reason.words}".strip()


def _failing(root: str) -> list[str]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, reason in REASONS.items():
        groups[reason.lesson].append((name, _named(name)))
    bytes_alone = pages.form(
        f"{root}/panel/refuse-bytes",
        "Refuse the next bytes",
        pages.select("reason", "With", [(name, f"{each.http} {each.words}") for name, each in UPLOAD_REASONS.items()]),
        panel.times(),
        title="Refuse bytes",
        lesson="What can be sent again should go on at the byte that the container names; else a new container is begun.",
    )
    after_all = pages.form(
        f"{root}/panel/after-all",
        "Publish, and say that it failed",
        pages.select("reason", "It says", _options(AFTER_ALL)),
        panel.times(),
        title="Publish, and answer an error",
        lesson="The reel is live all the same. Retake should look, and never publish it again.",
    )
    return [
        panel.refuse(root, groups, list(MOMENTS.items())),
        panel.lose(root, _DECIDING),
        panel.cut(root, (("bytes", "The bytes"),)),
        panel.down(root),
        after_all,
        bytes_alone,
    ]


def _at_once(root: str, world: World) -> list[str]:
    people = [(account.username, account.name) for account in world.accounts.all()]
    return [
        pages.form(
            f"{root}/panel/revoke",
            "Take the leave back",
            pages.select("user", "Of", people),
            title="Remove Retake from the account’s apps",
            lesson="The owner should be asked to reconnect, once, and what waits should go on afterwards.",
        ),
        pages.form(
            f"{root}/panel/expire",
            "End the tokens",
            pages.tick("user_tokens", "Also those of people at Facebook", on=False),
            title="Expire tokens",
            lesson="A Page’s token comes anew from its person’s. Without that, the owner should be asked to reconnect.",
        ),
        pages.form(
            f"{root}/panel/end-containers",
            "Expire containers",
            title="Lose what is under way",
            lesson="Containers that were not published have expired. Retake should see it, and begin anew.",
        ),
    ]


def _account(root: str, account: Account) -> str:
    return pages.form(
        f"{root}/panel/account/{account.ig_id}",
        "Change the account",
        pages.tick("restricted", "Restricted by Instagram", on=account.restricted),
        pages.tick("trial_reels", "May post trial reels", on=account.trial_reels),
        title=f"{account.name} (@{account.username})",
        lesson="A restricted account can publish nothing: its owner should be told what to do in the app.",
    )


def _upkeep(root: str) -> list[str]:
    return [
        pages.form(
            f"{root}/panel/new-day",
            "Begin a new day",
            title="A new day",
            lesson="Every rate and every quota is as if nothing had been asked before.",
        ),
        pages.form(
            f"{root}/panel/advance",
            "Let time pass",
            pages.number("hours", "Hours", 1, least=0.01, step="any"),
            title="Time",
            lesson="The stand-in's clock alone; Retake's goes on as it does.",
        ),
        pages.form(f"{root}/panel/reset", "Forget everything", title="Begin anew", lesson="As on the first day.", tone="grave"),
    ]


def act(world: World, name: str, given: Fields) -> None:
    """Press a button. Raises LookupError for one that is not there, ValueError for a field that cannot be so."""
    button, _, about = name.partition("/")
    if button == "account":
        world.accounts.set(world.accounts.get(about), **{flag: given.get(flag) == "on" for flag in SWITCHES})
        return
    panel.act(world, name, given, read_fault=Fault.of, groups=switch_forms.GROUPS, actions=_actions(world), down_reason="503")


def _actions(world: World) -> Mapping[str, Callable[[Fields], None]]:
    def arm(given: Fields, **fault: str) -> None:
        world.faults.arm(Fault.of({**fault, "reason": given["reason"], "times": int(given["times"])}))

    def expire(given: Fields) -> None:
        world.tokens.expire((Kind.INSTAGRAM, Kind.PAGE, *((Kind.USER,) if given.get("user_tokens") == "on" else ())))

    return {
        "after-all": lambda given: arm(given, kind="spoil", at="publish"),
        "refuse-bytes": lambda given: arm(given, kind="refuse", at="bytes"),
        "revoke": lambda given: _revoke(world, given["user"]),
        "expire": expire,
        "end-containers": lambda given: world.containers.end_all(),
        "new-day": lambda given: world.requests.forget(),
        "advance": lambda given: world.advance(float(given["hours"]) * 3600),
        "heal": lambda given: world.heal(),
        "reset": lambda given: world.reset(),
    }


def _revoke(world: World, username: str) -> None:
    account = world.accounts.named(username)
    world.tokens.end_all_of(person_id=world.accounts.page_of(account).person_id, ig_id=account.ig_id)
