"""The Upload API: a whole video in one request, of which nothing exists before its last boundary came.

Source: rumbleplayer.com/developers/Rumble-Upload-API.html. That nothing runs before the body is whole is how PHP takes forms in.
"""

from platforms.sandbox.bodies import drain
from platforms.sandbox.misbehaving import misbehave, struck
from platforms.sandbox.plumbing import Answer, Dropped, Request, Response, json_response
from platforms.sandbox.rumble.accounts import Account
from platforms.sandbox.rumble.answers import Problem, html, refusal, refused
from platforms.sandbox.rumble.faults import Fault
from platforms.sandbox.rumble.multipart import BrokenOff, Malformed
from platforms.sandbox.rumble.receiving import Stopped, UnderWay, Upload
from platforms.sandbox.rumble.rules import problems_of
from platforms.sandbox.rumble.videos import Video, mark_of
from platforms.sandbox.rumble.world import World

CARELESS = ("UNKNOWN_FIELD", "REPEATED", "REQUIRED", "TOO_LONG", "TOO_LARGE")
"""Errors that a client knows beforehand."""


class Uploads:
    """The answers of the Upload API, whose address is a try of the token, too: a form that lacks nothing but its video."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._under_way = UnderWay()

    def post(self, request: Request) -> tuple[Answer, Fault | None]:
        """The answer, and the fault that struck."""
        if self._world.board.now.api_off:
            return refusal("unavailable"), None
        if request.length is None or request.header("Transfer-Encoding"):
            self._world.violations.note("R7", "an upload of no stated length", request)
            return html(411, "411 Length Required"), None
        upload = Upload(self._world, request, self._under_way)
        try:
            return self._whole(upload), upload.fault
        finally:
            self._under_way.end(upload)

    def _whole(self, upload: Upload) -> Answer:
        try:
            upload.read()
        except Stopped as stopped:
            self._note_repeats(self._made_of_it(upload), upload)
            return stopped.answer
        except BrokenOff:
            self._note_repeats(self._made_of_it(upload), upload)
            return self._broken_off(upload)
        except Malformed as problem:
            self._world.violations.note("R7", f"a body that is no form: {problem}", upload.request)
            drain(upload.body)
            return refused([Problem(field="_", code="BAD_REQUEST", message=str(problem))], self._shape)
        self._note_what_is_careless(upload)
        return self._answered(upload)

    def _answered(self, upload: Upload) -> Answer:
        """The answer to a body that came whole, as the armed fault wants it."""
        request = upload.request
        if upload.fault is not None:
            return struck(upload.fault, request, lambda _: self._done(upload), self._refusal)
        moments = {"final"} if upload.has_begun else {"probe", "any"}
        answer, upload.fault = misbehave(self._world, request, moments, lambda _: self._done(upload), self._refusal)
        return answer

    def _refusal(self, fault: Fault) -> Response:
        return refusal(fault.reason, shape=self._shape)

    def _broken_off(self, upload: Upload) -> Answer:
        if upload.body.came < (upload.request.length or 0):
            return Dropped(why="the body broke off, and nothing was made")
        # The declared bytes are all here: the form has no end, which PHP takes for a file that came in part.
        return refused([Problem(field="video", code="PARTIAL", message="The file was uploaded in part")], self._shape)

    @property
    def _shape(self) -> str:
        return self._world.board.now.error_shape

    # -- what becomes of a whole form --------------------------------------------------------------------------------
    def _done(self, upload: Upload) -> Response:
        with self._world.store.transaction():
            made = self._made_of_it(upload)
            outcome = self._outcome(upload)
            self._note_repeats(made, upload, is_made_again=isinstance(outcome, Video))
        return self._told(outcome, upload.request) if isinstance(outcome, Video) else outcome

    def _outcome(self, upload: Upload) -> Video | Response:
        now, sent, accounts = self._world.board.now, upload.sent, self._world.accounts
        account = accounts.of_token(sent.fields.get("access_token", ""))
        if account is None or account.banned:
            return refusal("banned" if account else "invalid_token", shape=self._shape)
        guid = sent.fields.get("guid", "")
        is_taken = not now.repeats_guid and bool(guid) and bool(self._world.videos.alike(account.id, guid=guid, mark=""))
        channels = accounts.channels_of(account)
        problems = problems_of(sent, channels, now, is_taken=is_taken)
        if problems:
            self._note_problems(problems, upload)
            return refused(problems, self._shape)
        if now.upload_answer == "wrong_and_not_made":
            return refusal("something_went_wrong", shape=self._shape)
        channel_id = int(sent.fields.get("channel_id", channels[0].id))
        return self._world.videos.make(sent, account_id=account.id, channel_id=channel_id, by_hand=False, switches=now)

    def _told(self, video: Video, request: Request) -> Response:
        """The answer to a video that was made."""
        now = self._world.board.now
        if now.answer_seconds:
            self._world.sleep(now.answer_seconds)
        match now.upload_answer:
            case "html":
                return html(200, "Rumble", "Your video is on its way.")
            case "wrong_but_made":
                return refusal("something_went_wrong", shape=now.error_shape)
            case "524":
                return refusal("timeout_of_cdn")
        return json_response(200, _documented(video, self._world.accounts.get(video.account_id), request.base))

    # -- what no careful client does ---------------------------------------------------------------------------------
    def _note_what_is_careless(self, upload: Upload) -> None:
        """What shows once the whole body is here."""
        note, sent = self._world.violations.note, upload.sent
        if not upload.has_begun:
            return
        if self._under_way.is_shared(upload):
            note("R2", "two uploads at once with one token", upload.request)
        if sent.order[-1] != "video":
            note("R4", f"{sent.order[-1]} after the video, whose last bytes should decide", upload.request)
        if not sent.fields.get("guid"):
            note("R6", "an upload without a guid", upload.request)

    def _made_of_it(self, upload: Upload) -> list[Video]:
        """The videos that were made under the same guid, or with the same mark, before this upload."""
        fields = upload.sent.fields
        account = self._world.accounts.of_token(fields.get("access_token", ""))
        if account is None or not upload.has_begun:
            return []
        return self._world.videos.alike(account.id, guid=fields.get("guid", ""), mark=mark_of(fields.get("description", "")))

    def _note_repeats(self, made: list[Video], upload: Upload, *, is_made_again: bool = False) -> None:
        if not made:
            return
        by = "guid" if made[0].guid and made[0].guid == upload.sent.fields.get("guid") else "mark"
        what = f"two videos with one {by}" if is_made_again else f"sent again under one {by}"
        self._world.violations.note("R1", f"{what}: {made[0].video_id} was made of it before", upload.request)

    def _note_problems(self, problems: list[Problem], upload: Upload) -> None:
        careless = [problem for problem in problems if problem.code in CARELESS and (problem.field != "video" or upload.has_begun)]
        if careless:
            self._world.violations.note("R8", ", ".join(f"{each.field}: {each.code}" for each in careless), upload.request)


def _documented(video: Video, account: Account, base: str) -> dict[str, object]:
    embedded = f"{base}/embed/{video.embed_id}/?pub={account.publisher_id}"
    frame = f'<iframe class="rumble" width="640" height="360" src="{embedded}" frameborder="0" allowfullscreen></iframe>'
    script = f'<script>Rumble("play", {{"video":"{video.embed_id}","div":"rumble_{video.embed_id}"}});</script>'
    return {
        "success": True,
        "video_id": video.video_id,
        "video_id_int": video.number,
        "url_monetized": f"{base}{video.page}?mref={account.publisher_id}&mc={account.affiliate}",
        "embed_url_monetized": embedded,
        "embed_html_monetized": frame,
        "embed_js_monetized": f'{script}<div id="rumble_{video.embed_id}"></div>',
    }
