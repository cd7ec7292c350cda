"""Sending one file to Rumble: one request, of which all but the tail is sent before it is on disk that the tail leaves.

A form is not looked at before its last byte is there, so that until then nothing exists and the whole may be sent again. Once the tail
left, only a clear answer or a look ends the doubt: nothing is sent again by itself.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import datetime

from platforms import clock, errors
from platforms.contract import Account, Checkpoint, PublishSteps, Upload, Working
from platforms.http import Answer, Door
from platforms.rumble import finding, links, processing
from platforms.rumble.calls import Calls
from platforms.rumble.errors import THUMBNAIL_REFUSED
from platforms.rumble.form import Form, form_of
from platforms.rumble.progress import Saved
from platforms.rumble.refusals import Refusal, made_in, refusal_in

UPLOAD = "/api/simple-upload.php"
ANSWER_SECONDS = 120.0
"""What stands before Rumble's servers gives up after 100."""


@dataclass(kw_only=True)
class Transfer:
    """Sends one upload. Use `steps` once."""

    door: Door
    calls: Calls
    api_url: str
    site: str
    upload: Upload
    account: Account

    def steps(self, saved: Saved) -> PublishSteps:
        """Ends in Working once Rumble has it, in Published where it was there already."""
        if saved.tail_at:
            found = self._found(saved)
            if found is not None:
                return found
        begun = Saved(without_picture=saved.without_picture)
        form = form_of(self.upload, self.account, with_picture=not begun.without_picture)
        yield Checkpoint(progress=begun.as_json(), sent=0)
        with self.door.open(
            "POST", f"{self.api_url}{UPLOAD}", headers=form.headers, length=form.length, read_timeout=ANSWER_SECONDS
        ) as exchange:
            exchange.send(form.all_but_the_tail())
            if exchange.is_answered:
                return (yield from self._early(exchange.finish()))
            tail = form.tail()
            decided = replace(begun, tail_at=clock.now().isoformat())
            send_before = yield self._decided(form, decided)
            try:
                exchange.send([tail], not_after=send_before)
                answer = exchange.finish()
            except errors.NotSent as refusal:
                refusal.nothing_exists = True
                raise
            except errors.NoAnswer as lost:
                raise _unknown(lost) from lost
        return (yield from self._judged(answer, decided))

    def _found(self, saved: Saved) -> Working | None:
        """Somebody said that it is not there; look once more before it is sent again."""
        publisher_id = str(self.account.details.get("publisher_id") or "")
        if not publisher_id:
            return None
        since = datetime.fromisoformat(saved.tail_at)
        found = finding.found(self.calls, self.upload, publisher_id=publisher_id, since=since)
        if found.one is None:
            return None
        return self._working(replace(saved, video=found.one.video, page=found.one.url))

    def _decided(self, form: Form, saved: Saved) -> Checkpoint:
        return Checkpoint(progress=saved.as_json(), sent=form.cut, deciding=True)

    def _early(self, answer: Answer) -> PublishSteps:
        """An answer to what was not all there: nothing can have been made, whatever it says; but if it says so, it is looked at."""
        if made_in(answer) is None:
            raise (yield from self._refused(refusal_in(answer).error))
        yield Checkpoint(progress=Saved(tail_at=clock.now().isoformat()).as_json(), sent=0, deciding=True)
        raise _unknown(None)

    def _refused(self, error: errors.PlatformError) -> Generator[Checkpoint, float | None, errors.PlatformError]:
        """Where it is the picture that Rumble does not take, the next try goes without."""
        if error.code == THUMBNAIL_REFUSED:
            yield Checkpoint(progress=Saved(without_picture=True).as_json(), sent=0)
        return error

    def _judged(self, answer: Answer, saved: Saved) -> PublishSteps:
        made = made_in(answer)
        if made is not None:
            page = links.canonical(str(made.get("url_monetized") or ""))
            return self._working(replace(saved, video=str(made["video_id"]), page=page))
        refusal: Refusal = refusal_in(answer)
        if refusal.is_proof:
            raise (yield from self._refused(refusal.error))
        raise _unknown(refusal.error)

    def _working(self, saved: Saved) -> Working:
        url = saved.page or links.page_of(self.site, saved.video)
        return Working(progress=saved.as_json(), again_in=processing.FIRST_POLL, remote_id=saved.video, url=url)


def _unknown(because: errors.PlatformError | None) -> errors.OutcomeUnknown:
    return errors.OutcomeUnknown(
        "outcome_unknown",
        "Rumble did not answer clearly. Retake looks on the channel, and does not send the video again by itself.",
        detail=because.detail or because.message if because else "",
        http_status=because.http_status if because else None,
    )
