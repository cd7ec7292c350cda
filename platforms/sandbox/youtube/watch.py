"""The page of one posted video, where the link that a publisher shows leads to, and the drawing that stands for its picture."""

from html import escape

from platforms.sandbox import pages
from platforms.sandbox.plumbing import Response
from platforms.sandbox.youtube.captions import Track
from platforms.sandbox.youtube.channels import Channel
from platforms.sandbox.youtube.chosen import chosen
from platforms.sandbox.youtube.playlists import Playlist
from platforms.sandbox.youtube.videos import Video, timestamp

_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180" width="320" height="180">'
    '<rect width="320" height="180" fill="hsl({hue} 20% 32%)"/><path d="M138 62v56l48-28z" fill="#fff" opacity=".85"/></svg>'
)


def page(video: Video, channel: Channel, playlists: list[Playlist], tracks: list[Track], *, now: float) -> str:
    description = str(video.metadata.get("snippet", {}).get("description", ""))
    facts = {
        "Channel": channel.title,
        "Privacy": video.privacy(now),
        "Processing": video.stage(now).upload_status,
        "Posted": timestamp(video.posted_at),
        "Tags": ", ".join(video.tags) or "none",
        **chosen(video, playlists, tracks),
        "File": f"{video.file_name}, {video.size:,} bytes",
        "SHA-256": video.sha256,
    }
    rows = [(f'<span class="quiet">{escape(name)}</span>', escape(value)) for name, value in facts.items()]
    return pages.shell(
        video.title,
        f"<h1>{escape(video.title)}</h1>",
        f"<p>{escape(description)}</p>" if description else "",
        '<p class="quiet">Here the video would play; the stand-in hashed its bytes and threw them away.</p>',
        pages.table(("", ""), rows, empty=""),
        *(f"<h2>Captions: {escape(track.language)}</h2><pre>{escape(track.text)}</pre>" for track in tracks),
    )


def missing_page() -> str:
    return pages.shell(
        "No such video", "<h1>This video is not here</h1>", '<p class="quiet">It was never posted to this stand-in, or it was deleted.</p>'
    )


def drawing(video: Video) -> Response:
    hue = sum(video.id.encode()) * 53 % 360
    headers = (("Content-Type", "image/svg+xml"), ("X-Content-Type-Options", "nosniff"))
    return Response(status=200, headers=headers, body=_DRAWING.format(hue=hue).encode())
