"""The stand-in's main page: what was posted, what is armed, the panel, and what was asked."""

from collections.abc import Iterator
from html import escape

from platforms.sandbox import overview, pages
from platforms.sandbox.plumbing import Request
from platforms.sandbox.youtube import forms, switch_forms
from platforms.sandbox.youtube.processing import Stage
from platforms.sandbox.youtube.quota import Bucket, limit
from platforms.sandbox.youtube.switches import Switches
from platforms.sandbox.youtube.videos import Video
from platforms.sandbox.youtube.world import World

_LOUD = {"processed": "done", "uploaded": "moves", "failed": "failed", "rejected": "failed"}
_BUCKET_NAMES = {Bucket.UPLOADS: "uploads", Bucket.UNITS: "units", Bucket.SEARCHES: "searches"}


def page(world: World, request: Request, *, problem: str = "") -> str:
    root = request.base
    return pages.shell(
        "YouTube stand-in",
        overview.head("YouTube", root, problem=problem),
        overview.health([*_armed(world), *overview.turned(world.board.now, Switches()), *_capped(world)]),
        _posted(world, root),
        _sessions(world),
        _panel(world, root),
        _quota(world),
        overview.broken_rules(world.violations),
        overview.last_requests(world.log),
    )


def _armed(world: World) -> Iterator[str]:
    moments = {"token": "Tokens", **dict(forms.MOMENTS)}
    return (overview.armed_line(armed, world.now(), moments) for armed in world.faults.armed())


def _capped(world: World) -> Iterator[str]:
    return (f"{channel.title} has used up its day" for channel in world.channels.all() if channel.is_capped(world.now()))


def _posted(world: World, root: str) -> str:
    titles = {channel.id: channel.title for channel in world.channels.all()}
    videos = list(reversed(world.videos.all()))
    rows = [_video(video, titles.get(video.channel_id, "?"), root, world.now()) for video in videos[: overview.MOST_ROWS]]
    named = ", ".join(channel.title for channel in world.channels.all() if channel.signed_up)
    headings = ("Video", "Channel", "Privacy", "Processing", "Size", "Tags", "SHA-256", "Posted")
    table = pages.table(headings, rows, empty="Nothing was posted yet. Publish a video, and it appears here.")
    note = f"{len(videos)} in all. Channels: {named}. Open one to see all that was chosen for it."
    return pages.section("What was posted", table, note=note, name="posted", live=True)


def _video(video: Video, channel: str, root: str, now: float) -> Iterator[str]:
    link = f'<a class="title" href="{escape(root)}/watch?v={escape(video.id)}">{escape(video.title)}</a>'
    yield f"{link}<br><code>{escape(video.id)}</code>"
    yield escape(channel)
    yield escape(video.privacy(now))
    yield '<span class="failed">deleted</span>' if video.deleted_at else _stage(video.stage(now))
    yield f"{video.size:,}"
    yield f'<code class="cut" title="{escape(", ".join(video.tags))}">{escape(", ".join(video.tags)) or "–"}</code>'
    yield f'<code title="{video.sha256}">{video.sha256[:12]}…</code>'
    yield overview.clock(video.posted_at)


def _stage(stage: Stage) -> str:
    reason = stage.failure_reason or stage.rejection_reason
    words = stage.upload_status if stage.is_over else f"processing, {stage.share:.0%}"
    return f'<span class="{_LOUD[stage.upload_status]}">{escape(f"{words}: {reason}" if reason else words)}</span>'


def _panel(world: World, root: str) -> str:
    return pages.section(
        "Make it misbehave",
        pages.grid(forms.failing(root), "For the next requests"),
        pages.grid(forms.ending(root, world), "At once"),
        pages.grid(switch_forms.switches(root, world), "Until it is changed or healed"),
        pages.grid(forms.upkeep(root, world), "Upkeep"),
        note="Arm a fault, publish or press Retry in Retake, and watch how it recovers.",
        name="panel",
    )


def _sessions(world: World) -> str:
    rows = [
        (
            f"<code>{escape(session.name)}</code>",
            escape(world.channels.get(session.channel_id).title),
            f"{session.held:,} of {session.size:,}",
            f"{session.held / session.size:.0%}",
            str(session.overlaps),
            overview.clock(session.opened_at),
        )
        for session in world.sessions.opened()[: overview.MOST_ROWS]
    ]
    headings = ("Session", "Channel", "Bytes held", "", "Overlaps", "Opened")
    return pages.section("Open uploads", pages.table(headings, rows, empty="No upload is open."), name="sessions", live=True)


def _quota(world: World) -> str:
    rows = [
        (
            escape(_BUCKET_NAMES[bucket]),
            f"{world.quota.used(bucket):,} of {limit(bucket, world.board.now):,}",
            "<code>" + bucket + "</code>",
        )
        for bucket in Bucket
    ]
    return pages.section(
        "Quota today",
        pages.table(("Allowance", "Used", "Its name"), rows, empty=""),
        note=f"It returns at midnight in Los Angeles. The stand-in's clock says {overview.stamp(world.now()):%d %b %H:%M} UTC.",
        name="quota",
        live=True,
    )
