"""The defaults of a connection: kept from the publish form or on their own page, and never what has to be asked anew."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms.models import Connection
from platforms.sandbox.youtube import YouTubeStandIn
from publisher.models import Publication
from tests.factories import ConnectionFactory
from tests.publisher.pages.test_publish_form import form, send
from tests.publisher.publish_form import field
from videos.models import Video

KEPT = {
    "privacy": "public",
    "category": "27",
    "licence": "creativeCommon",
    "embeddable": False,
    "public_stats": True,
    "thumbnail": False,
    "notify_subscribers": False,
    "playlists": ["PLmine"],
}
GIVEN = {"privacy": "public", "category": "27", "licence": "creativeCommon", "public_stats": "on", "playlists": "PLmine"}


def kept(connection: Connection) -> dict[str, Any]:
    connection.refresh_from_db()
    return dict(connection.defaults)


def page(connection: Connection) -> str:
    return f"/connections/{connection.pk}/defaults/"


def test_they_are_kept_from_the_publish_form(browser: Client, bowl: Video, atelier: Connection) -> None:
    declared = {"made_for_kids": "True", "synthetic_media": "on", "paid_promotion": "on", "thumbnail": ""}
    send(browser, bowl, atelier, **GIVEN, **declared, keep="on")
    assert Publication.objects.get().options["made_for_kids"] is True
    assert kept(atelier) == KEPT


def test_nothing_is_kept_unasked_or_of_what_was_refused(browser: Client, bowl: Video, atelier: Connection) -> None:
    send(browser, bowl, atelier, **GIVEN, made_for_kids="", keep="on")
    assert kept(atelier) == {}
    send(browser, bowl, atelier, **GIVEN)
    assert kept(atelier) == {}


def test_the_publish_form_starts_with_them(browser: Client, bowl: Video, atelier: Connection) -> None:
    Connection.objects.filter(pk=atelier.pk).update(defaults=KEPT)
    shown = form(browser, bowl)
    assert '<option value="public" selected>' in shown
    assert '<option value="27" selected>' in shown
    assert "Chosen before (PLmine)" in shown
    for name in ("embeddable", "thumbnail", "notify_subscribers"):
        assert "checked" not in shown.split(f'name="{field(atelier, name)}"')[1].split(">")[0]


@pytest.mark.parametrize(
    "stored",
    [
        {"privacy": "friends", "category": "27"},
        {"colour": "red", "category": "27"},
        {"playlists": "PL1", "category": "27"},
        {"made_for_kids": True, "publish_at": "2020-01-01T00:00:00Z", "category": "27"},
    ],
)
def test_what_is_unknown_out_of_date_or_asked_anew_is_passed_over(
    browser: Client, bowl: Video, atelier: Connection, stored: dict[str, Any]
) -> None:
    Connection.objects.filter(pk=atelier.pk).update(defaults=stored)
    shown = form(browser, bowl)
    assert '<option value="27" selected>' in shown
    assert '<option value="private" selected>' in shown
    assert "checked" not in shown.split(f'id="id_{field(atelier, "made_for_kids")}"')[1].split("</fieldset>")[0]
    assert "2020-01-01" not in shown


def test_they_are_changed_on_their_page(browser: Client, atelier: Connection, stand_in: YouTubeStandIn) -> None:
    shown = browser.get(page(atelier)).content.decode()
    assert "Glazes" in shown
    for asked_anew in ("made_for_kids", "publish_at", "synthetic_media", "paid_promotion"):
        assert f'name="{asked_anew}"' not in shown
    answer = browser.post(page(atelier), {**GIVEN, "made_for_kids": "True"}, follow=True).content.decode()
    assert "Kept. The publish form for Atelier Nord starts with these from now on." in answer
    assert kept(atelier) == KEPT


def test_a_wrong_one_is_said_and_keeps_nothing(browser: Client, atelier: Connection) -> None:
    shown = browser.post(page(atelier), {**GIVEN, "category": "999"}).content.decode()
    assert 'id="id_category_error"' in shown
    assert "open" in shown.split("<details")[1].split(">")[0]
    assert kept(atelier) == {}


def test_they_are_forgotten(browser: Client, atelier: Connection) -> None:
    assert "Forget the defaults" not in browser.get(page(atelier)).content.decode()
    Connection.objects.filter(pk=atelier.pk).update(defaults=KEPT)
    assert "Forget the defaults" in browser.get(page(atelier)).content.decode()
    assert "Forgotten." in browser.post(page(atelier), {"forget": "yes"}, follow=True).content.decode()
    assert kept(atelier) == {}


def test_the_connections_page_leads_to_them(browser: Client, atelier: Connection) -> None:
    assert f'href="{page(atelier)}"' in browser.get("/connections/").content.decode()


def test_somebody_elses_are_not_found(browser: Client, bob: User) -> None:
    theirs = ConnectionFactory(user=bob)
    assert browser.get(page(theirs)).status_code == 404
    assert browser.post(page(theirs), GIVEN).status_code == 404
    assert kept(theirs) == {}
