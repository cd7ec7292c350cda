"""The stand-in's main page: what was posted, what is under way, the panel, and what was asked; and the pages of posts."""

from collections.abc import Iterator
from html import escape

from platforms.sandbox import overview, pages
from platforms.sandbox.plumbing import Request
from platforms.sandbox.tiktok import forms
from platforms.sandbox.tiktok.creators import Creator
from platforms.sandbox.tiktok.faults import MOMENTS
from platforms.sandbox.tiktok.switches import Switches
from platforms.sandbox.tiktok.tasks import Task
from platforms.sandbox.tiktok.world import World

_TONES = {"PUBLISH_COMPLETE": "done", "FAILED": "failed"}
_FACTS = {
    "privacy_level": "Who may see it",
    "disable_comment": "Comments off",
    "disable_duet": "Duets off",
    "disable_stitch": "Stitches off",
    "brand_organic_toggle": "Promotional content",
    "brand_content_toggle": "Paid partnership",
    "is_aigc": "Made with AI",
    "video_cover_timestamp_ms": "Cover at (ms)",
}


def page(world: World, request: Request, *, problem: str = "") -> str:
    root = request.base
    return pages.shell(
        "TikTok stand-in",
        overview.head("TikTok", root, problem=problem),
        overview.health([*_armed(world), *overview.turned(world.board.now, Switches())]),
        _posted(world, root),
        _drafts(world, root),
        _tasks(world),
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
    posts = list(reversed(world.tasks.posts()))
    rows = [_post(task, world, root) for task in posts[: overview.MOST_ROWS]]
    table = pages.table(
        ("Post", "Account", "Who may see it", "State", "Size", "SHA-256", "Posted"),
        rows,
        empty="Nothing was posted yet. Publish a video, and it appears here.",
    )
    return pages.section("What was posted", table, note=f"{len(posts)} in all.", name="posted", live=True)


def _post(task: Task, world: World, root: str) -> Iterator[str]:
    creator, status = world.creators.get(task.open_id), task.status(world.now())
    title = task.title.partition("\n")[0]
    yield f'<a class="title" href="{escape(root)}/@{escape(creator.username)}/video/{task.post_id}">{escape(title)}</a>'
    yield escape(creator.nickname)
    yield escape(task.privacy or "chosen in the app")
    yield f'<span class="{_TONES.get(status, "moves")}">{escape(status)}</span>'
    yield f"{task.size:,}"
    yield f'<code title="{task.sha256}">{task.sha256[:12]}…</code>'
    yield overview.clock(task.posted_at or 0.0)


def _drafts(world: World, root: str) -> str:
    rows = [
        (
            escape(world.creators.get(task.open_id).nickname),
            f"{task.size:,}",
            f'<code title="{task.sha256}">{task.sha256[:12]}…</code>',
            pages.form(f"{root}/panel/post-draft/{task.publish_id}", "Post it in the app"),
        )
        for task in world.tasks.drafts()[: overview.MOST_ROWS]
    ]
    table = pages.table(("Inbox of", "Size", "SHA-256", ""), rows, empty="No draft waits.")
    return pages.section("Drafts", table, note="What their owners see in the TikTok app.", name="drafts", live=True)


def _tasks(world: World) -> str:
    rows = [
        (
            escape(world.creators.get(task.open_id).nickname),
            "draft" if task.draft else "post",
            f"{task.received:,} of {task.size:,}",
            f"{task.received / task.size:.0%}",
            str(task.pieces),
            overview.clock(task.opened_at),
        )
        for task in reversed(world.tasks.under_way()[-overview.MOST_ROWS :])
    ]
    headings = ("Account", "For a", "Bytes held", "", "Pieces", "Opened")
    return pages.section("Open uploads", pages.table(headings, rows, empty="No upload is open."), name="tasks", live=True)


def post(task: Task, creator: Creator) -> str:
    """The page that the link to a post leads to."""
    facts = {
        "Account": f"{creator.nickname} (@{creator.username})",
        **{words: _said(task.info.get(name)) for name, words in _FACTS.items()},
        "File": f"{task.size:,} bytes",
        "SHA-256": task.sha256,
    }
    rows = [(f'<span class="quiet">{escape(name)}</span>', escape(value)) for name, value in facts.items()]
    heading, _, rest = task.title.partition("\n")
    return pages.shell(
        heading,
        f"<h1>{escape(heading)}</h1>",
        f"<p>{escape(rest.strip())}</p>" if rest.strip() else "",
        '<p class="quiet">Here the video would play; the stand-in hashed its bytes and threw them away.</p>',
        pages.table(("", ""), rows, empty=""),
    )


def profile(creator: Creator, world: World, root: str) -> str:
    own = [task for task in reversed(world.tasks.posts()) if task.open_id == creator.open_id]
    items = "".join(
        f'<li><a href="{escape(root)}/@{escape(creator.username)}/video/{task.post_id}">{escape(task.title)}</a></li>' for task in own
    )
    listed = f"<ul>{items}</ul>" if items else '<p class="empty">Nothing was posted yet.</p>'
    return pages.shell(creator.nickname, f"<h1>{escape(creator.nickname)}</h1>", f"<p>@{escape(creator.username)}</p>", listed)


def missing() -> str:
    return pages.shell("No such post", "<h1>This post is not here</h1>", '<p class="quiet">It was never posted to this stand-in.</p>')


def _said(value: object) -> str:
    return {True: "yes", False: "no", None: "not said"}.get(value, str(value)) if isinstance(value, bool | None) else str(value)
