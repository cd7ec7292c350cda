"""The pages that links lead to: a video's own, and a channel's, page by page."""

from html import escape

from platforms.sandbox import pages
from platforms.sandbox.overview import clock
from platforms.sandbox.plumbing import Response
from platforms.sandbox.rumble.accounts import Channel
from platforms.sandbox.rumble.videos import Video
from platforms.sandbox.rumble.world import World

ON_A_PAGE = 25
_LICENCES = {"0": "not for sale", "6": "Rumble only"}


def video_page(video: Video, world: World, root: str) -> Response:
    channel = world.accounts.channel(video.channel_id)
    facts = {
        "State": video.state(world.now()),
        "Came by": "hand" if video.by_hand else "the Upload API",
        "Licence": _LICENCES.get(video.licence, "not said"),
        "Tags": video.tags or "none",
        "Captions": video.captions or "none",
        "Picture": video.thumbnail[:12] or "none",
        "guid": video.guid or "none",
        "video_id": f"{video.video_id} ({video.number})",
        "File": f"{video.file_name}, {video.size:,} bytes",
        "SHA-256": video.sha256,
    }
    rows = [(f'<span class="quiet">{escape(name)}</span>', escape(value)) for name, value in facts.items()]
    lines = "<br>".join(escape(line) for line in video.description.splitlines())
    markup = pages.shell(
        video.title,
        f"<h1>{escape(video.title)}</h1>",
        f'<p><a href="{escape(root)}/c/{escape(channel.slug)}">{escape(channel.title)}</a>, {clock(video.made_at)}</p>',
        f"<p>{lines}</p>" if lines else "",
        '<p class="quiet">Here the video would play; the stand-in hashed its bytes and threw them away.</p>',
        f"<p>Its address: <code>{escape(root + video.page)}</code></p>",
        pages.table(("", ""), rows, empty=""),
    )
    return pages.page_response(markup)


def channel_page(channel: Channel, world: World, root: str, *, number: int) -> Response:
    """404 after the last page, as on the real one."""
    videos = [video for video in reversed(world.videos.of_account(channel.account_id)) if video.channel_id == channel.id]
    shown = videos[(number - 1) * ON_A_PAGE : number * ON_A_PAGE] if number >= 1 else []
    if not shown and number != 1:
        return missing()
    items = "".join(
        f'<li><a href="{escape(root + video.page)}">{escape(video.title)}</a> <span class="quiet">{clock(video.made_at)}</span></li>'
        for video in shown
    )
    listed = f'<ul class="stand-ins">{items}</ul>' if items else '<p class="empty">Nothing was posted yet.</p>'
    older = f'<p><a href="{escape(root)}/c/{escape(channel.slug)}?page={number + 1}">Older</a></p>' if videos[number * ON_A_PAGE :] else ""
    return pages.page_response(pages.shell(channel.title, f"<h1>{escape(channel.title)}</h1>", listed, older))


def missing() -> Response:
    words = '<p class="quiet">It was never posted to this stand-in.</p>'
    return pages.page_response(pages.shell("Not found", "<h1>This page is not here</h1>", words), status=404)
