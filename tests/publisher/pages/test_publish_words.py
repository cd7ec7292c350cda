"""The words on the publish form: the video's, unless they are changed for this publication alone."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms.contract import Words
from platforms.models import Connection
from publisher import services
from publisher.models import Publication
from tests.publisher.pages.test_publish_form import form, send
from tests.publisher.publish_form import OPTIONS
from videos.models import Video


@pytest.fixture
def told(bowl: Video) -> Video:
    bowl.description, bowl.tags = "Slip and ash.\nFired twice.", ["raku", "ash glaze"]
    bowl.save()
    return bowl


def test_the_form_starts_with_the_videos_words(browser: Client, told: Video, atelier: Connection) -> None:
    shown = form(browser, told)
    assert 'value="Glazing a bowl"' in shown
    assert "Slip and ash.\nFired twice.</textarea>" in shown
    assert 'value="raku, ash glaze"' in shown


def test_left_alone_they_are_what_is_published(browser: Client, told: Video, atelier: Connection) -> None:
    send(browser, told, atelier)
    row = Publication.objects.get()
    assert (row.title, row.description, row.tags) == (told.title, told.description, told.tags)


def test_changed_they_are_changed_for_this_publication_alone(browser: Client, told: Video, atelier: Connection) -> None:
    send(browser, told, atelier, title="A bowl,\n glazed", description="Once\r\nmore", tags="raku, , Raku, #kiln")
    row = Publication.objects.get()
    assert (row.title, row.description, row.tags) == ("A bowl, glazed", "Once\nmore", ["raku", "kiln"])
    told.refresh_from_db()
    assert (told.title, told.tags) == ("Glazing a bowl", ["raku", "ash glaze"])


def test_emptied_they_stay_empty(browser: Client, told: Video, atelier: Connection) -> None:
    send(browser, told, atelier, description="", tags="")
    row = Publication.objects.get()
    assert (row.description, row.tags) == ("", [])


def test_a_title_that_is_mended_here_is_published(browser: Client, bowl: Video, atelier: Connection) -> None:
    Video.objects.filter(pk=bowl.pk).update(title="x" * 120)
    assert "The title has 120 characters" in form(browser, bowl)
    send(browser, bowl, atelier, title="Glazing")
    assert Publication.objects.get().title == "Glazing"


def test_each_says_how_much_of_its_room_is_taken(browser: Client, told: Video, atelier: Connection) -> None:
    shown = form(browser, told)
    for taken, most, what in ((14, 100, "characters"), (26, 5000, "bytes"), (4 + 1 + 11 + 1 + 16, 500, "characters")):
        assert f"<span data-taken>{taken}</span> of {most} {what}" in shown
    assert 'data-unit="tags"' in shown
    assert "counter over" not in shown
    assert "counter over" in send(browser, told, atelier, title="x" * 101)


def test_other_doors_name_words_or_take_the_videos(told: Video, atelier: Connection, alice: User) -> None:
    options = {**OPTIONS, "made_for_kids": False}
    services.publish(told, atelier, options=options, by=alice, words=Words(title="Another title"))
    row = Publication.objects.get()
    assert (row.title, row.description, row.tags) == ("Another title", "", [])
    Publication.objects.all().delete()
    services.publish(told, atelier, options=options, by=alice)
    assert Publication.objects.get().title == "Glazing a bowl"
