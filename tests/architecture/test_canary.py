"""Secrets planted in the house come out of no door: no page, no admin page, no export, no log, no error, no repr."""

import logging
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import Model
from django.test import Client

from platforms import clock, connections
from platforms.models import Connection
from publisher import engine
from publisher.models import ApiToken, Attempt, Publication
from publisher.snapshot import upload_done
from tests.architecture.addresses import CANARIES, House, addresses
from tests.architecture.conftest import HOST, ROLES, Enter

TOKENS = {name: canary for name, canary in CANARIES.items() if name not in ("lease token", "hash of a token")}
"""A lease token and a hash open nothing outside the house: they may stand in a backup, but on no page."""


def found_in(text: str, canaries: dict[str, str] = CANARIES) -> list[str]:
    # The end of an address alone would be enough to use it.
    return [name for name, canary in canaries.items() if canary in text or canary.rpartition("=")[2] in text]


def test_the_canaries_are_there_to_be_found(house: House) -> None:
    assert house.connection.extra_data["access_token"] == CANARIES["access token"]
    assert Publication.objects.get(pk=house.publication.pk).progress["session"] == CANARIES["session address"]
    assert found_in(f"GET {CANARIES['session address']}") == ["session address"]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_shows_them_and_no_log_of_a_visit(house: House, enter: Enter, caplog: pytest.LogCaptureFixture, role: str) -> None:
    browser = enter(role)
    with caplog.at_level(logging.DEBUG):
        for address in addresses():
            for answer in (browser.get(house.path(address)), browser.post(house.path(address))):
                assert found_in(b"".join(answer).decode(errors="replace")) == [], address
                assert found_in(str(answer.headers)) == [], address
    assert found_in(caplog.text) == []


def test_no_answer_of_the_api_tells_them_to_whom_has_a_token(house: House, sam: User, caplog: pytest.LogCaptureFixture) -> None:
    now = clock.now()
    for user in (house.alice, sam):
        token = ApiToken.objects.make(user, name="a script", reads_only=False, expires_at=None, now=now)
        program = Client(headers={"host": HOST, "Authorization": f"Bearer {token}"}, raise_request_exception=False)
        with caplog.at_level(logging.DEBUG):
            for address in [each for each in addresses() if each.route.startswith("api/")]:
                for answer in (program.get(house.path(address)), program.post(house.path(address))):
                    assert answer.status_code != 401
                    assert found_in(answer.content.decode()) == [], address
        assert token not in caplog.text
    assert found_in(caplog.text) == []


def test_staff_see_none_on_the_page_of_any_row(house: House, enter: Enter) -> None:
    staff = enter("staff")
    for publication in Publication.objects.all():
        shown = staff.get(f"/admin/publisher/publication/{publication.pk}/change/").content.decode()
        assert publication.marker in shown
        assert found_in(shown) == []


def test_an_export_holds_them_sealed(house: House) -> None:
    exported = StringIO()
    call_command("dumpdata", stdout=exported)
    assert house.publication.marker in exported.getvalue()
    assert found_in(exported.getvalue(), TOKENS) == []


def test_a_repr_holds_none(house: House) -> None:
    rows: list[Model] = [*Connection.objects.all(), *Publication.objects.with_all(), *Attempt.objects.all()]
    account = connections.access(house.connection).account
    values = [*rows, account, connections.access(house.connection), upload_done(house.publication)]
    assert account.access_token == CANARIES["access token"]
    assert [found_in(f"{value!r} {value}") for value in values] == [[]] * len(values)


@pytest.mark.django_db(transaction=True)
def test_a_try_that_breaks_on_the_way_tells_none(house: House, caplog: pytest.LogCaptureFixture) -> None:
    Publication.objects.filter(pk=house.publication.pk).update(state="waiting", due_at=clock.now())
    with caplog.at_level(logging.DEBUG):
        engine.run(house.publication.pk, stop_asked=lambda: False)
    row = Publication.objects.get(pk=house.publication.pk)
    attempt = row.attempts.latest("number")
    assert (row.state, attempt.outcome) == ("failed", "failed")
    told = [str(value) for each in (row, attempt) for value in vars(each).values()]
    assert found_in(" ".join(told)) == []
    assert found_in(caplog.text) == []


@pytest.mark.django_db(transaction=True)
def test_a_bug_in_our_own_code_tells_none(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, enter: Enter
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    Publication.objects.filter(pk=house.publication.pk).update(state="waiting", due_at=clock.now())
    monkeypatch.setattr("platforms.http.connect", broken)
    with caplog.at_level(logging.DEBUG):
        engine.run(house.publication.pk, stop_asked=lambda: False)
    row = Publication.objects.get(pk=house.publication.pk)
    assert row.error_code == "internal_error"
    assert "a bug" in caplog.text
    assert found_in(caplog.text) == []
    assert found_in(enter("owner").get(f"/videos/{row.video_id}/").content.decode()) == []
