"""The panel's forms and what they do: every fault with what it teaches, grouped as a person would look for it."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from platforms.sandbox import pages, panel
from platforms.sandbox.panel import Fields
from platforms.sandbox.rumble.accounts import Account
from platforms.sandbox.rumble.answers import REASONS
from platforms.sandbox.rumble.faults import MOMENTS, Fault
from platforms.sandbox.rumble.switches import Switches
from platforms.sandbox.rumble.world import World

GROUPS: Mapping[str, tuple[str, ...]] = {
    "uploads": ("upload_answer", "answer_seconds", "api_off"),
    "rules": ("repeats_guid", "licences", "title_length", "largest_video"),
    "list": ("list_state", "list_lag_seconds", "list_page", "list_tells_guid", "list_tells_details", "list_gives_markup"),
    "processing": ("outcome", "processing_seconds"),
    "slow": ("delay_seconds", "bytes_per_second"),
    "answers": ("error_shape", "error_form", "challenged", "mixed_header_case", "chunked_answers"),
}
_UPLOAD_ANSWERS = (
    ("documented", "As documented"),
    ("html", "An HTML page, though it was made"),
    ("wrong_but_made", "SOMETHING_WENT_WRONG, though it was made"),
    ("wrong_and_not_made", "SOMETHING_WENT_WRONG, and it was not made"),
    ("524", "524 of the CDN, though it was made"),
)
_LIST_STATES = (
    ("well", "As it should"),
    ("down", "503"),
    ("gone", "404, an HTML page"),
    ("challenge", "403, a challenge of the CDN"),
    ("html", "200, an HTML page"),
)
_OUTCOMES = (("ready", "They can be watched"), ("failed", "Their processing fails"), ("stuck", "They never get ready"))
_SHAPES = (("object", "An object"), ("list", "A list"), ("absent", "Not there at all"))
_LICENCES = (("0 and 6", "Both"), ("0", "0, not for sale, alone"), ("6", "6, Rumble only, alone"))
_SENT = (("final", "The last bytes"), ("upload", "The upload"))


def all_of(root: str, world: World) -> list[str]:
    """Every group of forms."""
    now = world.board.now
    return [
        pages.grid(_failing(root), "For the next requests"),
        pages.grid([_ban(root, account) for account in world.accounts.all()], "Accounts"),
        pages.grid([*_publishing(root, now), *_reading(root, now), *_wire(root, now)], "Until it is changed or healed"),
        pages.grid(_upkeep(root), "Upkeep"),
    ]


def _failing(root: str) -> list[str]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, reason in REASONS.items():
        groups[reason.lesson].append((name, f"{reason.http} {name.replace('_', ' ')}"))
    moments = list(MOMENTS.items())
    return [
        panel.refuse(root, groups, moments, lesson="Every answer that was seen. Each group says what Retake should do about it."),
        panel.lose(root, _SENT),
        panel.cut(
            root,
            (("upload", "The upload"), ("final", "The last bytes")),
            lesson="No video comes of it. Before its last bytes Retake should know that, and begin anew; after them it should look.",
        ),
        panel.down(root),
    ]


def _ban(root: str, account: Account) -> str:
    return pages.form(
        f"{root}/panel/account/{account.name}",
        "Change the account",
        pages.tick("banned", "Banned", on=account.banned),
        pages.tick("revoke", "Take its token back, and give it a new one", on=False),
        title=f"{account.title} ({account.name})",
        lesson="Both are answered with 403. The owner should be asked once, and what waits should go on afterwards.",
    )


def _publishing(root: str, now: Switches) -> list[str]:
    return [
        pages.form(
            f"{root}/panel/switches/uploads",
            "Answer uploads so",
            pages.select("upload_answer", "An upload that is in order is answered", _UPLOAD_ANSWERS, chosen=now.upload_answer),
            pages.number("answer_seconds", "Its answer waits seconds", now.answer_seconds, step="any"),
            pages.tick("api_off", "The Upload API is switched off (503, a page)", on=now.api_off),
            title="Uploads",
            lesson="All but the documented answer leave open what became of it. Retake should look, and never send it again by itself.",
        ),
        pages.form(
            f"{root}/panel/switches/rules",
            "Keep these rules",
            pages.tick("repeats_guid", "A guid may come again, and makes a second video", on=now.repeats_guid),
            pages.select("licences", "Licences that are taken", _LICENCES, chosen=now.licences),
            pages.number("title_length", "Longest title", now.title_length, least=1),
            pages.number("largest_video", "Largest video in bytes", now.largest_video, least=1),
            title="Rules",
            lesson="Nobody knows whether a guid may come again. What is refused is said with its field, and nothing is made.",
        ),
        pages.form(
            f"{root}/panel/switches/processing",
            "Treat the next videos so",
            pages.select("outcome", "In the end", _OUTCOMES, chosen=now.outcome),
            pages.number("processing_seconds", "Processing takes seconds", now.processing_seconds, step="any"),
            title="Processing",
            lesson="A failure is told by the player, with its reason.",
        ),
    ]


def _reading(root: str, now: Switches) -> list[str]:
    return [
        pages.form(
            f"{root}/panel/switches/list",
            "List so",
            pages.select("list_state", "The list answers", _LIST_STATES, chosen=now.list_state),
            pages.number("list_lag_seconds", "It learns of a video after seconds", now.list_lag_seconds, step="any"),
            pages.number("list_page", "Videos on a page", now.list_page, least=1),
            pages.tick("list_tells_guid", "Tells each guid", on=now.list_tells_guid),
            pages.tick("list_tells_details", "Tells each address, date and duration", on=now.list_tells_details),
            pages.tick("list_gives_markup", "Gives each player as markup, not as an address", on=now.list_gives_markup),
            title="The list of videos",
            lesson="That a video is not in it proves nothing. In the end a person is asked.",
        )
    ]


def _wire(root: str, now: Switches) -> list[str]:
    return [
        pages.form(
            f"{root}/panel/switches/slow",
            "Be this slow",
            pages.number("delay_seconds", "Each answer waits seconds", now.delay_seconds, step="any"),
            pages.number("bytes_per_second", "Bytes a second (0: as many as come)", now.bytes_per_second),
            title="Slowness",
            lesson="An upload may take hours. It should go on, and show how far it is.",
        ),
        pages.form(
            f"{root}/panel/switches/answers",
            "Answer so",
            pages.select("error_shape", "“errors” of an upload is", _SHAPES, chosen=now.error_shape),
            pages.select("error_form", "Statuses over 400 come as", panel.FORMS, chosen=now.error_form),
            pages.tick("challenged", "The CDN keeps programs from pages of videos and channels", on=now.challenged),
            pages.tick("mixed_header_case", "Header names in mixed case", on=now.mixed_header_case),
            pages.tick("chunked_answers", "Answers in chunks", on=now.chunked_answers),
            title="Odd answers",
            lesson="A PHP array may be either. No riddle should be shown.",
        ),
    ]


def _upkeep(root: str) -> list[str]:
    return [
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
        account = world.accounts.named(about)
        world.accounts.ban(account, banned=given.get("banned") == "on")
        if given.get("revoke") == "on":
            world.accounts.revoke(account)
            world.accounts.grant(account)
    else:
        panel.act(world, name, given, read_fault=Fault.of, groups=GROUPS, actions=_actions(world), down_reason="unavailable")


def _actions(world: World) -> dict[str, Callable[[Fields], None]]:
    return {
        "revoke": lambda given: world.accounts.revoke(world.accounts.named(given["user"])),
        "ban": lambda given: world.accounts.ban(world.accounts.named(given["user"]), banned=given.get("banned") == "on"),
        "new-day": lambda given: world.pace.forget(),
        "advance": lambda given: world.advance(float(given["hours"]) * 3600),
        "heal": lambda given: world.heal(),
        "reset": lambda given: world.reset(),
    }
