"""What the panel's buttons do: the name of a form, and its fields as text, become a change of the stand-in."""

from collections.abc import Callable, Mapping
from typing import Any

from platforms.sandbox.youtube.faults import Fault, Kind, Moment
from platforms.sandbox.youtube.quota import Bucket
from platforms.sandbox.youtube.switches import Form
from platforms.sandbox.youtube.world import World

Fields = Mapping[str, str]

SWITCH_GROUPS: dict[str, tuple[str, ...]] = {
    "processing": ("outcome", "processing_seconds"),
    "slow": ("delay_seconds", "bytes_per_second"),
    "telling": ("listing_lag_seconds", "privacy_forced", "file_details_shown", "shorts"),
    "answers": ("error_form", "keeping", "mixed_header_case", "chunked_answers"),
    "sign-in": ("wrong_client", "rotate_refresh_tokens", "access_token_seconds", "refresh_token_seconds"),
    "limits": ("daily_uploads", "daily_units", "daily_searches", "minute_calls"),
    "sessions": ("session_seconds", "sessions_vanish"),
}
LOST = {"nothing": "No answer at all", "error": "503, as if it had failed", "empty": "An empty answer", "html": "An HTML page"}


def act(world: World, name: str, form: Mapping[str, list[str]]) -> None:
    """Do it. Raises LookupError for a button or a channel that is not there, ValueError for a field that cannot be so."""
    fields = {key: values[-1] for key, values in form.items()}
    group = name.removeprefix("switches/")
    if group != name:
        world.board.set(**_switches(world, SWITCH_GROUPS[group], fields))
        return
    ACTIONS[name](world, fields)


def _switches(world: World, names: tuple[str, ...], fields: Fields) -> dict[str, Any]:
    """The fields as the switches' own types; an empty tick box sends nothing at all."""
    changes: dict[str, Any] = {}
    for name in names:
        was = getattr(world.board.now, name)
        changes[name] = fields.get(name) == "on" if isinstance(was, bool) else type(was)(fields.get(name, was))
    return changes


def _refuse(world: World, fields: Fields) -> None:
    fault = Fault(
        kind=Kind.REFUSE,
        at=Moment(fields["at"]),
        reason=fields["reason"],
        form=Form(fields.get("form", "json")),
        times=int(fields["times"]),
    )
    world.faults.arm(fault)


def _refuse_tokens(world: World, fields: Fields) -> None:
    world.faults.arm(Fault(kind=Kind.REFUSE, at=Moment.TOKEN, reason=fields["reason"], times=int(fields["times"])))


def _lose(world: World, fields: Fields) -> None:
    at, times = Moment(fields["at"]), int(fields["times"])
    match fields["as"]:
        case "nothing":
            world.faults.arm(Fault(kind=Kind.LOSE, at=at, times=times))
        case "error":
            world.faults.arm(Fault(kind=Kind.SPOIL, at=at, times=times))
        case form:
            world.faults.arm(Fault(kind=Kind.SPOIL, at=at, times=times, form=Form(form)))


def _cut(world: World, fields: Fields) -> None:
    world.faults.arm(Fault(kind=Kind.CUT, at=Moment(fields["at"]), times=int(fields["times"])))


def _go_down(world: World, fields: Fields) -> None:
    kind = Kind.DROP if fields["as"] == "silence" else Kind.REFUSE
    world.faults.arm(Fault(kind=kind, at=Moment.ANY, times=None, seconds=float(fields["minutes"]) * 60))


def _revoke(world: World, fields: Fields) -> None:
    world.tokens.revoke_channel(world.channels.get(fields["channel"]).id)


def _exhaust(world: World, fields: Fields) -> None:
    world.quota.exhaust(Bucket(fields["bucket"]), switches=world.board.now)


def _end_sessions(world: World, fields: Fields) -> None:
    if fields["as"] not in ("404", "410"):
        raise ValueError("A dead session answers 404 or 410.")
    world.sessions.end_all(int(fields["as"]))


ACTIONS: dict[str, Callable[[World, Fields], None]] = {
    "refuse": _refuse,
    "refuse-tokens": _refuse_tokens,
    "lose": _lose,
    "cut": _cut,
    "down": _go_down,
    "revoke": _revoke,
    "expire": lambda world, fields: world.tokens.expire_access(),
    "exhaust": _exhaust,
    "fill": lambda world, fields: world.channels.fill(world.channels.get(fields["channel"])),
    "end-sessions": _end_sessions,
    "advance": lambda world, fields: world.advance(float(fields["hours"]) * 3600),
    "make-channel": lambda world, fields: _made(world, fields["title"]),
    "heal": lambda world, fields: world.heal(),
    "reset": lambda world, fields: world.reset(),
}


def _made(world: World, title: str) -> None:
    world.channels.make(title)
