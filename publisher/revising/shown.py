"""How a change of a post is told in its panel: on its way, made, or refused and why; or why none can be made from here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from platforms.contract import Platform
from publisher.live import QUICK_SECONDS, SLOW_SECONDS
from publisher.models import Publication, Revision
from publisher.phrases import Moment, Phrase
from publisher.revising.wish import OF_WORDS
from publisher.states import State
from publisher.tones import Tone

_WORDS: Mapping[str, str] = {"title": "title", "description": "description", "tags": "tags"}
_ICONS = {Tone.PROGRESS: "state-progress", Tone.WAITS: "warning", Tone.DONE: "state-done", Tone.FAILED: "state-failed"}


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the panel says of the newest change."""

    tone: Tone
    says: str
    what: str
    """What changes, by its names."""
    why: str = ""
    then: Phrase = ()
    can_retry: bool = False

    @property
    def icon(self) -> str:
        return _ICONS[self.tone]


@dataclass(frozen=True, kw_only=True)
class Revising:
    """What the panel of a published post says about changing it."""

    can: bool
    elsewhere: str
    told: Told | None
    again_in: int | None
    """In how many seconds a page should ask again; None where nothing is on its way."""


def revising(row: Publication, *, now: datetime) -> Revising | None:
    """None where there is no post. No query where its revisions were fetched with it."""
    if row.state != State.PUBLISHED or not row.remote_id:
        return None
    platform, last = row.connection.platform, next(iter(reversed(row.revisions.all())), None)
    can = platform.revisable.is_any and not row.is_by_hand
    is_soon = last is not None and last.is_open and last.due_at is not None and (last.due_at - now).total_seconds() < SLOW_SECONDS
    wait = QUICK_SECONDS if is_soon else SLOW_SECONDS if last is not None and last.is_open else None
    elsewhere = "" if can else platform.revisable.elsewhere
    return Revising(can=can, elsewhere=elsewhere, told=_told(last, platform) if last else None, again_in=wait)


def _told(last: Revision, platform: Platform) -> Told:
    what = ", ".join(_named(last, platform))
    why = f"{last.error_message} {'' if _is_about_words(last) else last.error_fix}".strip()
    if last.done_at is not None:
        then: Phrase = (Moment(at=last.done_at, past=True),)
        return Told(tone=Tone.DONE, says=f"Changed on {platform.name}", what=what, why=last.warning, then=then)
    if last.given_up_at is not None:
        return Told(tone=Tone.FAILED, says=f"The change was not made on {platform.name}", what=what, why=why, can_retry=True)
    if not why:
        return Told(tone=Tone.PROGRESS, says=f"A change is on its way to {platform.name}", what=what)
    then = ("It is told again ", Moment(at=last.due_at), ".") if last.due_at else ("It is told again once the account is connected.",)
    return Told(tone=Tone.WAITS, says=f"A change waits to be made on {platform.name}", what=what, why=why, then=then, can_retry=True)


def _is_about_words(last: Revision) -> bool:
    """Whether a word or option was refused: the code of such a refusal begins with its name. Its fix speaks of sending it anew."""
    return last.error_code.rpartition("_")[0] in {*last.named, "words", "setting", "schedule"}


def _named(last: Revision, platform: Platform) -> list[str]:
    fields = platform.options_form.base_fields
    labels = {name: str(fields[name].label).rstrip("?") for name in last.named if name in fields}
    return [*(_WORDS[name] for name in OF_WORDS if name in last.named), *(f"“{label}”" for label in labels.values())]
