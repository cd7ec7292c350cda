"""Captions that changed since a post was made go to it when its owner says so: once, and the post stays as it is."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_q.models import OrmQ

from platforms import clock
from publisher import services
from publisher.models import FollowUp, Publication
from publisher.services import NotPossible
from publisher.snapshot import keep_captions, upload_done
from tests.factories import ConnectionFactory, PublicationFactory
from tests.publisher.stages import STAGES
from videos.models import Caption

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nLow tide\n"


def posted(alice: User, *, provider: str = "youtube", stage: str = "published") -> Publication:
    connection = ConnectionFactory(user=alice, provider=provider)
    row = PublicationFactory(owner=alice, connection=connection, **STAGES[stage](clock.now()))
    Caption.objects.create(video=row.video, language="en", vtt=VTT)
    Publication.objects.filter(pk=row.pk).update(captions=keep_captions(row.video))
    return Publication.objects.with_all().get(pk=row.pk)


def changed(row: Publication) -> Publication:
    Caption.objects.update(vtt=VTT.replace("Low", "High"))
    return Publication.objects.with_all().get(pk=row.pk)


def test_they_go_to_the_post_once_however_often_it_is_pressed(alice: User) -> None:
    row = changed(posted(alice))
    before = row.completed_at
    assert "The post itself stays as it is." in services.send_captions(row)
    with pytest.raises(NotPossible, match="was sent the captions as they are now"):
        services.send_captions(Publication.objects.with_all().get(pk=row.pk))
    assert FollowUp.objects.filter(kind="captions", tries=0, done_at=None).count() == 1
    assert [task.func() for task in OrmQ.objects.all()] == ["publisher.tasks.follow_up"]
    row.refresh_from_db()
    assert (row.state, row.completed_at) == ("published", before)
    assert b"High tide" in upload_done(row).captions()[0].vtt


def test_captions_that_were_refused_can_be_sent_again(alice: User, client: Client) -> None:
    row = posted(alice)
    FollowUp.objects.create(publication=row, kind="captions", due_at=None, done_at=clock.now(), tries=1, warning="No leave for captions.")
    client.force_login(alice)
    assert "Send the captions to YouTube" in client.get(f"/videos/{row.video_id}/").content.decode()
    services.send_captions(Publication.objects.with_all().get(pk=row.pk))
    again = FollowUp.objects.get()
    assert (again.warning, again.done_at, again.tries) == ("", None, 0)


def test_until_then_the_post_has_those_it_was_made_with(alice: User) -> None:
    row = changed(posted(alice))
    assert b"Low tide" in upload_done(row).captions()[0].vtt


def test_one_that_is_being_sent_is_waited_for(alice: User) -> None:
    row = changed(posted(alice))
    FollowUp.objects.create(publication=row, kind="captions", due_at=clock.now() + services.captioning.followups.CLAIM_FOR, tries=1)
    with pytest.raises(NotPossible, match="on their way there just now"):
        services.send_captions(row)


@pytest.mark.parametrize("stage", sorted(STAGES.keys() - {"published", "published with a warning"}))
def test_only_a_post_that_is_there_gets_them(alice: User, stage: str) -> None:
    row = changed(posted(alice, stage=stage))
    with pytest.raises(NotPossible):
        services.send_captions(row)
    assert not FollowUp.objects.exists()


def test_where_the_platform_takes_none_afterwards_it_is_said(alice: User) -> None:
    row = changed(posted(alice, provider="tiktok"))
    with pytest.raises(NotPossible, match="takes no captions from Retake for a post that is there"):
        services.send_captions(row)


def test_the_panel_offers_it_where_there_is_something_to_send(alice: User, client: Client) -> None:
    row = posted(alice)
    client.force_login(alice)
    page = f"/videos/{row.video_id}/"
    assert "Send the captions to" not in client.get(page).content.decode()
    changed(row)
    assert "Send the captions to YouTube" in client.get(page).content.decode()
    shown = client.post(f"/publications/{row.pk}/captions/send", follow=True).content.decode()
    assert "The captions go to YouTube now." in shown
    assert "Send the captions to" not in shown
