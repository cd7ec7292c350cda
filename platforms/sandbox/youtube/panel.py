"""What the panel's buttons do: the name of a form, and its fields as text, become a change of the stand-in."""

from collections.abc import Callable
from functools import partial

from platforms.sandbox import panel
from platforms.sandbox.panel import Fields
from platforms.sandbox.youtube.faults import Fault, Kind, Moment
from platforms.sandbox.youtube.quota import Bucket
from platforms.sandbox.youtube.world import World

SWITCH_GROUPS: dict[str, tuple[str, ...]] = {
    "processing": ("outcome", "processing_seconds"),
    "slow": ("delay_seconds", "bytes_per_second"),
    "telling": ("listing_lag_seconds", "privacy_forced", "file_details_shown", "shorts"),
    "answers": ("error_form", "keeping", "mixed_header_case", "chunked_answers"),
    "sign-in": ("access_token_seconds", "refresh_token_seconds", "in_testing", "rotate_refresh_tokens", "wrong_client"),
    "consent": ("consent_error", "scope_withheld"),
    "limits": ("daily_uploads", "daily_units", "daily_searches", "minute_calls"),
    "sessions": ("session_seconds", "sessions_vanish"),
}


def act(world: World, name: str, given: Fields) -> None:
    """Do it. Raises LookupError for a button or a channel that is not there, ValueError for a field that cannot be so."""
    actions = {button: partial(press, world) for button, press in ACTIONS.items()}
    panel.act(world, name, given, read_fault=Fault.of, groups=SWITCH_GROUPS, actions=actions, down_reason="backendError")


def _refuse_tokens(world: World, fields: Fields) -> None:
    world.faults.arm(Fault(kind=Kind.REFUSE, at=Moment.TOKEN, reason=fields["reason"], times=int(fields["times"])))


def _revoke(world: World, fields: Fields) -> None:
    world.tokens.revoke_channel(world.channels.get(fields["channel"]).id)


def _exhaust(world: World, fields: Fields) -> None:
    world.quota.exhaust(Bucket(fields["bucket"]), switches=world.board.now)


def _end_sessions(world: World, fields: Fields) -> None:
    if fields["as"] not in ("404", "410"):
        raise ValueError("A dead session answers 404 or 410.")
    world.sessions.end_all(int(fields["as"]))


ACTIONS: dict[str, Callable[[World, Fields], None]] = {
    "refuse-tokens": _refuse_tokens,
    "revoke": _revoke,
    "expire": lambda world, fields: world.tokens.expire_access(),
    "exhaust": _exhaust,
    "fill": lambda world, fields: world.channels.fill(world.channels.get(fields["channel"])),
    "end-sessions": _end_sessions,
    "advance": lambda world, fields: world.advance(float(fields["hours"]) * 3600),
    "make-channel": lambda world, fields: _made(world, fields["title"]),
    "make-playlist": lambda world, fields: _made_playlist(world, fields["channel"], fields["title"]),
    "heal": lambda world, fields: world.heal(),
    "reset": lambda world, fields: world.reset(),
}


def _made(world: World, title: str) -> None:
    world.channels.make(title)


def _made_playlist(world: World, channel: str, title: str) -> None:
    world.playlists.make(world.channels.get(channel).id, title)
