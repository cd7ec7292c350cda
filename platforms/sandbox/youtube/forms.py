"""The panel's forms: every fault with what it teaches, grouped as a person would look for it."""

from collections import defaultdict

from platforms.sandbox import pages, panel
from platforms.sandbox.youtube.quota import Bucket
from platforms.sandbox.youtube.reasons import REASONS
from platforms.sandbox.youtube.refusals import GRANT_ERRORS
from platforms.sandbox.youtube.world import World

MOMENTS = (
    ("init", "Opening an upload"),
    ("final", "The last bytes"),
    ("send", "Bytes before the last"),
    ("query", "Asking how far it got"),
    ("read", "Reading and listing"),
    ("change", "Editing and deleting"),
    ("thumbnail", "Setting a thumbnail"),
    ("api", "Any call but bytes"),
    ("any", "Any request at all"),
)
_BUCKETS = (
    (Bucket.UPLOADS.value, "Uploads (100 a day)"),
    (Bucket.UNITS.value, "Everything else (10,000 units)"),
    (Bucket.SEARCHES.value, "Searches (100 a day)"),
)
_UPLOADING = (("final", "The last bytes"), ("init", "Opening an upload"), ("send", "Bytes before the last"))


def failing(root: str) -> list[str]:
    """Forms that arm faults for the next requests."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for reason in REASONS.values():
        groups[reason.lesson].append((reason.key, f"{reason.http} {reason.key}"))
    return [
        panel.refuse(root, groups, MOMENTS),
        panel.lose(root, _UPLOADING),
        panel.cut(root, (("final", "The last bytes"), ("send", "Bytes before the last"))),
        panel.down(root),
        _refuse_tokens(root),
    ]


def _refuse_tokens(root: str) -> str:
    grants = [(key, f"{error.http} {key}") for key, error in GRANT_ERRORS.items()]
    return pages.form(
        f"{root}/panel/refuse-tokens",
        "Refuse the next tokens",
        pages.select("reason", "With", grants),
        panel.times(),
        title="Refuse tokens",
        lesson="invalid_grant: the owner should be asked to reconnect. A client error: staff are told. 5xx: neither.",
    )


def ending(root: str, world: World) -> list[str]:
    """Forms that do something at once."""
    channels = _signed_up(world)
    return [
        _revoke(root, channels),
        _expire(root),
        _exhaust(root),
        _fill(root, channels),
        _end_sessions(root),
        _advance(root),
    ]


def _signed_up(world: World) -> pages.Options:
    return [(channel.id, channel.title) for channel in world.channels.all() if channel.signed_up]


def _revoke(root: str, channels: pages.Options) -> str:
    return pages.form(
        f"{root}/panel/revoke",
        "Revoke its tokens",
        pages.select("channel", "Channel", channels),
        title="Revoke access",
        lesson="Retake should ask the owner to reconnect, once, and then go on with everything that waited.",
    )


def _expire(root: str) -> str:
    return pages.form(
        f"{root}/panel/expire",
        "Expire access tokens",
        title="Expire access tokens",
        lesson="Retake should refresh without a word, and go on in the same session.",
    )


def _exhaust(root: str) -> str:
    return pages.form(
        f"{root}/panel/exhaust",
        "Use it up",
        pages.select("bucket", "Allowance", _BUCKETS),
        title="Use up the day's quota",
        lesson="Retake should hold the publication until midnight in Los Angeles, and use up no retry.",
    )


def _fill(root: str, channels: pages.Options) -> str:
    return pages.form(
        f"{root}/panel/fill",
        "Fill the channel's day",
        pages.select("channel", "Channel", channels),
        title="Reach the channel's limit",
        lesson="uploadLimitExceeded: Retake should hold this channel for about 24 hours; others go on.",
    )


def _end_sessions(root: str) -> str:
    return pages.form(
        f"{root}/panel/end-sessions",
        "End open sessions",
        pages.select("as", "They then answer", [("404", "404 Not Found"), ("410", "410 Gone")]),
        title="End open uploads",
        lesson="Retake should open a new session only when no video can have come of the old one.",
    )


def _advance(root: str) -> str:
    return pages.form(
        f"{root}/panel/advance",
        "Let time pass",
        pages.number("hours", "Hours", 24, least=0.1, step="any"),
        title="Turn the platform's clock",
        lesson="Sessions and tokens end, allowances return. Only the stand-in's clock moves.",
    )


def upkeep(root: str, world: World) -> list[str]:
    """Forms that make and forget."""
    return [
        _make_channel(root),
        _make_playlist(root, _signed_up(world)),
        _reset(root),
    ]


def _make_channel(root: str) -> str:
    return pages.form(
        f"{root}/panel/make-channel",
        "Make the channel",
        pages.words("title", "Name", hint="Third Channel"),
        title="Another channel",
        lesson="It can be chosen on the consent page from then on.",
    )


def _make_playlist(root: str, channels: pages.Options) -> str:
    return pages.form(
        f"{root}/panel/make-playlist",
        "Make the playlist",
        pages.select("channel", "Channel", channels),
        pages.words("title", "Name", hint="Summer"),
        title="Another playlist",
        lesson="It is offered on the publish form from then on.",
    )


def _reset(root: str) -> str:
    return pages.form(
        f"{root}/panel/reset",
        "Forget everything",
        title="Start over",
        lesson="Every video, token and session here is gone. What Retake remembers of them stays.",
        tone="grave",
    )
