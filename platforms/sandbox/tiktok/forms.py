"""The panel's forms and what they do: every fault with what it teaches, grouped as a person would look for it."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from platforms.sandbox import pages, panel
from platforms.sandbox.panel import Fields
from platforms.sandbox.tiktok.answers import FAIL_REASONS, GRANT_ERRORS, REASONS
from platforms.sandbox.tiktok.creators import Creator
from platforms.sandbox.tiktok.faults import MOMENTS, Fault
from platforms.sandbox.tiktok.switches import Switches
from platforms.sandbox.tiktok.world import World

GROUPS: Mapping[str, tuple[str, ...]] = {
    "processing": ("outcome", "processing_seconds", "public_id_seconds"),
    "app": ("audited", "active_users", "daily_posts", "pending_drafts", "keeps_pace"),
    "slow": ("delay_seconds", "bytes_per_second", "address_seconds"),
    "bytes": ("megabyte", "tells_last_byte", "keeps_parts", "takes_last_piece_again"),
    "answers": ("error_form", "mixed_header_case", "chunked_answers"),
    "tokens": ("access_token_seconds", "refresh_token_seconds", "refresh_ends_access", "grant_errors_with_200", "wrong_client"),
}
_OUTCOMES = (
    ("published", "They are posted"),
    ("stuck", "They never get ready"),
    *((reason, f"FAILED: {reason}") for reason in FAIL_REASONS),
)
_SENT = (("final", "The last piece"), ("init", "Opening an upload"), ("send", "Pieces before the last"))


def all_of(root: str, world: World) -> list[str]:
    """Every group of forms."""
    return [
        pages.grid(_failing(root), "For the next requests"),
        pages.grid(_at_once(root, world), "At once"),
        pages.grid([_account(root, creator) for creator in world.creators.all()], "Accounts"),
        pages.grid([*_platform(root, world.board.now), *_wire(root, world.board.now)], "Until it is changed or healed"),
        pages.grid(_upkeep(root), "Upkeep"),
    ]


def _failing(root: str) -> list[str]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, reason in REASONS.items():
        groups[reason.lesson].append((name, f"{reason.http} {name}"))
    moments = [(name, words) for name, words in MOMENTS.items() if name != "token"]
    tokens = pages.form(
        f"{root}/panel/refuse-tokens",
        "Refuse the next tokens",
        pages.select("reason", "With", [(name, f"{each.http} {name}") for name, each in GRANT_ERRORS.items()]),
        panel.times(),
        title="Refuse tokens",
        lesson="invalid_grant: the owner should be asked to reconnect. A client error: staff are told. 5xx: neither.",
    )
    return [
        panel.refuse(root, groups, moments),
        panel.lose(root, _SENT),
        panel.cut(root, (("final", "The last piece"), ("send", "Pieces before the last"))),
        panel.down(root),
        tokens,
    ]


def _at_once(root: str, world: World) -> list[str]:
    people = [(creator.username, creator.nickname) for creator in world.creators.all()]
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
            "End all access tokens",
            title="Expire tokens",
            lesson="Retake should renew them quietly, once, and nobody should notice.",
        ),
        pages.form(
            f"{root}/panel/lose-uploads",
            "Lose open uploads",
            title="Lose what is under way",
            lesson="The tasks fail with “internal”. Retake should see that nothing came of them, and begin anew.",
        ),
    ]


def _account(root: str, creator: Creator) -> str:
    return pages.form(
        f"{root}/panel/account/{creator.open_id}",
        "Change the account",
        pages.tick("private", "Private account", on=creator.private),
        pages.tick("comment_disabled", "Comments switched off", on=creator.comment_disabled),
        pages.tick("duet_disabled", "Duets switched off", on=creator.duet_disabled),
        pages.tick("stitch_disabled", "Stitches switched off", on=creator.stitch_disabled),
        pages.number("most_seconds", "Longest video in seconds", creator.most_seconds, least=1),
        title=f"{creator.nickname} (@{creator.username})",
        lesson="Retake reads this when it shows its form, and again right before it posts.",
    )


def _platform(root: str, now: Switches) -> list[str]:
    return [
        pages.form(
            f"{root}/panel/switches/processing",
            "Treat the next videos so",
            pages.select("outcome", "In the end", _OUTCOMES, chosen=now.outcome),
            pages.number("processing_seconds", "Processing takes seconds", now.processing_seconds, step="any"),
            pages.number("public_id_seconds", "The post’s address is known after seconds", now.public_id_seconds, step="any"),
            title="Processing",
            lesson="A failure is told with its reason. One that is stuck is asked about after a day.",
        ),
        pages.form(
            f"{root}/panel/switches/app",
            "Treat the app so",
            pages.tick("audited", "It was audited", on=now.audited),
            pages.number("active_users", "People a day while it is not", now.active_users),
            pages.number("daily_posts", "Posts of an account a day", now.daily_posts),
            pages.number("pending_drafts", "Drafts that may wait", now.pending_drafts),
            pages.tick("keeps_pace", "Refuses who asks too often", on=now.keeps_pace),
            title="The app and its limits",
            lesson="Without an audit, posts go to private accounts and for “Only me”; drafts always go. Caps should be waited for.",
        ),
        pages.form(
            f"{root}/panel/switches/tokens",
            "Let people in so",
            pages.number("access_token_seconds", "Access tokens last seconds", now.access_token_seconds, least=1, step="any"),
            pages.number("refresh_token_seconds", "Refresh tokens last seconds", now.refresh_token_seconds, least=1, step="any"),
            pages.tick("refresh_ends_access", "A refresh ends the access token before it", on=now.refresh_ends_access),
            pages.tick("grant_errors_with_200", "Errors of tokens come with status 200", on=now.grant_errors_with_200),
            pages.tick("wrong_client", "Does not know the client", on=now.wrong_client),
            title="Tokens",
            lesson="A refresh token can be used once: Retake must never use one twice.",
        ),
    ]


def _wire(root: str, now: Switches) -> list[str]:
    return [
        pages.form(
            f"{root}/panel/switches/slow",
            "Be this slow",
            pages.number("delay_seconds", "Each answer waits seconds", now.delay_seconds, step="any"),
            pages.number("bytes_per_second", "Bytes a second (0: as many as come)", now.bytes_per_second),
            pages.number("address_seconds", "Upload addresses live for seconds", now.address_seconds, least=1, step="any"),
            title="Slowness",
            lesson="An upload that its hour does not suffice for begins anew; nothing is posted twice.",
        ),
        pages.form(
            f"{root}/panel/switches/bytes",
            "Count so",
            pages.number("megabyte", "A megabyte has bytes", now.megabyte, least=1),
            pages.tick("tells_last_byte", "Progress is the number of the last byte", on=now.tells_last_byte),
            pages.tick("keeps_parts", "Keeps what came of a piece that broke off", on=now.keeps_parts),
            pages.tick("takes_last_piece_again", "Takes the last piece a second time", on=now.takes_last_piece_again),
            title="What the documents leave open",
            lesson="Retake should do the right thing either way.",
        ),
        pages.form(
            f"{root}/panel/switches/answers",
            "Answer so",
            pages.select("error_form", "Errors come as", panel.FORMS, chosen=now.error_form),
            pages.tick("mixed_header_case", "Header names in mixed case", on=now.mixed_header_case),
            pages.tick("chunked_answers", "Answers in chunks", on=now.chunked_answers),
            title="Odd answers",
            lesson="A proxy in between may say anything. No riddle should be shown.",
        ),
    ]


def _upkeep(root: str) -> list[str]:
    return [
        pages.form(
            f"{root}/panel/new-day",
            "Begin a new day",
            title="A new day",
            lesson="Every pace and every cap is as if nothing had been asked before.",
        ),
        pages.form(
            f"{root}/panel/advance",
            "Let time pass",
            pages.number("hours", "Hours", 1, least=0.01, step="any"),
            title="Time",
            lesson="The stand-in's clock alone; Retake's goes on as it does.",
        ),
        pages.form(f"{root}/panel/reset", "Forget everything", title="Begin anew", lesson="As on the first day.", tone="danger"),
    ]


def act(world: World, name: str, given: Fields) -> None:
    """Press a button. Raises LookupError for one that is not there, ValueError for a field that cannot be so."""
    button, _, about = name.partition("/")
    if button == "account":
        _change_account(world, about, given)
    elif button == "post-draft":
        _post_draft(world, about)
    else:
        panel.act(world, name, given, read_fault=Fault.of, groups=GROUPS, actions=_actions(world), down_reason="unavailable")


def _change_account(world: World, open_id: str, given: Fields) -> None:
    flags = {name: given.get(name) == "on" for name in ("private", "comment_disabled", "duet_disabled", "stitch_disabled")}
    world.creators.set(world.creators.get(open_id), **flags, most_seconds=int(given["most_seconds"]))


def _post_draft(world: World, publish_id: str) -> None:
    task = world.tasks.find(publish_id)
    if task is None:
        raise LookupError("There is no such draft.")
    world.tasks.post_draft(task)


def _actions(world: World) -> dict[str, Callable[[Fields], None]]:
    def refuse_tokens(given: Fields) -> None:
        world.faults.arm(Fault.of({"kind": "refuse", "at": "token", "reason": given["reason"], "times": int(given["times"])}))

    return {
        "refuse-tokens": refuse_tokens,
        "revoke": lambda given: world.tokens.revoke_all_of(world.creators.named(given["user"]).open_id),
        "expire": lambda given: world.tokens.expire_access(),
        "lose-uploads": lambda given: world.tasks.lose_all(),
        "new-day": lambda given: world.requests.forget(),
        "advance": lambda given: world.advance(float(given["hours"]) * 3600),
        "heal": lambda given: world.heal(),
        "reset": lambda given: world.reset(),
    }
