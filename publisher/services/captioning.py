"""Send the captions that a video has by now to a post that is there already; the post itself is neither sent nor touched."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from platforms import clock
from platforms.contract import Caption, FollowUpKind
from publisher import followups
from publisher.models import FollowUp, Publication
from publisher.services.following import NOTHING_TOLD, insist_on_post
from publisher.services.refusal import NotPossible
from publisher.snapshot import has_other_captions, keep_captions, upload_for_preflight
from publisher.states import State
from publisher.wakeups import wake_follow_ups


def send_captions(publication: Publication) -> str:
    """Have the tracks of the video, as they are now, brought to its post; gives a sentence on what happens.

    Pressed twice it is done once. A language that the video has no track of any more stays on the platform. Raises
    `NotPossible` where the platform takes none afterwards, where nothing changed, or where they are just being sent.
    """
    now, name = clock.now(), publication.connection.platform.name
    insist_on_post(publication, now=now)
    if not _takes_captions(publication):
        raise NotPossible(
            "captions_are_fixed", f"{name} takes no captions from Retake for a post that is there. Bring them there yourself."
        )
    if not _lacks_captions(publication):
        raise NotPossible("same_captions", f"{name} was sent the captions as they are now.")
    mine = {"publication": publication, "kind": FollowUpKind.CAPTIONS}
    with transaction.atomic():
        follow_up, is_new = FollowUp.objects.get_or_create(**mine, defaults={"due_at": now})
        free = FollowUp.objects.filter(Q(pk__in=FollowUp.objects.unclaimed(now)) | Q(tries=0), pk=follow_up.pk)
        if not is_new and not free.update(due_at=now, tries=0, done_at=None, **NOTHING_TOLD):
            raise NotPossible("being_sent", "Captions are on their way there just now. Try again in some minutes.")
        Publication.objects.filter(pk=publication.pk).update(captions=keep_captions(publication.video))
        wake_follow_ups([follow_up])
    if follow_up.warning:
        followups.take_back(publication, follow_up.warning)
    return f"The captions go to {name} now. The post itself stays as it is."


def can_send_captions(publication: Publication) -> bool:
    """Whether its page offers it: there is a post, and tracks that it lacks. Reads its follow-ups, and the video's files and tracks."""
    is_there = publication.state == State.PUBLISHED and bool(publication.remote_id) and not publication.is_by_hand
    return is_there and publication.connection.is_usable and _lacks_captions(publication) and _takes_captions(publication)


def _lacks_captions(publication: Publication) -> bool:
    """Whether the video has tracks that its post has not, or that were refused when they were sent."""
    return has_other_captions(publication) or any(
        follow_up.kind == FollowUpKind.CAPTIONS and follow_up.done_at is not None and bool(follow_up.warning)
        for follow_up in publication.follow_ups.all()
    )


def _takes_captions(publication: Publication) -> bool:
    asset = publication.video.asset
    if asset is None:
        return False
    upload = upload_for_preflight(publication.video, asset, publication.options)
    with_some = replace(upload, captions=lambda: [Caption(language="en", vtt=b"WEBVTT\n")])
    return FollowUpKind.CAPTIONS in publication.connection.platform.follow_ups(with_some)
