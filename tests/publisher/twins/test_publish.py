"""The same file to the same account again: named beside the account, and made only once it is ticked; the API says it by a flag."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms.models import Connection
from publisher import services
from publisher.models import Publication
from publisher.services import NotPossible
from tests.factories import ConnectionFactory
from tests.publisher.api.conftest import Program, token_of
from tests.publisher.publish_form import OPTIONS, asked_for, press, section
from tests.publisher.twins.conftest import Posted, uploaded
from videos.models import Video

pytestmark = pytest.mark.django_db
TICK = "Yes, post the same file again"


def form(browser: Client, video: Video) -> str:
    return browser.get(f"/videos/{video.pk}/publish/").content.decode()


@pytest.mark.parametrize("stage", ["published", "uploading"])
def test_the_post_is_named_beside_the_account_and_the_tick_is_required(
    browser: Client, first: Video, second: Video, atelier: Connection, posted: Posted, stage: str
) -> None:
    row = posted(first, stage)
    shown = section(form(browser, second), atelier)
    assert "The same file is" in shown
    assert f"/videos/{first.pk}/#publication-{row.pk}" in shown
    assert TICK in shown
    refused = press(browser, second, asked_for(atelier, given=OPTIONS))
    assert "Tick this if you want the same file posted there a second time." in section(refused, atelier)
    assert not second.publications.exists()
    press(browser, second, asked_for(atelier, given={**OPTIONS, "same_file": "on"}))
    assert second.publications.get().connection == atelier


def test_the_tick_is_asked_for_where_the_note_was_put_away_too(
    browser: Client, first: Video, second: Video, atelier: Connection, posted: Posted
) -> None:
    posted(first)
    browser.post(f"/videos/{second.pk}/twins/keep")
    assert TICK in section(form(browser, second), atelier)


def test_what_was_cancelled_and_other_accounts_ask_for_no_tick(
    browser: Client, first: Video, second: Video, atelier: Connection, posted: Posted, alice: User
) -> None:
    posted(first, "cancelled")
    posted(first, connection=ConnectionFactory(user=alice, name="Glaze diary"))
    assert TICK not in section(browser.get(f"/videos/{second.pk}/publish/?connection={atelier.pk}").content.decode(), atelier)
    press(browser, second, asked_for(atelier, given=OPTIONS))
    assert second.publications.count() == 1


def test_bobs_post_of_the_same_file_is_nothing_to_alice(
    browser: Client, first: Video, atelier: Connection, posted: Posted, bob: User
) -> None:
    posted(uploaded(bob, "Bob’s own"), connection=ConnectionFactory(user=bob))
    shown = form(browser, first)
    assert TICK not in shown
    assert "Bob" not in shown


def test_where_the_video_itself_is_published_one_tick_is_enough(
    browser: Client, first: Video, second: Video, atelier: Connection, posted: Posted
) -> None:
    posted(first)
    posted(second, remote_id="the-second")
    shown = section(form(browser, second), atelier)
    assert "Yes, make a second post" in shown
    assert TICK not in shown
    press(browser, second, asked_for(atelier, given={**OPTIONS, "again": "on"}))
    assert second.publications.count() == 2


def test_whoever_asks_the_verb_itself_is_refused_without_leave(
    first: Video, second: Video, atelier: Connection, posted: Posted, alice: User
) -> None:
    posted(first)
    options = {**OPTIONS, "made_for_kids": False}
    with pytest.raises(NotPossible) as refused:
        services.publish(second, atelier, options=options, by=alice)
    assert refused.value.code == "same_file"
    assert "“The tide, before”" in str(refused.value)
    assert services.publish(second, atelier, options=options, by=alice, same_file=True).video == second


def test_the_api_refuses_it_by_its_code_and_goes_on_by_its_flag(
    alice: User, first: Video, second: Video, atelier: Connection, posted: Posted
) -> None:
    posted(first)
    hers = Program(token=token_of(alice))
    wish = {"video": second.pk, "connection": atelier.pk, "options": {"made_for_kids": False}}
    told = hers.post("/publications", wish)
    assert (told.status, told.code) == (409, "same_file")
    assert not second.publications.exists()
    assert hers.post("/publications", {**wish, "same_file": True}).status == 201


def test_the_api_says_of_each_target_which_is_refused(
    alice: User, first: Video, second: Video, atelier: Connection, posted: Posted
) -> None:
    posted(first)
    diary, hers = ConnectionFactory(user=alice), Program(token=token_of(alice))
    targets = [{"connection": each.pk, "options": {"made_for_kids": False}} for each in (atelier, diary)]
    told = hers.post("/publications", {"video": second.pk, "targets": targets})
    assert told.status == 201
    assert [each["problem"] and each["problem"]["code"] for each in told.body["results"]] == ["same_file", None]
    targets[0]["same_file"] = True
    again = hers.post("/publications", {"video": second.pk, "targets": targets[:1]})
    assert again.status == 201
    assert Publication.objects.filter(video=second).count() == 2
