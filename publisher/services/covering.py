"""Send the picture that a video has by now to a post that is there already; the post itself is neither sent nor touched."""

from django.db import transaction
from django.db.models import Q

from platforms import clock
from platforms.contract import FollowUpKind
from publisher import followups
from publisher.covers.pictures import chosen_for
from publisher.models import FollowUp, Publication
from publisher.services.following import NOTHING_TOLD, insist_on_post
from publisher.services.refusal import NotPossible
from publisher.snapshot import rule_of
from publisher.wakeups import wake_follow_ups

_BUSY = "A picture is on its way there just now. Try again in some minutes."


def send_picture(publication: Publication) -> str:
    """Have the picture that stands for the video set on its post; gives a sentence on what happens.

    Pressed twice it is done once. Raises `NotPossible` where the post takes none any more, or one is just being sent.
    """
    now = clock.now()
    rule = rule_of(publication)
    if publication.is_by_hand or rule is None or not rule.can_be_changed:
        name = publication.connection.platform.name
        raise NotPossible("picture_is_fixed", f"{name} lets Retake change no picture of a post that is there. Change it on {name} itself.")
    insist_on_post(publication, now=now)
    cover = chosen_for(publication.video)
    mine = {"publication": publication, "kind": FollowUpKind.THUMBNAIL}
    with transaction.atomic():
        follow_up, is_new = FollowUp.objects.get_or_create(**mine, defaults={"due_at": now})
        free = FollowUp.objects.filter(Q(pk__in=FollowUp.objects.unclaimed(now)) | Q(tries=0), pk=follow_up.pk)
        if not is_new and not free.update(due_at=now, tries=0, done_at=None, **NOTHING_TOLD):
            raise NotPossible("being_sent", _BUSY)
        Publication.objects.filter(pk=publication.pk).update(cover=cover)
        wake_follow_ups([follow_up])
    if follow_up.warning:
        followups.take_back(publication, follow_up.warning)
    return f"The picture goes to {publication.connection.platform.name} now. The post itself stays as it is."
