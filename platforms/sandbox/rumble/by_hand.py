"""The page where a person uploads a video by hand, and is shown the address of its page."""

from html import escape

from platforms.sandbox import pages
from platforms.sandbox.bodies import drain
from platforms.sandbox.plumbing import Request, Response
from platforms.sandbox.rumble.intake import LimitedBody, Sent, take_in
from platforms.sandbox.rumble.multipart import BrokenOff, Form, Malformed, boundary_of
from platforms.sandbox.rumble.videos import Video
from platforms.sandbox.rumble.world import World

PATH = "/upload.php"


class UploadPage:
    """Asks nobody who they are: whoever is here may post to any channel."""

    def __init__(self, world: World) -> None:
        self._world = world

    def show(self, request: Request) -> Response:
        return pages.page_response(self._form(request.base))

    def take(self, request: Request) -> Response:
        sent, body = Sent(), LimitedBody(request.body)
        try:
            form = Form(body, boundary_of(request.header("Content-Type")))
            take_in(form, sent, at_file=lambda part: None, at_piece=lambda piece: None)
            drain(body)
            video = self._made(sent)
        except (BrokenOff, Malformed, LookupError, ValueError) as problem:
            drain(body)
            return pages.page_response(self._form(request.base, problem=str(problem)), status=400)
        return pages.page_response(_done(video, request.base))

    def _made(self, sent: Sent) -> Video:
        """Raises LookupError and ValueError for what cannot be posted."""
        title, video = sent.fields.get("title", "").strip(), sent.files.get("video")
        longest = self._world.board.now.title_length
        if not title or len(title) > longest:
            raise ValueError(f"A title is needed, of {longest} characters at the most.")
        if video is None or not video.size:
            raise ValueError("Choose a video.")
        channel = self._world.accounts.channel(int(sent.fields.get("channel_id", "0")))
        return self._world.videos.make(
            sent, account_id=channel.account_id, channel_id=channel.id, by_hand=True, switches=self._world.board.now
        )

    def _form(self, root: str, *, problem: str = "") -> str:
        said = f'<p class="failed" role="alert">{escape(problem)}</p>' if problem else ""
        banned = {account.id for account in self._world.accounts.all() if account.banned}
        channels = [(str(each.id), each.title) for each in self._world.accounts.channels() if each.account_id not in banned]
        fields = (
            '<label class="wide">Video<input type="file" name="video" accept="video/*" required></label>',
            f'<label class="wide">Title<input name="title" maxlength="{self._world.board.now.title_length}" required></label>',
            '<label class="wide">Description<textarea name="description" rows="6"></textarea></label>',
            '<label class="wide">Tags<input name="tags" placeholder="separated by commas"></label>',
            pages.select("channel_id", "Channel", channels),
        )
        return pages.shell(
            "Upload a video",
            f'<p><a href="{escape(root)}/">Rumble stand-in</a></p>',
            "<h1>Upload a video</h1>",
            '<p class="quiet">As on Rumble’s own page. The stand-in hashes the file and throws its bytes away.</p>',
            said,
            f'<form class="card" method="post" enctype="multipart/form-data" action="{escape(root)}{PATH}">'
            f'<div class="fields">{"".join(fields)}</div><button class="primary">Upload</button></form>',
        )


def _done(video: Video, root: str) -> str:
    address = escape(root + video.page)
    return pages.shell(
        "Uploaded",
        "<h1>Your video is here</h1>",
        f'<p>“{escape(video.title)}” has its page at</p><p><a href="{address}"><code>{address}</code></a></p>',
        '<p class="quiet">Copy this address into Retake.</p>',
        f'<p><a href="{escape(root)}{PATH}">Upload another</a></p>',
    )
