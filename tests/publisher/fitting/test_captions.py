"""The captions that go with a fitted file are those of its part, by its own time."""

import pytest

from publisher.snapshot import upload_done
from tests.factories import AssetFactory, FitFactory, PublicationFactory
from videos.models import AssetKind, Caption

pytestmark = pytest.mark.django_db
TALK = "WEBVTT\n\n00:31.000 --> 00:32.000\nEbb\n"


def test_they_are_moved_with_the_beginning() -> None:
    fit = FitFactory()
    fit.recipe = fit.made_by.plain() | {"start": 30.0, "seconds": 60.0}
    fit.asset = AssetFactory(video=fit.video, kind=AssetKind.FITTED)
    fit.save()
    Caption.objects.create(video=fit.video, language="en", vtt=TALK)
    (track,) = upload_done(PublicationFactory(asset=fit.asset)).captions()
    assert b"00:00:01.000 --> 00:00:02.000\nEbb" in track.vtt
    (track,) = upload_done(PublicationFactory(asset=fit.source, connection__provider="peertube")).captions()
    assert track.vtt.decode() == TALK
