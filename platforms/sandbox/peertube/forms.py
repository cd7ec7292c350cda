"""The panel's forms and what they do: every fault with what it teaches, grouped as a person would look for it."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from platforms.sandbox import pages, panel
from platforms.sandbox.panel import Fields
from platforms.sandbox.peertube.faults import MOMENTS, Fault
from platforms.sandbox.peertube.problems import GRANT_ERRORS, REASONS
from platforms.sandbox.peertube.switches import Switches
from platforms.sandbox.peertube.world import World

GROUPS: Mapping[str, tuple[str, ...]] = {
    "transcoding": ("outcome", "transcoding_seconds", "unreadable"),
    "slow": ("delay_seconds", "bytes_per_second", "finishing_seconds"),
    "answers": ("error_form", "mixed_header_case", "chunked_answers"),
    "sign-in": ("access_token_seconds", "refresh_token_seconds", "wrong_client", "requires_two_factor"),
    "limits": ("quota_bytes", "max_file_bytes", "session_seconds"),
}
_OUTCOMES = (
    ("published", "It is published"),
    ("transcoding_failed", "Transcoding fails"),
    ("moving", "It is moved to another storage first"),
    ("stuck", "It never gets ready"),
)
_SENT = (("final", "The last bytes"), ("init", "Opening an upload"), ("send", "Bytes before the last"))


def all_of(root: str, world: World) -> list[str]:
    """Every group of forms."""
    return [
        pages.grid(_failing(root), "For the next requests"),
        pages.grid(_at_once(root, world), "At once"),
        pages.grid(_lasting(root, world.board.now), "Until it is changed or healed"),
        pages.grid(_upkeep(root), "Upkeep"),
    ]


def _failing(root: str) -> list[str]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, reason in REASONS.items():
        groups[reason.lesson].append((name, f"{reason.http} {reason.detail}"))
    moments = [(name, words) for name, words in MOMENTS.items() if name != "token"]
    tokens = pages.form(
        f"{root}/panel/refuse-tokens",
        "Refuse the next tokens",
        pages.select("reason", "With", [(name, f"{each.http} {each.code or each.detail}") for name, each in GRANT_ERRORS.items()]),
        panel.times(),
        title="Refuse tokens",
        lesson="invalid_grant: the owner should be asked to reconnect. A client error: staff are told. 5xx: neither.",
    )
    return [
        panel.refuse(root, groups, moments),
        panel.lose(root, _SENT),
        panel.cut(root, (("final", "The last bytes"), ("send", "Bytes before the last"))),
        panel.down(root),
        tokens,
    ]


def _at_once(root: str, world: World) -> list[str]:
    people = [(user.name, user.name) for user in world.people.users()]
    return [
        pages.form(
            f"{root}/panel/revoke",
            "End the log-in",
            pages.select("user", "Of", people),
            title="Log somebody out",
            lesson="The owner should be asked to reconnect, once, and what waits should go on afterwards.",
        ),
        pages.form(
            f"{root}/panel/expire",
            "End all access tokens",
            title="Expire tokens",
            lesson="Retake should renew them quietly, once, and nobody should notice.",
        ),
        pages.form(
            f"{root}/panel/end-sessions",
            "Forget open uploads",
            title="Restart the instance",
            lesson="Its open uploads are gone. Retake should see that no video came of them, and begin anew.",
        ),
    ]


def _lasting(root: str, now: Switches) -> list[str]:
    return [
        pages.form(
            f"{root}/panel/switches/transcoding",
            "Treat the next videos so",
            pages.select("outcome", "In the end", _OUTCOMES, chosen=now.outcome),
            pages.number("transcoding_seconds", "Transcoding takes seconds", now.transcoding_seconds, step="any"),
            pages.tick("unreadable", "Finds the file unreadable", on=now.unreadable),
            title="Transcoding",
            lesson="It counts as published once the instance says so; a failure is told with its reason.",
        ),
        pages.form(
            f"{root}/panel/switches/slow",
            "Be this slow",
            pages.number("delay_seconds", "Each answer waits seconds", now.delay_seconds, step="any"),
            pages.number("bytes_per_second", "Bytes a second (0: as many as come)", now.bytes_per_second),
            pages.number("finishing_seconds", "Looks into the last bytes for seconds", now.finishing_seconds, step="any"),
            title="Slowness",
            lesson="Meanwhile whoever asks is told 503. Retake should wait, and not send anything again.",
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
        pages.form(
            f"{root}/panel/switches/sign-in",
            "Sign in so",
            pages.number("access_token_seconds", "Access tokens last seconds", now.access_token_seconds, least=1, step="any"),
            pages.number("refresh_token_seconds", "Refresh tokens last seconds", now.refresh_token_seconds, least=1, step="any"),
            pages.tick("wrong_client", "Does not know the client", on=now.wrong_client),
            pages.tick("requires_two_factor", "Asks everybody for a one-time code (123456)", on=now.requires_two_factor),
            title="Sign-in",
            lesson="A used-up refresh token logs its owner out: Retake must use each once.",
        ),
        pages.form(
            f"{root}/panel/switches/limits",
            "Set the limits",
            pages.number("quota_bytes", "Quota in bytes (0: none)", now.quota_bytes),
            pages.number("max_file_bytes", "Largest file in bytes (0: any)", now.max_file_bytes),
            pages.number("session_seconds", "Uploads are kept open for seconds", now.session_seconds, least=1, step="any"),
            title="Limits",
            lesson="Said before anything is sent, where Retake can know it; else by the instance, and explained.",
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
    panel.act(world, name, given, read_fault=Fault.of, groups=GROUPS, actions=_actions(world), down_reason="unavailable")


def _actions(world: World) -> dict[str, Callable[[Fields], None]]:
    def refuse_tokens(given: Fields) -> None:
        world.faults.arm(Fault.of({"kind": "refuse", "at": "token", "reason": given["reason"], "times": int(given["times"])}))

    def revoke(given: Fields) -> None:
        user = world.people.named(given["user"])
        if user is None:
            raise LookupError(f"There is no user {given['user']!r}.")
        world.tokens.revoke_user(user.id)

    return {
        "refuse-tokens": refuse_tokens,
        "revoke": revoke,
        "expire": lambda given: world.tokens.expire_access(),
        "end-sessions": lambda given: world.sessions.end_all(),
        "advance": lambda given: world.advance(float(given["hours"]) * 3600),
        "make-channel": lambda given: _made(world, given),
        "heal": lambda given: world.heal(),
        "reset": lambda given: world.reset(),
    }


def _made(world: World, given: Fields) -> None:
    world.people.make_channel(given["user"], given["name"], given["title"])
