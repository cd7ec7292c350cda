"""The stand-in's main page: what was posted, what is armed, the panel, and what was asked."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape

from platforms.sandbox import pages
from platforms.sandbox.plumbing import Request
from platforms.sandbox.youtube import forms, switch_forms
from platforms.sandbox.youtube.faults import Armed, Kind
from platforms.sandbox.youtube.processing import Stage
from platforms.sandbox.youtube.quota import Bucket, limit
from platforms.sandbox.youtube.switches import Switches
from platforms.sandbox.youtube.videos import Video
from platforms.sandbox.youtube.violations import Logged
from platforms.sandbox.youtube.world import World

MOST_ROWS = 50
_LOUD = {"processed": "done", "uploaded": "moves", "failed": "failed", "rejected": "failed"}
_BUCKET_NAMES = {Bucket.UPLOADS: "uploads", Bucket.UNITS: "units", Bucket.SEARCHES: "searches"}
_KINDS = {
    Kind.REFUSE: "it answers {reason}",
    Kind.DROP: "it closes the connection",
    Kind.CUT: "it cuts the connection",
    Kind.LOSE: "it loses the answer",
    Kind.SPOIL: "it spoils the answer",
}


def page(world: World, request: Request, *, problem: str = "") -> str:
    root = request.base
    said = f'<p class="failed" role="alert">{escape(problem)}</p>' if problem else ""
    return pages.shell(
        "YouTube stand-in",
        f'<p><a href="/">All stand-ins</a></p><div class="heading"><h1>YouTube stand-in</h1>{_heal(root)}</div>{said}',
        _health(world),
        _posted(world, root),
        _sessions(world),
        _panel(world, root),
        _quota(world),
        _violations(world),
        _requests(world),
    )


def _heal(root: str) -> str:
    return pages.form(f"{root}/panel/heal", "Heal everything", tone="primary")


def _health(world: World) -> str:
    lines = [*(_armed(armed, world.now()) for armed in world.faults.armed()), *_turned(world.board.now), *_capped(world)]
    well = '<p class="done">It is well: nothing is armed, every switch is as it comes.</p>'
    inside = f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else well
    return pages.section("How it is", inside, name="health", live=True)


def _armed(armed: Armed, now: float) -> str:
    fault = armed.fault
    what = _KINDS[fault.kind].format(reason=fault.reason)
    until = "" if armed.until is None else f", for {armed.until - now:.0f} s more"
    left = "" if armed.left_over is None else f", {armed.left_over} more"
    moment = dict(forms.MOMENTS).get(fault.at, "Tokens")
    return f"{moment}: {what}{left}{until}"


def _turned(now: Switches) -> Iterator[str]:
    usual = Switches()
    for name in usual.__dataclass_fields__:
        value = getattr(now, name)
        if value != getattr(usual, name):
            shown = f"{value:g}" if isinstance(value, float) else value
            yield f"{name.replace('_', ' ').capitalize()}: {shown}"


def _capped(world: World) -> Iterator[str]:
    return (f"{channel.title} has used up its day" for channel in world.channels.all() if channel.is_capped(world.now()))


def _posted(world: World, root: str) -> str:
    titles = {channel.id: channel.title for channel in world.channels.all()}
    videos = list(reversed(world.videos.all()))
    rows = [_video(video, titles.get(video.channel_id, "?"), root, world.now()) for video in videos[:MOST_ROWS]]
    named = ", ".join(channel.title for channel in world.channels.all() if channel.signed_up)
    headings = ("Video", "Channel", "Privacy", "Processing", "Size", "Tags", "SHA-256", "Posted")
    table = pages.table(headings, rows, empty="Nothing was posted yet. Publish a video, and it appears here.")
    note = f"{len(videos)} in all. Channels: {named}."
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
    yield _clock(video.posted_at)


def _stage(stage: Stage) -> str:
    reason = stage.failure_reason or stage.rejection_reason
    words = stage.upload_status if stage.is_over else f"processing, {stage.share:.0%}"
    return f'<span class="{_LOUD[stage.upload_status]}">{escape(f"{words}: {reason}" if reason else words)}</span>'


def _stamp(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC)


def _clock(moment: float) -> str:
    stamp = _stamp(moment)
    return f'<time datetime="{stamp.isoformat()}">{stamp:%d %b %H:%M:%S}</time>'


def _panel(world: World, root: str) -> str:
    return pages.section(
        "Make it misbehave",
        forms.grid(forms.failing(root), "For the next requests"),
        forms.grid(forms.ending(root, world), "At once"),
        forms.grid(switch_forms.switches(root, world), "Until it is changed or healed"),
        forms.grid(forms.upkeep(root), "Upkeep"),
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
            _clock(session.opened_at),
        )
        for session in world.sessions.opened()[:MOST_ROWS]
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
        note=f"It returns at midnight in Los Angeles. The stand-in's clock says {_stamp(world.now()):%d %b %H:%M} UTC.",
        name="quota",
        live=True,
    )


def _violations(world: World) -> str:
    rows = [
        (f"<strong>{escape(seen.rule)}</strong>", escape(seen.what), f"<code>{escape(seen.request)}</code>", _clock(seen.at))
        for seen in reversed(world.violations.all()[-MOST_ROWS:])
    ]
    table = pages.table(("Rule", "What was done", "Request", "When"), rows, empty="No rule was broken.")
    return pages.section("Broken rules", table, note="What no careful client does.", name="violations", live=True)


def _requests(world: World) -> str:
    rows = [_request(line) for line in world.log.newest_first()[:MOST_ROWS]]
    table = pages.table(("When", "Request", "Bytes", "Answer", "Fault"), rows, empty="Nothing was asked yet.")
    return pages.section("Last requests", table, note="Without tokens, codes and session addresses.", name="requests", live=True)


def _request(line: Logged) -> tuple[str, ...]:
    tone = "failed" if line.status is None or line.status >= 400 else "done"
    return (
        _clock(line.at),
        f"<code>{escape(line.method)} {escape(line.address)}</code>",
        f"<code>{escape(line.content_range)}</code>",
        f'<span class="{tone}">{line.status or "none"}</span>',
        escape(line.note),
    )
