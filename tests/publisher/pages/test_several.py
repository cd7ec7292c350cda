"""One form for several accounts: shared words, words and options of each, all or nothing before anything is made, each by itself after."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms.models import Connection
from publisher.models import Publication
from tests.factories import ConnectionFactory, PublicationFactory
from tests.publisher.pages.test_publish_form import OPTIONS, form
from videos.models import Video

TIKTOK = {"mode": "direct", "privacy": "SELF_ONLY"}
PEERTUBE = {"privacy": "1", "comments": "1"}


@pytest.fixture
def tiktok(alice: User) -> Connection:
    return ConnectionFactory(user=alice, provider="tiktok", name="Atelier on the go", scopes=["video.upload", "video.publish"])


@pytest.fixture
def peertube(alice: User) -> Connection:
    return ConnectionFactory(user=alice, provider="peertube", realm="https://tube.example", name="Tide tables", scopes=["account"])


def of(connection: Connection, **options: str) -> dict[str, str]:
    return {f"c{connection.pk}-{name}": value for name, value in options.items()}


def send(browser: Client, video: Video, *connections: Connection, **given: str) -> str:
    """Press Publish with these ticked; gives what is then shown."""
    sent = {"several": "1", "connection": [str(each.pk) for each in connections], **given}
    return browser.post(f"/videos/{video.pk}/publish/", sent, follow=True).content.decode()


@pytest.fixture
def everything(atelier: Connection, tiktok: Connection, peertube: Connection) -> dict[str, str]:
    """Options that each of the three takes."""
    return {**of(atelier, **OPTIONS), **of(tiktok, **TIKTOK), **of(peertube, **PEERTUBE)}


def test_one_press_makes_one_publication_for_each_that_is_ticked(
    browser: Client, bowl: Video, atelier: Connection, tiktok: Connection, peertube: Connection, everything: dict[str, str]
) -> None:
    said = send(browser, bowl, atelier, tiktok, peertube, **everything, title="A bowl", description="Wheel and kiln.")
    assert "Publishing to Tide tables on PeerTube, Atelier on the go on TikTok and Atelier Nord on YouTube was asked for." in said
    rows = {row.connection: row for row in Publication.objects.all()}
    assert set(rows) == {atelier, tiktok, peertube}
    assert {row.title for row in rows.values()} == {"A bowl"}
    assert rows[tiktok].options["privacy"] == "SELF_ONLY"
    assert rows[peertube].options["privacy"] == "1"


def test_pressed_twice_each_is_made_once(
    browser: Client, bowl: Video, atelier: Connection, peertube: Connection, tiktok: Connection
) -> None:
    given = {**of(atelier, **OPTIONS), **of(peertube, **PEERTUBE)}
    for _ in range(2):
        said = send(browser, bowl, atelier, peertube, **given)
    assert Publication.objects.count() == 2
    assert "Tick the accounts to publish to." in said


def test_one_that_is_wrong_keeps_all_from_being_made_and_says_where(
    browser: Client, bowl: Video, atelier: Connection, tiktok: Connection, peertube: Connection, everything: dict[str, str]
) -> None:
    wrong = {**everything, f"c{tiktok.pk}-privacy": ""}
    said = send(browser, bowl, atelier, tiktok, peertube, **wrong, title="Typed here")
    assert "Something is to be mended for Atelier on the go on TikTok." in said
    assert f'id="id_c{tiktok.pk}-privacy_error"' in said
    assert 'value="Typed here"' in said
    assert not Publication.objects.exists()


def test_what_one_platform_would_refuse_names_that_one_alone(
    browser: Client, bowl: Video, atelier: Connection, tiktok: Connection, peertube: Connection, everything: dict[str, str]
) -> None:
    said = send(browser, bowl, atelier, tiktok, peertube, **everything, title="x" * 110)
    assert "Something is to be mended for Atelier Nord on YouTube." in said
    assert "The title has 110 characters; YouTube takes 100." in said
    assert not Publication.objects.exists()


def test_words_of_its_own_mend_one_and_leave_the_others_be(
    browser: Client, bowl: Video, atelier: Connection, tiktok: Connection, peertube: Connection, everything: dict[str, str]
) -> None:
    own = of(atelier, own="on", title="Short", description="", tags="")
    send(browser, bowl, atelier, tiktok, peertube, **everything, **own, title="x" * 110)
    titles = {row.connection: row.title for row in Publication.objects.all()}
    assert titles == {atelier: "Short", tiktok: "x" * 110, peertube: "x" * 110}


def test_own_words_that_were_not_asked_for_are_passed_over(browser: Client, bowl: Video, atelier: Connection, peertube: Connection) -> None:
    send(browser, bowl, peertube, **of(peertube, **PEERTUBE, title="Left over"), title="Shared")
    assert Publication.objects.get().title == "Shared"


def test_what_is_not_ticked_is_not_published_and_nothing_is_said_against_it(
    browser: Client, bowl: Video, atelier: Connection, tiktok: Connection, peertube: Connection
) -> None:
    said = send(browser, bowl, peertube, **of(peertube, **{**PEERTUBE, "privacy": "9"}))
    assert f'id="id_c{peertube.pk}-privacy_error"' in said
    assert f'id="id_c{atelier.pk}-made_for_kids_error"' not in said
    assert f'id="id_c{tiktok.pk}-privacy_error"' not in said


def test_nothing_ticked_is_said(browser: Client, bowl: Video, atelier: Connection, tiktok: Connection) -> None:
    assert "Tick the accounts to publish to." in send(browser, bowl)


def test_it_begins_with_the_accounts_that_the_last_video_went_to(
    browser: Client, bowl: Video, atelier: Connection, tiktok: Connection, peertube: Connection, alice: User
) -> None:
    assert form(browser, bowl).count("checked") >= 3
    PublicationFactory(owner=alice, connection=peertube)
    shown = form(browser, bowl)
    ticked = [pk for pk in (atelier.pk, tiktok.pk, peertube.pk) if f'data-account="{_name(pk)}"\n             checked' in shown]
    assert ticked == [peertube.pk]


def _name(pk: int) -> str:
    connection = Connection.objects.get(pk=pk)
    return f"{connection} on {connection.platform.name}"


def test_one_that_is_on_its_way_or_needs_reconnecting_cannot_be_ticked_and_says_so(
    browser: Client, bowl: Video, atelier: Connection, tiktok: Connection, peertube: Connection
) -> None:
    PublicationFactory(video=bowl, connection=atelier, state="waiting")
    Connection.objects.filter(pk=tiktok.pk).update(problem="reconnect")
    shown = form(browser, bowl)
    assert "it is on its way there, or waits for its turn" in shown
    assert "has to be reconnected first" in shown
    send(browser, bowl, atelier, tiktok, peertube, **of(peertube, **PEERTUBE))
    assert {row.connection for row in Publication.objects.all()} == {atelier, peertube}


def test_a_second_post_wants_its_own_tick(browser: Client, bowl: Video, atelier: Connection, peertube: Connection) -> None:
    PublicationFactory(video=bowl, connection=peertube, state="published", remote_id="v1", due_at=None)
    assert "Tick this if you want a second post." in send(browser, bowl, peertube, **of(peertube, **PEERTUBE))
    send(browser, bowl, peertube, **of(peertube, **PEERTUBE, again="on"))
    assert Publication.objects.filter(connection=peertube).count() == 2


def test_defaults_are_kept_for_the_account_that_asked_for_it(
    browser: Client, bowl: Video, atelier: Connection, peertube: Connection
) -> None:
    given = {**of(atelier, **OPTIONS), **of(peertube, **PEERTUBE, keep="on")}
    send(browser, bowl, atelier, peertube, **given)
    assert Connection.objects.get(pk=peertube.pk).defaults["privacy"] == "1"
    assert Connection.objects.get(pk=atelier.pk).defaults == {}


def test_somebody_elses_account_is_none_to_tick(browser: Client, bowl: Video, atelier: Connection, tiktok: Connection) -> None:
    theirs = ConnectionFactory()
    assert "Tick the accounts to publish to." in send(browser, bowl, theirs, **of(theirs, **OPTIONS))
    assert not Publication.objects.exists()
