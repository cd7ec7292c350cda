"""The admin of connections and holds: facts to read, holds to lift, and no token anywhere."""

import pytest
from django.contrib import admin
from social_django.models import Association, Nonce, UserSocialAuth

from platforms import clock
from platforms.models import Connection, Hold
from tests.factories import ConnectionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platforms.connections.urls")]


@pytest.fixture
def connection(alice):
    return ConnectionFactory(user=alice, extra_data={"access_token": "access-canary", "refresh_token": "refresh-canary"})


@pytest.fixture
def hold(connection):
    return Hold.objects.place("quota", platform="youtube", realm=connection.realm, connection=connection, until=None, now=clock.now())


@pytest.mark.parametrize("address", ["", "{pk}/change/", "{pk}/history/"])
def test_no_page_of_a_connection_shows_a_token_sealed_or_not(browser, sam, connection, address):
    page = browser(sam).get(f"/admin/platforms/connection/{address.format(pk=connection.pk)}")
    text = page.content.decode()
    assert page.status_code == 200
    assert connection.name in text
    assert "canary" not in text
    assert connection.sealed_tokens[:40] not in text


def test_facts_are_not_typed_in(browser, sam, connection, hold):
    client = browser(sam)
    assert client.get("/admin/platforms/connection/add/").status_code == 403
    for name, row in (("connection", connection), ("hold", hold)):
        assert client.get(f"/admin/platforms/{name}/{row.pk}/delete/").status_code == 403
        assert client.post(f"/admin/platforms/{name}/{row.pk}/change/", {"realm": "x"}).status_code == 403
    assert Connection.objects.get().realm == connection.realm


def test_staff_lift_holds_by_post(browser, sam, hold):
    client = browser(sam)
    client.get("/admin/platforms/hold/", {"action": "lift", "_selected_action": hold.pk})
    hold.refresh_from_db()
    assert hold.lifted_at is None
    client.post("/admin/platforms/hold/", {"action": "lift", "_selected_action": hold.pk})
    hold.refresh_from_db()
    assert hold.lifted_by == sam


def test_tables_that_hold_secrets_of_others_are_not_shown():
    assert not any(admin.site.is_registered(model) for model in (UserSocialAuth, Association, Nonce))
