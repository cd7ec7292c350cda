"""Connecting where there is no consent page: a form, a choice, and nothing kept that need not be."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django import Settings

from platforms import clock, connections, http
from platforms.models import Connection
from platforms.sandbox.peertube import PeerTubeStandIn
from platforms.sandbox.peertube.people import ONE_TIME_CODE, PASSWORD
from platforms.sandbox.plumbing import Dropped
from platforms.sandbox.wire import read_request, response_bytes
from tests.factories import AssetFactory, PublicationFactory
from tests.platforms.loop import Loop, Time

pytestmark = pytest.mark.django_db
INSTANCE = "http://127.0.0.1:8100/peertube"
FORM = "/connect/sign-in/peertube/"


@pytest.fixture
def instance(monkeypatch: pytest.MonkeyPatch) -> PeerTubeStandIn:
    stand_in = PeerTubeStandIn(clock=clock.now)

    def serve(raw: bytes) -> bytes | None:
        request = read_request(io.BytesIO(raw), host="127.0.0.1:8100")
        assert request is not None
        answer = stand_in.answer(replace(request, path=request.path.removeprefix("/peertube"), base=INSTANCE))
        return None if isinstance(answer, Dropped) else response_bytes(answer)

    monkeypatch.setattr(http, "connect", Loop(serve, Time()).connect)
    return stand_in


@pytest.fixture
def browser(alice: User) -> Client:
    client = Client(headers={"host": "127.0.0.1:8000"})
    client.force_login(alice)
    return client


def begin(browser: Client, **asked: str) -> None:
    answer = browser.post("/connect/begin/peertube/", asked)
    assert answer.headers["Location"] == FORM


def sign_in(browser: Client, **answers: str):
    return browser.post(FORM, {"address": INSTANCE, "username": "bob", "password": PASSWORD, **answers})


def test_an_account_with_one_channel_is_connected_at_once(browser: Client, alice: User, instance: PeerTubeStandIn) -> None:
    begin(browser, next="/library/")
    assert sign_in(browser).headers["Location"] == "/library/"
    row = Connection.objects.get()
    assert (row.user, row.provider, row.realm, row.name, row.is_usable) == (alice, "peertube", INSTANCE, "Bob on wheels", True)
    assert row.handle == "bob_on_wheels@127.0.0.1:8100"
    assert row.leave_ends_at
    connections.verify(row)
    assert PASSWORD not in str(vars(row))


def test_of_several_channels_one_is_chosen(browser: Client, instance: PeerTubeStandIn) -> None:
    begin(browser)
    answer = sign_in(browser, username="alice")
    choice = answer.headers["Location"]
    page = browser.get(choice).content.decode()
    assert "Tide tables" in page
    assert "Second kitchen" in page
    assert all(secret not in page for secret in secrets(instance))
    assert browser.post(choice, {"account": "2"}).headers["Location"] == "/connections/"
    assert [row.name for row in Connection.objects.all()] == ["Second kitchen"]
    assert browser.get(choice).headers["Location"] == FORM, "it is used once"


def secrets(instance: PeerTubeStandIn) -> list[str]:
    rows = instance.world.store.rows("SELECT access, refresh FROM peertube_tokens")
    return [text for row in rows for text in (row["access"], row["refresh"])]


def test_what_is_kept_between_the_steps_is_sealed(browser: Client, instance: PeerTubeStandIn) -> None:
    begin(browser)
    sign_in(browser, username="alice")
    kept = str(dict(browser.session))
    assert "sign_in_pending" in kept
    assert all(secret not in kept for secret in [*secrets(instance), PASSWORD])


def test_giving_up_gives_the_leave_back(browser: Client, instance: PeerTubeStandIn) -> None:
    begin(browser)
    choice = sign_in(browser, username="alice").headers["Location"]
    browser.post(choice, {"give_up": "yes"})
    assert not Connection.objects.exists()
    assert instance.world.store.rows("SELECT ended FROM peertube_tokens")[0]["ended"] == 1


def test_a_choice_is_open_for_ten_minutes(browser: Client, instance: PeerTubeStandIn) -> None:
    begin(browser)
    choice = sign_in(browser, username="alice").headers["Location"]
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert browser.get(choice).headers["Location"] == FORM


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"password": "wrong"}, "does not know this user name with this password"),
        ({"username": "otto"}, "asks for a one-time code"),
        ({"address": ""}, "Give the address of your instance"),
        ({"address": "nonsense"}, "no address of an instance"),
        ({"address": "http://tube.example"}, "has to be https"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_no_password_comes_back(
    browser: Client, instance: PeerTubeStandIn, answers: dict[str, str], said: str
) -> None:
    begin(browser)
    answer = sign_in(browser, **answers)
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    assert PASSWORD not in page
    assert not Connection.objects.exists()


def test_a_second_factor_is_passed_on(browser: Client, instance: PeerTubeStandIn) -> None:
    begin(browser)
    sign_in(browser, username="otto", code=ONE_TIME_CODE)
    assert Connection.objects.get().name == "The locksmith"


def test_an_account_without_a_channel_ends_on_the_page_that_explains(browser: Client, instance: PeerTubeStandIn) -> None:
    begin(browser)
    page = sign_in(browser, username="nora")
    assert (page.status_code, "This account has no channel." in page.content.decode()) == (403, True)


def test_passwords_cannot_be_guessed_by_way_of_retake(browser: Client, instance: PeerTubeStandIn, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    begin(browser)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert sign_in(browser, password="wrong", code="654321").status_code == 422
    assert "654321" not in str(AccessAttempt.objects.values())
    asked = len(instance.world.log.newest_first())
    page = sign_in(browser).content.decode()
    assert "Too many wrong passwords" in page
    assert len(instance.world.log.newest_first()) == asked, "nobody was asked any more"


def test_signing_in_again_names_what_goes_on(browser: Client, alice: User, instance: PeerTubeStandIn) -> None:
    begin(browser)
    sign_in(browser)
    row = Connection.objects.get()
    Connection.objects.update(problem="reconnect")
    held = {"state": "on_hold", "hold_reason": "reconnect", "held_token_version": row.token_version, "due_at": None, "held_at": clock.now()}
    PublicationFactory(owner=alice, connection=row, asset=AssetFactory(video__owner=alice, video__title="Tide pools"), **held)
    begin(browser, connection=str(row.pk))
    sign_in(browser)
    said = [str(message) for message in get_messages(browser.get("/connections/").wsgi_request)]
    assert f"{row} is reconnected. 1 publication goes on within seconds: “Tide pools”." in said


def test_reconnecting_insists_on_the_same_channel(browser: Client, alice: User, instance: PeerTubeStandIn) -> None:
    begin(browser)
    sign_in(browser)
    row = Connection.objects.get()
    instance.revoke("bob")
    Connection.objects.update(problem="reconnect")
    begin(browser, connection=str(row.pk))
    assert "does not open Bob on wheels" in sign_in(browser, username="alice").content.decode()
    sign_in(browser)
    row.refresh_from_db()
    assert (row.is_usable, row.token_version, Connection.objects.count()) == (True, 2, 1)


def test_somebody_elses_channel_stays_theirs(browser: Client, bob: User, instance: PeerTubeStandIn) -> None:
    begin(browser)
    sign_in(browser)
    other = Client(headers={"host": "127.0.0.1:8000"})
    other.force_login(bob)
    begin(other)
    page = sign_in(other)
    assert "connected to Retake by somebody else" in page.content.decode()
    assert Connection.objects.get().user != bob


def test_an_address_inside_the_network_is_not_asked(browser: Client) -> None:
    begin(browser)
    page = sign_in(browser, address="https://127.0.0.1:9")
    assert "inside this network" in page.content.decode()


def test_a_platform_with_a_consent_page_has_no_such_form(browser: Client) -> None:
    assert browser.get("/connect/sign-in/youtube/").status_code == 404
    assert browser.get("/connect/complete/peertube/").status_code == 404
