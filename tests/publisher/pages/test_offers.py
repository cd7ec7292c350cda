"""What the channel has to choose from: read when the form is shown, and never in the way of publishing."""

import pytest
from django.test import Client

from platforms.models import Connection
from platforms.sandbox.youtube import Fault, Kind, Moment, YouTubeStandIn
from publisher.models import Publication
from tests.publisher.pages.test_publish_form import form, send
from tests.publisher.publish_form import OPTIONS, asked_for
from videos.models import Video

GLAZES, KILNS = "PLAtelierNordGlazes00000000000000", "PLAtelierNordKilns000000000000000"
UNREAD = "YouTube did not show the channel’s playlists just now."


def test_the_channels_playlists_are_offered(browser: Client, bowl: Video, stand_in: YouTubeStandIn) -> None:
    shown = form(browser, bowl)
    assert "Glazes" in shown
    assert "Kiln days" in shown
    assert UNREAD not in shown


def test_those_that_were_chosen_are_kept_with_the_publication(
    browser: Client, bowl: Video, atelier: Connection, stand_in: YouTubeStandIn
) -> None:
    browser.post(f"/videos/{bowl.pk}/publish/", asked_for(atelier, given={**OPTIONS, "playlists": [GLAZES, KILNS]}))
    assert Publication.objects.get().options["playlists"] == [GLAZES, KILNS]


@pytest.mark.parametrize("reason", ["backendError", "authError", "quotaExceeded", "accessNotConfigured"])
def test_where_they_cannot_be_read_it_says_so_and_publishes_all_the_same(
    browser: Client, bowl: Video, atelier: Connection, stand_in: YouTubeStandIn, reason: str
) -> None:
    stand_in.arm(Fault(kind=Kind.REFUSE, at=Moment.READ, reason=reason, times=None))
    assert UNREAD in form(browser, bowl)
    send(browser, bowl, atelier, playlists=GLAZES)
    assert Publication.objects.get().options["playlists"] == [GLAZES]


def test_what_was_chosen_stays_chosen_where_they_cannot_be_read_again(browser: Client, bowl: Video, atelier: Connection) -> None:
    shown = send(browser, bowl, atelier, playlists=GLAZES, made_for_kids="")
    assert UNREAD in shown
    assert f'value="{GLAZES}"' in shown
    assert f"Chosen before ({GLAZES})" in shown


def test_a_channel_without_any_says_where_they_are_made(browser: Client, bowl: Video, stand_in: YouTubeStandIn) -> None:
    playlists = stand_in.world.playlists
    for playlist in playlists.of_channel("UCAtelierNord00000000000"):
        playlists.delete(playlist)
    assert "This channel has no playlists. Make one on YouTube" in form(browser, bowl)


def test_nothing_is_asked_of_the_platform_to_publish(browser: Client, bowl: Video, atelier: Connection, stand_in: YouTubeStandIn) -> None:
    send(browser, bowl, atelier)
    assert stand_in.requests() == []
