"""The stand-in's main page: what was posted, the people and their passwords, the panel, and what was asked."""

from collections.abc import Iterator
from html import escape

from platforms.sandbox import overview, pages
from platforms.sandbox.peertube import forms
from platforms.sandbox.peertube.faults import MOMENTS
from platforms.sandbox.peertube.people import User
from platforms.sandbox.peertube.switches import Switches
from platforms.sandbox.peertube.videos import PRIVACIES, STATES, Video
from platforms.sandbox.peertube.world import World
from platforms.sandbox.plumbing import Request

_TONES = {1: "done", 7: "failed", 8: "failed"}


def page(world: World, request: Request, *, problem: str = "") -> str:
    root = request.base
    return pages.shell(
        "PeerTube stand-in",
        overview.head("PeerTube", root, problem=problem),
        overview.health([*_armed(world), *overview.turned(world.board.now, Switches())]),
        _posted(world, root),
        _people(world, root),
        _sessions(world),
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
    headings = ("Video", "Channel", "Privacy", "State", "Size", "File name", "SHA-256", "Posted")
    table = pages.table(headings, rows, empty="Nothing was posted yet. Publish a video, and it appears here.")
    return pages.section("What was posted", table, note=f"{len(videos)} in all.", name="posted", live=True)


def _video(video: Video, world: World, root: str) -> Iterator[str]:
    state = video.state(world.now())
    yield f'<a class="title" href="{escape(root)}/w/{escape(video.short)}">{escape(video.title)}</a><br><code>{video.id}</code>'
    yield escape(world.people.channel(video.channel_id).title)
    yield escape(PRIVACIES.get(video.privacy(world.now()), "?"))
    tone, words = ("failed", "deleted") if video.deleted_at else (_TONES.get(state, "moves"), STATES[state])
    yield f'<span class="{tone}">{words}</span>'
    yield f"{video.size:,}"
    yield f"<code>{escape(video.file_name)}</code>"
    yield f'<code title="{video.sha256}">{video.sha256[:12]}…</code>'
    yield overview.clock(video.posted_at)


def _people(world: World, root: str) -> str:
    rows = [_person(user, world) for user in world.people.users()]
    table = pages.table(("User name", "Password", "One-time code", "Channels"), rows, empty="")
    note = f"The address to connect in Retake is {root}. Nothing of this is anybody's."
    return pages.section("People", table, note=note, name="people")


def _person(user: User, world: World) -> Iterator[str]:
    yield f"<code>{escape(user.name)}</code>"
    yield f"<code>{escape(user.password)}</code>"
    yield f"<code>{escape(user.one_time_code)}</code>" if user.one_time_code else "none"
    yield escape(", ".join(channel.title for channel in world.people.channels_of(user.id)) or "none")


def _sessions(world: World) -> str:
    rows = [
        (
            f"<code>{escape(session.name)}</code>",
            escape(world.people.user(session.user_id).name),
            f"{session.held:,} of {session.size:,}",
            f"{session.held / session.size:.0%}",
            str(session.overlaps),
            overview.clock(session.opened_at),
        )
        for session in world.sessions.opened()[: overview.MOST_ROWS]
    ]
    headings = ("Session", "User", "Bytes held", "", "Overlaps", "Opened")
    return pages.section("Open uploads", pages.table(headings, rows, empty="No upload is open."), name="sessions", live=True)


def watch(video: Video, world: World) -> str:
    """The page that the link to a video leads to."""
    state = video.state(world.now())
    facts = {
        "Channel": world.people.channel(video.channel_id).title,
        "Privacy": PRIVACIES.get(video.privacy(world.now()), "?"),
        "State": STATES[state],
        "Tags": ", ".join(video.tags) or "none",
        "Captions": ", ".join(video.captions) or "none",
        "Picture": video.thumbnail[:12] or "none",
        "File": f"{video.file_name}, {video.size:,} bytes",
        "SHA-256": video.sha256,
    }
    rows = [(f'<span class="quiet">{escape(name)}</span>', escape(value)) for name, value in facts.items()]
    description = str(video.metadata.get("description") or "")
    return pages.shell(
        video.title,
        f"<h1>{escape(video.title)}</h1>",
        f"<p>{escape(description)}</p>" if description else "",
        '<p class="quiet">Here the video would play; the stand-in hashed its bytes and threw them away.</p>',
        pages.table(("", ""), rows, empty=""),
    )


def missing() -> str:
    return pages.shell(
        "No such video", "<h1>This video is not here</h1>", '<p class="quiet">It was never posted to this stand-in, or it was deleted.</p>'
    )
