"""Preflight goes by the words, the options and the time with which something would be sent."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from platforms import clock
from platforms.contract import Words
from publisher import services
from publisher.models import Publication
from publisher.preflight import preflight
from publisher.services import WouldBeRefused
from tests.factories import AssetFactory, ConnectionFactory

OPTIONS = {"privacy": "private", "category": "22", "made_for_kids": False}


def test_a_time_to_become_public_counts_from_when_it_is_sent(alice: User) -> None:
    video, connection = AssetFactory(video__owner=alice).video, ConnectionFactory(user=alice)
    now = clock.now()
    options = {**OPTIONS, "publish_at": f"{now + timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}"}
    assert preflight(video, connection, options=options) == []
    (problem,) = preflight(video, connection, options=options, at=now + timedelta(hours=3))
    assert problem.code == "publish_at_too_soon"
    with pytest.raises(WouldBeRefused):
        services.publish(video, connection, options=options, by=alice, at=now + timedelta(hours=3))
    assert not Publication.objects.exists()
    services.publish(video, connection, options=options, by=alice, at=now + timedelta(hours=1))
    assert Publication.objects.get().options["publish_at"] == options["publish_at"]


def test_words_of_ones_own_are_what_is_judged(alice: User) -> None:
    video, connection = AssetFactory(video__owner=alice, video__title="x" * 120).video, ConnectionFactory(user=alice)
    assert [problem.code for problem in preflight(video, connection, options=OPTIONS)] == ["title_too_long"]
    assert preflight(video, connection, options=OPTIONS, words=Words(title="Short enough")) == []
