"""The stand-in's main page: what was posted, the accounts and their tokens, the panel, and what was asked."""

from collections.abc import Iterator
from html import escape

from platforms.sandbox import overview, pages
from platforms.sandbox.plumbing import Request
from platforms.sandbox.rumble import forms
from platforms.sandbox.rumble.accounts import Account
from platforms.sandbox.rumble.faults import MOMENTS
from platforms.sandbox.rumble.switches import Switches
from platforms.sandbox.rumble.videos import Video
from platforms.sandbox.rumble.world import World

_TONES = {"ready": "done", "failed": "failed"}


def page(world: World, request: Request, *, problem: str = "") -> str:
    root = request.base
    return pages.shell(
        "Rumble stand-in",
        overview.head("Rumble", root, problem=problem),
        overview.health([*_armed(world), *overview.turned(world.board.now, Switches())]),
        _posted(world, root),
        _accounts(world, root),
        pages.section(
            "Make it misbehave",
            *forms.all_of(root, world),
            note="Arm a fault, publish or press Retry in Retake, and watch how it recovers.",
            name="panel",
        ),
        overview.broken_rules(world.violations),
        overview.last_requests(world.log),
    )


def _armed(world: World) -> Iterator[str]:
    return (overview.armed_line(armed, world.now(), MOMENTS) for armed in world.faults.armed())


def _posted(world: World, root: str) -> str:
    videos = list(reversed(world.videos.all()))
    rows = [_video(video, world, root) for video in videos[: overview.MOST_ROWS]]
    headings = ("Video", "Channel", "Came by", "State", "guid", "Size", "SHA-256", "Posted")
    table = pages.table(headings, rows, empty="Nothing was posted yet. Publish a video, and it appears here.")
    return pages.section("What was posted", table, note=f"{len(videos)} in all.", name="posted", live=True)


def _video(video: Video, world: World, root: str) -> Iterator[str]:
    state = video.state(world.now())
    yield f'<a class="title" href="{escape(root + video.page)}">{escape(video.title)}</a><br><code>{video.video_id}</code>'
    yield escape(world.accounts.channel(video.channel_id).title)
    yield "hand" if video.by_hand else "the API"
    yield f'<span class="{_TONES.get(state, "moves")}">{state}</span>'
    yield f'<code title="{escape(video.guid)}">{escape(video.guid[:13])}{"…" if video.guid[13:] else ""}</code>' if video.guid else "none"
    yield f"{video.size:,}"
    yield f'<code title="{video.sha256}">{video.sha256[:12]}…</code>'
    yield overview.clock(video.made_at)


def _accounts(world: World, root: str) -> str:
    rows = [_account(account, world, root) for account in world.accounts.all()]
    table = pages.table(("Account", "Token", "Publisher id", "Channels"), rows, empty="")
    upload = f'<p><a href="{escape(root)}/upload.php">Upload a video by hand</a>, as a person does who has no token.</p>'
    return pages.section(
        "Accounts", upload, table, note="Their tokens are no secret: nothing of this is anybody's.", name="accounts", live=True
    )


def _account(account: Account, world: World, root: str) -> Iterator[str]:
    banned = ' <span class="failed">banned</span>' if account.banned else ""
    yield f"<strong>{escape(account.title)}</strong>{banned}<br><code>{escape(account.name)}</code>"
    token = world.accounts.token_of(account)
    yield f"<code>{token}</code>" if token else "none"
    yield f"<code>{escape(account.publisher_id)}</code>"
    yield "<br>".join(
        f'<a href="{escape(root)}/c/{escape(channel.slug)}">{escape(channel.title)}</a> <code>{channel.id}</code>'
        for channel in world.accounts.channels_of(account)
    )
