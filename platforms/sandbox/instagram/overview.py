"""The stand-in's main page: what was posted, what is under way, the panel, and what was asked."""

from collections.abc import Iterator
from html import escape

from platforms.sandbox import overview, pages
from platforms.sandbox.instagram import forms
from platforms.sandbox.instagram.containers import Container
from platforms.sandbox.instagram.faults import MOMENTS
from platforms.sandbox.instagram.media import Media
from platforms.sandbox.instagram.profiles import headline
from platforms.sandbox.instagram.switches import Switches
from platforms.sandbox.instagram.world import World
from platforms.sandbox.plumbing import Request

_TONES = {"FINISHED": "done", "PUBLISHED": "done", "ERROR": "failed", "EXPIRED": "failed"}


def page(world: World, request: Request, *, problem: str = "") -> str:
    root = request.base
    return pages.shell(
        "Instagram stand-in",
        overview.head("Instagram", root, problem=problem),
        overview.health([*_armed(world), *overview.turned(world.board.now, Switches())]),
        _posted(world, root),
        _containers(world),
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
    made = list(reversed(world.reels.all()))
    rows = [_reel(media, world, root) for media in made[: overview.MOST_ROWS]]
    table = pages.table(
        ("Reel", "Account", "State", "Size", "SHA-256", "Posted"),
        rows,
        empty="Nothing was posted yet. Publish a video, and it appears here.",
    )
    profiles = ", ".join(
        f'<a href="{escape(root)}/@{escape(account.username)}">@{escape(account.username)}</a>' for account in world.accounts.all()
    )
    return pages.section("What was posted", f"<p>Profiles: {profiles}</p>", table, note=f"{len(made)} in all.", name="posted", live=True)


def _reel(media: Media, world: World, root: str) -> Iterator[str]:
    stands = media.stands(world.now())
    name = f'<span class="cut">{escape(headline(media))}</span>'
    yield f'<a class="title" href="{escape(root)}/reel/{media.shortcode}/">{name}</a>' if stands else name
    yield escape(world.accounts.get(media.ig_id).name)
    yield '<span class="failed">removed</span>' if media.deleted else _appearance(media, world)
    yield f"{media.size:,}"
    yield f'<code title="{media.sha256}">{media.sha256[:12]}…</code>'
    yield overview.clock(media.posted_at)


def _appearance(media: Media, world: World) -> str:
    if not media.stands(world.now()):
        return '<span class="moves">still to appear</span>'
    is_listed = media.listed_at <= world.now()
    return f'<span class="done">{"public" if is_listed else "public, in no list yet"}</span>'


def _containers(world: World) -> str:
    rows = [_container(container, world) for container in reversed(world.containers.all()[-overview.MOST_ROWS :])]
    table = pages.table(("Container", "Account", "State", "Bytes", "Publish calls", "Begun"), rows, empty="No container was made yet.")
    note = "What is made ready before it is published; nobody sees these, and they expire after a day."
    return pages.section("Containers", table, note=note, name="containers", live=True)


def _container(container: Container, world: World) -> Iterator[str]:
    status = container.status_code(world.now())
    outcome = f" {container.outcome}" if status == "ERROR" else ""
    yield f"<code>{container.id}</code>"
    yield escape(world.accounts.get(container.ig_id).name)
    yield f'<span class="{_TONES.get(status, "moves")}">{status}{escape(outcome)}</span>'
    yield f"{container.received:,} of {container.size:,}" if container.size else f"{container.received:,}, {container.mode}"
    yield str(container.publish_calls)
    yield overview.clock(container.created_at)
