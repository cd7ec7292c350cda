"""Several accounts in one publish form: shared words, a part for each account, all checked before any is sent, and each sent by itself."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_q.models import OrmQ

from platforms.models import Connection
from publisher import services
from publisher.models import Publication
from publisher.services import NotPossible, publishing
from tests.factories import ConnectionFactory
from tests.publisher.pages.conftest import Standing
from tests.publisher.pages.test_publish_form import form
from tests.publisher.publish_form import OPTIONS, asked_for, both, field, part, press, section
from videos.models import Video

BOTH = "Publishing to Tide pools on PeerTube and Atelier Nord on YouTube was asked for. How each stands is told here."


def box(shown: str, connection: Connection) -> str:
    found = re.search(rf'<input type="checkbox"\s+id="to-{connection.pk}".*?>', shown, re.DOTALL)
    assert found
    return found[0]


def test_it_begins_with_all_accounts_and_later_with_those_of_the_last_video(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, standing: Standing
) -> None:
    shown = form(browser, bowl)
    assert [("checked" in box(shown, account), "disabled" in box(shown, account)) for account in (atelier, pools)] == [(True, False)] * 2
    standing("published", connection=pools)
    shown = form(browser, bowl)
    assert [("checked" in box(shown, account), f'id="target-{account.pk}"' in shown) for account in (atelier, pools)] == [
        (False, False),
        (True, True),
    ]
    assert "Show the chosen" in shown


def test_those_that_were_asked_for_are_ticked_and_shown(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    shown = form(browser, bowl, f"?connection={atelier.pk}&connection={pools.pk}")
    assert "checked" in box(shown, atelier)
    assert "checked" in box(shown, pools)
    assert "Publish to 2 accounts" in shown
    assert f'name="{field(atelier, "made_for_kids")}"' in section(shown, atelier)
    assert f'name="{field(pools, "sensitive")}"' in section(shown, pools)
    alone = form(browser, bowl, f"?connection={pools.pk}")
    assert "Publish to Tide pools on PeerTube" in alone
    assert f'id="target-{atelier.pk}"' not in alone


def test_each_word_is_counted_as_each_platform_counts_it(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    shown = form(browser, bowl, f"?connection={atelier.pk}&connection={pools.pk}")
    words = shown.split('id="its-words"')[1].split("</section>")[0]
    for platform, most in (("YouTube", "100 characters"), ("PeerTube", "120 characters"), ("YouTube", "5000 bytes")):
        assert re.search(rf"{platform}\s+<span class=\"number\"><span data-taken>\d+</span> of {most}", words), (platform, most)
    assert "hidden" not in words.split('class="rooms"')[1].split("<p")[0]
    assert re.search(r'class="room"\s+data-platform="peertube"\s+hidden', form(browser, bowl, f"?connection={atelier.pk}"))


def test_one_click_makes_one_publication_for_each(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, alice: User
) -> None:
    assert BOTH in press(browser, bowl, both(atelier, pools, title="A bowl"))
    rows = {row.connection_id: row for row in Publication.objects.all()}
    assert rows.keys() == {atelier.pk, pools.pk}
    assert {(row.video, row.title, row.state, row.created_by) for row in rows.values()} == {(bowl, "A bowl", "waiting", alice)}
    assert (rows[atelier.pk].options["privacy"], rows[pools.pk].options["privacy"]) == ("unlisted", "1")
    assert OrmQ.objects.count() == 2


def test_pressed_twice_it_makes_each_once(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    press(browser, bowl, both(atelier, pools))
    shown = press(browser, bowl, both(atelier, pools))
    for account in (atelier, pools):
        assert f"It is on its way to {account} already." in shown
    assert Publication.objects.count() == OrmQ.objects.count() == 2


def test_what_is_not_ticked_is_not_sent(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    press(browser, bowl, both(atelier, pools, connection=[str(pools.pk)]))
    assert Publication.objects.get().connection == pools


def test_none_ticked_is_said_and_nothing_is_sent(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    shown = press(browser, bowl, both(atelier, pools, connection=[], title="A bowl"))
    assert "Tick at least one account." in shown
    assert 'value="A bowl"' in shown
    assert not Publication.objects.exists()


# -- all or nothing, before anything is made -------------------------------------------------------------------------


def test_one_that_is_wrong_keeps_all_from_being_sent_and_is_named(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection
) -> None:
    shown = press(browser, bowl, both(atelier, pools, **{field(pools, "category"): "999", field(pools, "support"): "Buy a mug"}))
    assert not Publication.objects.exists()
    assert re.search(rf'Something has to be changed for <a href="#target-{pools.pk}">Tide pools on PeerTube</a>', shown)
    assert "Has to be changed" in section(shown, pools)
    assert "Has to be changed" not in section(shown, atelier)
    assert f'id="id_{field(pools, "category")}_error"' in section(shown, pools)
    assert "Buy a mug" in section(shown, pools)
    assert '<option value="unlisted" selected>' in section(shown, atelier)


def test_all_that_is_wrong_is_said_at_once(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    wrong = {"title": "x" * 130, field(atelier, "made_for_kids"): "", field(pools, "support"): "ab"}
    shown = press(browser, bowl, both(atelier, pools, **wrong))
    assert f'id="id_{field(atelier, "made_for_kids")}_error"' in section(shown, atelier)
    assert "at least 3 characters about support" in section(shown, pools)
    beside = shown.split('id="id_title_error"')[1].split("</div>")[0]
    for account, platform, most in ((atelier, "YouTube", 100), (pools, "PeerTube", 120)):
        said = f"The title has 130 characters; {platform} takes {most}."
        assert said in beside
        assert said in section(shown, account)
        assert 'href="#id_title"' in section(shown, account)


def test_two_accounts_of_one_platform_say_it_once_beside_the_word(browser: Client, bowl: Video, atelier: Connection, alice: User) -> None:
    diary = ConnectionFactory(user=alice, name="Glaze diary")
    shown = press(browser, bowl, asked_for(atelier, diary, given={**OPTIONS, "title": "x" * 130}))
    assert shown.split('id="id_title_error"')[1].split("</div>")[0].count("The title has 130 characters") == 1


def test_an_account_that_broke_meanwhile_keeps_all_from_being_sent(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection
) -> None:
    Connection.objects.filter(pk=pools.pk).update(problem="reconnect", problem_message="The leave has ended.")
    shown = press(browser, bowl, both(atelier, pools, title="A bowl"))
    assert not Publication.objects.exists()
    assert "Reconnect, or untick, Tide pools on PeerTube." in shown
    assert "disabled" in box(shown, pools)
    assert f'name="connection" value="{pools.pk}"' in shown.split("Tide pools needs reconnecting")[1]
    assert 'value="A bowl"' in shown


def test_an_account_whose_part_was_not_there_yet_is_shown_first(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection
) -> None:
    sent = {"connection": [str(atelier.pk), str(pools.pk)], "title": "A bowl", **part(atelier, OPTIONS)}
    shown = press(browser, bowl, sent)
    assert not Publication.objects.exists()
    assert "Choose how it is to be shown by" in shown
    assert "Has to be changed" not in section(shown, pools)
    assert '<option value="3" selected>' in section(shown, pools)
    assert '<option value="unlisted" selected>' in section(shown, atelier)


def test_without_javascript_the_chosen_are_shown_with_all_that_was_typed(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection
) -> None:
    typed = {"title": "A bowl", "show": "yes", field(atelier, "tags"): "raku", f"initial-{field(atelier, 'tags')}": ""}
    sent = {"connection": [str(atelier.pk), str(pools.pk)], **part(atelier, {"privacy": "unlisted", "category": "27"}), **typed}
    shown = press(browser, bowl, sent)
    assert not Publication.objects.exists()
    assert 'role="alert"' not in shown
    assert 'value="A bowl"' in shown
    for kept in ('<option value="unlisted" selected>', '<option value="27" selected>', 'value="raku"'):
        assert kept in section(shown, atelier)
    assert "Nothing was sent" not in shown
    assert section(shown, pools)


# -- each by itself, afterwards --------------------------------------------------------------------------------------


def test_one_that_was_asked_for_meanwhile_is_told_and_the_others_go_on(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, standing: Standing
) -> None:
    standing("uploading", video=bowl)
    shown = press(browser, bowl, both(atelier, pools))
    assert "It is on its way to Atelier Nord already." in shown
    assert "Publishing to Tide pools on PeerTube was asked for." in shown
    assert sorted(Publication.objects.values_list("connection", flat=True)) == [atelier.pk, pools.pk]


def test_one_that_becomes_impossible_at_the_last_moment_stops_no_other(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def publish(video: Video, connection: Connection, **given: Any) -> Publication:
        if connection == atelier:
            raise NotPossible("reconnect_needed", "Atelier Nord has to be connected again.")
        return publishing.publish(video, connection, **given)

    monkeypatch.setattr(services, "publish", publish)
    shown = press(browser, bowl, both(atelier, pools))
    assert "Nothing more was sent to Atelier Nord on YouTube. Atelier Nord has to be connected again." in shown
    assert "Publishing to Tide pools on PeerTube was asked for." in shown
    assert Publication.objects.get().connection == pools


# -- what belongs to one account -------------------------------------------------------------------------------------


def test_defaults_are_kept_for_the_account_that_asks_for_it(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    press(browser, bowl, both(atelier, pools, **{field(pools, "keep"): "on"}))
    atelier.refresh_from_db()
    pools.refresh_from_db()
    assert atelier.defaults == {}
    assert pools.defaults["privacy"] == "1"


def test_a_second_post_needs_a_tick_of_its_own(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, standing: Standing
) -> None:
    standing("published", video=bowl)
    standing("published", video=bowl, connection=pools, remote_id="there-5")
    again = {field(atelier, "again"): "on"}
    shown = press(browser, bowl, both(atelier, pools, **again))
    assert "Tick this if you want a second post." in section(shown, pools)
    assert "Tick this if you want a second post." not in section(shown, atelier)
    assert Publication.objects.count() == 2
    press(browser, bowl, both(atelier, pools, **again, **{field(pools, "again"): "on"}))
    assert sorted(Publication.objects.values_list("edition", "state")) == [(1, "published")] * 2 + [(2, "waiting")] * 2


def test_an_account_that_it_goes_to_already_is_shown_with_its_state(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection, standing: Standing
) -> None:
    row = standing("uploading", video=bowl)
    shown = form(browser, bowl, f"?connection={atelier.pk}")
    assert "disabled" in box(shown, atelier)
    assert "Uploading" in shown
    assert f'href="/videos/{bowl.pk}/#publication-{row.pk}"' in shown
    assert f'id="target-{atelier.pk}"' not in shown
    assert "disabled" not in box(shown, pools)


def test_an_account_that_needs_reconnecting_is_shown_with_the_way_to_it(
    browser: Client, bowl: Video, atelier: Connection, alice: User
) -> None:
    broken = ConnectionFactory(user=alice, name="Glaze diary", problem="reconnect", problem_message="The leave has ended.")
    shown = form(browser, bowl)
    assert "disabled" in box(shown, broken)
    assert "The leave has ended." in shown
    assert 'action="/connect/begin/youtube/"' in shown
    assert f'name="next" value="/videos/{bowl.pk}/publish/"' in shown
