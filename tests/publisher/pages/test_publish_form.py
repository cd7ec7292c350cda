"""The publish form: where to, how, and what would be refused, all of it said before anything is sent."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_q.models import OrmQ

from platforms.models import Connection
from publisher.models import Publication
from tests.factories import AssetFactory, ConnectionFactory
from tests.publisher.pages.conftest import Standing
from videos.models import Video

OPTIONS = {"privacy": "unlisted", "category": "22", "made_for_kids": "False", "thumbnail": "on"}


def form(browser: Client, video: Video, query: str = "") -> str:
    answer = browser.get(f"/videos/{video.pk}/publish/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def send(browser: Client, video: Video, connection: Connection, **given: str) -> str:
    """Press Publish; gives what is then shown."""
    chosen = {"connection": str(connection.pk), **OPTIONS, **given}
    return browser.post(f"/videos/{video.pk}/publish/", chosen, follow=True).content.decode()


def test_one_button_publishes_to_the_only_account(browser: Client, bowl: Video, atelier: Connection, alice: User) -> None:
    assert "Publish to Atelier Nord on YouTube" in form(browser, bowl)
    assert "Publishing to Atelier Nord on YouTube was asked for" in send(browser, bowl, atelier)
    row = Publication.objects.get()
    assert (row.video, row.connection, row.state, row.title, row.created_by) == (bowl, atelier, "waiting", bowl.title, alice)
    assert row.options == {"privacy": "unlisted", "category": "22", "made_for_kids": False, "thumbnail": True, "notify_subscribers": False}
    assert OrmQ.objects.count() == 1


def test_a_double_click_makes_one_publication(browser: Client, bowl: Video, atelier: Connection) -> None:
    send(browser, bowl, atelier)
    assert "It is on its way to Atelier Nord already." in send(browser, bowl, atelier)
    assert Publication.objects.count() == OrmQ.objects.count() == 1


def test_among_several_accounts_one_is_chosen_first(browser: Client, bowl: Video, atelier: Connection, alice: User) -> None:
    diary = ConnectionFactory(user=alice, name="Glaze diary")
    shown = form(browser, bowl)
    assert "Choose the account to publish to." in shown
    assert f"?connection={diary.pk}" in shown
    assert "Publish to Glaze diary on YouTube" in form(browser, bowl, f"?connection={diary.pk}")
    send(browser, bowl, diary)
    assert Publication.objects.get().connection == diary


def test_without_an_account_one_is_connected_from_here_and_leads_back(browser: Client, bowl: Video) -> None:
    shown = form(browser, bowl)
    assert "Connect an account first" in shown
    assert 'action="/connect/begin/youtube/"' in shown
    assert f'name="next" value="/videos/{bowl.pk}/publish/"' in shown


def test_an_account_that_needs_reconnecting_says_so(browser: Client, bowl: Video, alice: User) -> None:
    broken = ConnectionFactory(user=alice, name="Glaze diary", problem="reconnect", problem_message="The leave has ended.")
    assert "Glaze diary needs reconnecting" in form(browser, bowl)
    assert "Glaze diary needs reconnecting" in send(browser, bowl, broken)
    assert not Publication.objects.exists()


def test_a_field_left_open_is_asked_for_beside_it(browser: Client, bowl: Video, atelier: Connection) -> None:
    shown = send(browser, bowl, atelier, made_for_kids="")
    assert 'id="id_made_for_kids_error"' in shown
    assert not Publication.objects.exists()


def test_what_would_be_refused_is_said_before_and_makes_nothing(browser: Client, bowl: Video, atelier: Connection) -> None:
    Video.objects.filter(pk=bowl.pk).update(title="x" * 120)
    for shown in (form(browser, bowl), send(browser, bowl, atelier)):
        assert "The title has 120 characters; YouTube takes 100." in shown
        assert "Shorten the title." in shown
        assert f'href="/videos/{bowl.pk}/details"' in shown
    assert not Publication.objects.exists()


def test_it_does_not_blame_what_was_not_answered_yet(browser: Client, bowl: Video, atelier: Connection) -> None:
    assert "needs to know whether the video is made for kids" not in form(browser, bowl)


def test_a_note_stands_beside_the_form_and_blocks_nothing(browser: Client, alice: User, atelier: Connection) -> None:
    upright = AssetFactory(video__owner=alice, width=720, height=1280).video
    assert "YouTube will show this as a Short" in form(browser, upright)
    send(browser, upright, atelier)
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(("state", "said"), [("probing", "still looking into the file"), ("refused", "cannot be published: No picture.")])
def test_a_video_that_is_not_ready_says_why(browser: Client, alice: User, atelier: Connection, state: str, said: str) -> None:
    reason = {"refused_code": "no_video", "refused_reason": "No picture."} if state == "refused" else {}
    video = AssetFactory(video__owner=alice, state=state, duration=None, **reason).video
    assert said in form(browser, video)
    assert said in send(browser, video, atelier)
    assert not Publication.objects.exists()


def test_what_is_on_its_way_is_not_offered_again(browser: Client, standing: Standing, bowl: Video) -> None:
    row = standing("uploading", video=bowl)
    shown = form(browser, bowl)
    assert "You asked for this already" in shown
    assert f"#publication-{row.pk}" in shown
    assert "<select" not in shown


def test_a_second_post_is_asked_for_twice(browser: Client, standing: Standing, bowl: Video, atelier: Connection) -> None:
    standing("published", video=bowl)
    assert "makes a second post there" in form(browser, bowl)
    assert "Tick this if you want a second post." in send(browser, bowl, atelier)
    assert Publication.objects.count() == 1
    send(browser, bowl, atelier, again="on")
    send(browser, bowl, atelier, again="on")
    assert sorted(Publication.objects.values_list("edition", "state")) == [(1, "published"), (2, "waiting")]


def test_what_was_given_up_is_published_anew_unasked(browser: Client, standing: Standing, bowl: Video, atelier: Connection) -> None:
    standing("refused", video=bowl)
    assert "second post" not in form(browser, bowl)
    send(browser, bowl, atelier)
    assert sorted(Publication.objects.values_list("state", flat=True)) == ["permanently_failed", "waiting"]


def test_somebody_elses_account_is_not_found(browser: Client, bowl: Video, atelier: Connection, bob: User) -> None:
    theirs = ConnectionFactory(user=bob)
    assert browser.get(f"/videos/{bowl.pk}/publish/?connection={theirs.pk}").status_code == 404
    assert browser.post(f"/videos/{bowl.pk}/publish/", {"connection": theirs.pk, **OPTIONS}).status_code == 404
    assert browser.get(f"/videos/{bowl.pk}/publish/?connection=x").status_code == 404
    assert not Publication.objects.exists()


def test_somebody_elses_video_is_not_found(bowl: Video, atelier: Connection, charlie: User) -> None:
    stranger = Client()
    stranger.force_login(charlie)
    theirs = ConnectionFactory(user=charlie)
    assert stranger.get(f"/videos/{bowl.pk}/publish/").status_code == 404
    assert stranger.post(f"/videos/{bowl.pk}/publish/", {"connection": theirs.pk, **OPTIONS}).status_code == 404
