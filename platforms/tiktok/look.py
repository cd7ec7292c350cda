"""Looking what became of an upload, changing nothing: TikTok is asked for the task, its one handle."""

from dataclasses import dataclass, replace
from datetime import timedelta

from platforms.contract import Asked, LookOutcome, NotThere, Published, Unclear, Upload, Working
from platforms.http import rest
from platforms.pace import Turns
from platforms.tiktok import processing
from platforms.tiktok.calls import Calls
from platforms.tiktok.links import post_url
from platforms.tiktok.paces import NotYet
from platforms.tiktok.progress import ADDRESS_LIFE, MARGIN, Saved
from platforms.tiktok.states import Failed, Held, Over, State, Taken, Unknown, state_of
from platforms.tiktok.task import Status, Task
from platforms.tiktok.transfer import BETWEEN_READS_SECONDS

SETTLE = ADDRESS_LIFE + MARGIN
"""After this nobody can send anything any more, whatever is still on its way."""
SETTLE_WHILE_OPEN = timedelta(minutes=5)
"""After this, no last bytes are on their way any more, so that an upload that lacks them can go on in its own session."""
EMPTY_READS = 2
LOOKS_AT = tuple(timedelta(seconds=seconds) for seconds in (0, 15, 60, 300, 600, 1800))
LATER_LOOKS = timedelta(hours=1)
SHORTEST_WAIT = timedelta(seconds=5)
SEVERAL = "TikTok names more than one post that came of this: {ids}. Look there, and delete what is too much in the app."


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look at one upload. Any error that it raises says nothing about the post."""

    calls: Calls
    site: str
    upload: Upload
    turns: Turns
    asked: Asked

    def outcome(self, saved: Saved) -> LookOutcome:
        if not saved.publish_id:
            return self._unclear("Nothing is known by which TikTok could be asked.")
        try:
            return self._judged(saved, self._state(saved))
        except NotYet as pace:
            return Unclear(again_in=pace.wait, why=pace.message)

    def _state(self, saved: Saved, *, at_once: bool = False) -> State:
        task = self.calls.status(saved.publish_id, at_once=at_once)
        return state_of(task, saved, saved.plan(self.upload.file.size), self.turns, now=self.asked.now)

    def _judged(self, saved: Saved, state: State) -> LookOutcome:
        match state:
            case Taken(task=task):
                return self._watched(replace(saved, polls=saved.polls + 1), task)
            case Failed(error=error):
                return NotThere(progress=saved.anew().as_json(), error=error)
            case Held() if self.asked.now - self.asked.deciding_since >= SETTLE_WHILE_OPEN:
                # That last bytes left once stays known: they may come yet, into the very same task.
                return NotThere(progress=saved.as_json())
            case Held():
                return self._unclear("TikTok still waits for the last bytes; they may be on their way.")
            case Over() if (wait := saved.until_dead(self.asked.now)) > timedelta(0):
                return Unclear(again_in=wait, why="TikTok has not got the last bytes, and nobody can send them any more in a while.")
            case Over() if isinstance(self._state_a_minute_later(saved), Over):
                return NotThere(progress=saved.anew().as_json())
            case Unknown():
                return self._unclear("TikTok does not say what it has of the upload, and there is no list to find a post in.")
        return self._unclear("TikTok’s answers changed within a minute.")

    def _state_a_minute_later(self, saved: Saved) -> State:
        rest(BETWEEN_READS_SECONDS)
        return self._state(saved, at_once=True)

    def _watched(self, saved: Saved, task: Task) -> LookOutcome:
        match task.status:
            case Status.COMPLETE:
                post = task.posts[0] if task.posts else ""
                warning = SEVERAL.format(ids=", ".join(task.posts)) if len(task.posts) > 1 else ""
                return Published(remote_id=post or saved.publish_id, url=post_url(self.site, saved.username, post), warning=warning)
            case Status.IN_INBOX:
                wait = processing.wait_for_person(saved.polls)
                return Working(progress=saved.as_json(), again_in=wait, waits_for=processing.IN_INBOX)
        return Working(progress=saved.as_json(), again_in=processing.wait_before(saved.polls))

    def _unclear(self, why: str) -> Unclear:
        """Look again at the next of the moments."""
        elapsed = self.asked.now - self.asked.deciding_since
        moments = [moment for moment in LOOKS_AT if moment > elapsed]
        wait = min(moments) - elapsed if moments else LATER_LOOKS
        return Unclear(again_in=max(wait, SHORTEST_WAIT), why=why)
