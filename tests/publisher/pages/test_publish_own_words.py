"""Words of one account alone, beside those that it shares with the others: they follow the shared ones until they are changed."""

from django.test import Client

from platforms.models import Connection
from publisher.models import Publication
from tests.publisher.publish_form import both, field, own, press, section
from videos.models import Video


def sent_words(connection: Connection) -> tuple[str, str, list[str]]:
    row = Publication.objects.get(connection=connection)
    return row.title, row.description, row.tags


def test_words_of_its_own_go_to_one_account_alone(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    typed = own(pools, "Glazing a bowl", title="A bowl, at length") | own(pools, "", description="For the pools.", tags="raku")
    press(browser, bowl, both(atelier, pools, title="A bowl", description="Slip.", tags="ash", **typed))
    assert sent_words(atelier) == ("A bowl", "Slip.", ["ash"])
    assert sent_words(pools) == ("A bowl, at length", "For the pools.", ["raku"])


def test_words_that_were_left_alone_follow_the_shared_ones(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    left = own(pools, "Glazing a bowl", title="Glazing a bowl") | own(pools, "Slip.\r\nAsh.", description="Slip.\nAsh.")
    press(browser, bowl, both(atelier, pools, title="A bowl", description="Ash.", **left))
    assert sent_words(pools) == sent_words(atelier) == ("A bowl", "Ash.", [])


def test_words_that_were_emptied_for_one_account_are_empty_there(
    browser: Client, bowl: Video, atelier: Connection, pools: Connection
) -> None:
    press(browser, bowl, both(atelier, pools, description="Slip.", tags="ash", **own(pools, "Slip.", description="")))
    assert sent_words(pools) == (bowl.title, "", ["ash"])


def test_words_of_its_own_may_mend_what_one_platform_refuses(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    long = "x" * 110
    assert "The title has 110 characters; YouTube takes 100." in press(browser, bowl, both(atelier, pools, title=long))
    press(browser, bowl, both(atelier, pools, title=long, **own(atelier, long, title="Short")))
    assert (sent_words(atelier)[0], sent_words(pools)[0]) == ("Short", long)


def test_what_is_wrong_with_words_of_its_own_is_said_there(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    for title, said in (("x" * 101, "The title has 101 characters; YouTube takes 100."), (" ", "Give it a title.")):
        shown = press(browser, bowl, both(atelier, pools, **own(atelier, bowl.title, title=title)))
        beside = section(shown, atelier).split(f'id="id_{field(atelier, "title")}_error"')[1].split("</div>")[0]
        assert said in beside
        assert 'id="id_title_error"' not in shown
        assert '<details class="details own-words" open>' in section(shown, atelier)
        assert '<details class="details own-words">' in section(shown, pools)
        assert f'name="initial-{field(atelier, "title")}" value="{bowl.title}"' in shown
    assert not Publication.objects.exists()


def test_a_shared_title_that_is_missing_is_asked_for_once(browser: Client, bowl: Video, atelier: Connection, pools: Connection) -> None:
    shown = press(browser, bowl, both(atelier, pools, title=" "))
    assert shown.count("Give it a title.") == 1
    assert 'id="id_title_error"' in shown
