"""Remove: a post from its platform, a video's stored file, or a video; an order is a row, carried out by the queue and the round."""

from collections.abc import Collection
from contextlib import suppress

from django.db import IntegrityError, transaction

from platforms import clock
from publisher.models import Extent, Publication, Removal, RemovalStep, StepState
from publisher.removing.posts import end, is_removable
from publisher.services.refusal import NotPossible
from publisher.states import ENDED, State
from publisher.wakeups import SHORT, enqueue
from videos.models import AssetState, Video


def remove(publication: Publication, *, by: str) -> str:
    """Order that its post be deleted on its platform. Raises `NotPossible` where nothing of it is there."""
    name = publication.connection.platform.name
    if publication.removal_steps.open().exists():
        return f"It is being deleted from {name} already."
    if publication.state == State.REMOVED:
        return f"It is deleted from {name}."
    if not is_removable(publication):
        raise NotPossible("nothing_to_remove", f"Nothing of it is known to be on {name}. What is on its way can be cancelled.")
    with suppress(IntegrityError):  # somebody was faster, with the same wish
        _order(publication.video, extent=Extent.POST, by=by, posts=[publication])
    return f"It is being deleted from {name}."


def remove_video(video: Video, *, extent: Extent, by: str, posts: Collection[Publication] = (), cancels: bool = True) -> Removal:
    """Order that the video, or its stored file alone, be removed; `posts` are those to be deleted on their platforms first.

    `cancels`: what is on its way is cancelled where that can still be; else it is waited for. Ordering it twice gives the same
    removal. Raises `NotPossible` where a publication still needs the file.
    """
    if extent == Extent.FILE and (need := _needs_of(video)):
        raise NotPossible("file_needed", need)
    try:
        return _order(video, extent=extent, by=by, posts=[row for row in posts if is_removable(row)], cancels=cancels)
    except IntegrityError as rival:
        ordered = Removal.objects.open().of_whole_videos().filter(video=video).first()
        if ordered is None:
            raise NotPossible("changed", "It changed just now. Look again.") from rival
        return ordered


def insist_on_staying(video: Video) -> None:
    """Refuse what would need a video that is on its way out. Raises `NotPossible`."""
    if Removal.objects.open().of_whole_videos().filter(video=video).exists():
        raise NotPossible("being_deleted", "This video, or its file, is being deleted.")


def insist_on_a_file(publication: Publication) -> None:
    """Refuse to send again what has no file any more. Raises `NotPossible`."""
    insist_on_staying(publication.video)
    if publication.asset.state == AssetState.REFUSED:
        raise NotPossible("no_file", publication.asset.refused_reason)


def _needs_of(video: Video) -> str:
    """Name what still needs the file; empty where nothing does."""
    rows = video.publications.exclude(state__in=ENDED).select_related("connection")
    names = [f"{row.connection.platform.name}, {row.connection} ({row.get_state_display().lower()})" for row in rows]
    return f"The file is still needed: {'; '.join(names)}. Cancel that first, or wait until it is done." if names else ""


def _order(video: Video, *, extent: Extent, by: str, posts: Collection[Publication], cancels: bool = True) -> Removal:
    now = clock.now()
    with transaction.atomic():
        removal = Removal.objects.create(
            owner_id=video.owner_id, video=video, extent=extent, title=video.title, cancels=cancels, by_name=by, ordered_at=now, due_at=now
        )
        if extent == Extent.LIBRARY:
            # What is ordered there already is carried on under this order.
            RemovalStep.objects.open().filter(publication__video=video).update(removal=removal)
        for row in posts:
            if not row.removal_steps.open().exists():
                _step(removal, row, state=StepState.WAITING, due_at=now)
        if extent == Extent.LIBRARY:
            note_those_that_stay(removal, video)
        enqueue("publisher.tasks.remove", removal.pk, queue=SHORT)
    return removal


def note_those_that_stay(removal: Removal, video: Video) -> None:
    """Keep with the removal which posts stay where they are, those too that were made since it was ordered. Safe to repeat."""
    published = video.publications.filter(state=State.PUBLISHED).select_related("connection")
    for row in published.exclude(removal_steps__removal=removal):
        _step(removal, row, state=StepState.KEPT, ended_at=clock.now())


def _step(removal: Removal, row: Publication, **stands: object) -> None:
    connection = row.connection
    RemovalStep.objects.create(
        removal=removal,
        publication=row,
        connection=connection,
        platform=connection.platform.name,
        account=str(connection),
        account_id=connection.uid,
        realm=connection.realm,
        remote_id=row.remote_id or "",
        url=row.remote_url,
        **stands,
    )


# -- what people do with one step ------------------------------------------------------------------------------------


def try_removing_again(step: RemovalStep) -> str:
    """Ask the platform again, now."""
    now = clock.now()
    if step.state not in (StepState.WAITING, StepState.ASKED, StepState.RECONNECT):
        raise NotPossible("nothing_to_retry", f"It is settled: {step.get_state_display().lower()}.")
    RemovalStep.objects.move(step, StepState.WAITING, due_at=now)
    _go_on(step)
    return "Trying again now."


def confirm_removed(step: RemovalStep) -> str:
    """Take a person's word that they deleted it there."""
    return _ended(step, StepState.DONE, "Noted: you deleted it there.")


def leave_there(step: RemovalStep) -> str:
    """Let the post stay where it is."""
    return _ended(step, StepState.KEPT, "It stays there.")


def _ended(step: RemovalStep, to: StepState, said: str) -> str:
    if step.state not in (StepState.WAITING, StepState.ASKED, StepState.RECONNECT):
        raise NotPossible("nothing_to_confirm", f"It is settled: {step.get_state_display().lower()}.")
    end(step, to, now=clock.now(), by_word=to == StepState.DONE)
    _go_on(step)
    return said


def _go_on(step: RemovalStep) -> None:
    with transaction.atomic():
        Removal.objects.open().filter(pk=step.removal_id).update(due_at=clock.now())
        enqueue("publisher.tasks.remove", step.removal_id, queue=SHORT)
