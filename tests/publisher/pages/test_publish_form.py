"""The publish form: where to, how, and what would be refused, all of it said before anything is sent."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import escape
from django_q.models import OrmQ
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from platforms.models import Connection
from publisher.models import Profile, Publication
from tests.factories import AssetFactory, ConnectionFactory, PublicationFactory
from tests.publisher.pages.conftest import Standing
from tests.publisher.publish_form import OPTIONS, WORDS, asked_for, field
from tests.publisher.stages import STAGES
from videos.models import Video


def form(browser: Client, video: Video, query: str = "") -> str:
    answer = browser.get(f"/videos/{video.pk}/publish/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def send(browser: Client, video: Video, connection: Connection, **given: str) -> str:
    """Press Publish; gives what is then shown."""
    return browser.post(f"/videos/{video.pk}/publish/", asked_for(connection, given={**OPTIONS, **given}), follow=True).content.decode()


def test_one_button_publishes_to_the_only_account(browser: Client, bowl: Video, atelier: Connection, alice: User) -> None:
    assert "Publish to Atelier Nord on YouTube" in form(browser, bowl)
    assert "Publishing to Atelier Nord on YouTube was asked for" in send(browser, bowl, atelier)
    row = Publication.objects.get()
    assert (row.video, row.connection, row.state, row.title, row.created_by) == (bowl, atelier, "waiting", bowl.title, alice)
    chosen = {"privacy": "unlisted", "category": "22", "made_for_kids": False, "thumbnail": True, "licence": "youtube"}
    unticked = ("synthetic_media", "short", "embeddable", "public_stats", "paid_promotion", "notify_subscribers")
    assert row.options == {**chosen, **dict.fromkeys(unticked, False), "publish_at": "", "playlists": []}
    assert OrmQ.objects.count() == 1


def test_a_double_click_makes_one_publication(browser: Client, bowl: Video, atelier: Connection) -> None:
    send(browser, bowl, atelier)
    assert "It is on its way to Atelier Nord already." in send(browser, bowl, atelier)
    assert Publication.objects.count() == OrmQ.objects.count() == 1


def test_among_several_accounts_one_may_be_asked_for_by_its_address(browser: Client, bowl: Video, atelier: Connection, alice: User) -> None:
    diary = ConnectionFactory(user=alice, name="Glaze diary")
    assert f'id="to-{diary.pk}"' in form(browser, bowl)
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
    assert f'id="id_{field(atelier, "made_for_kids")}_error"' in shown
    assert not Publication.objects.exists()


def test_what_would_be_refused_is_said_before_and_makes_nothing(browser: Client, bowl: Video, atelier: Connection) -> None:
    Video.objects.filter(pk=bowl.pk).update(title="x" * 120)
    for shown in (form(browser, bowl), send(browser, bowl, atelier)):
        assert "The title has 120 characters; YouTube takes 100." in shown
        assert "Shorten the title." in shown
        assert f'href="/videos/{bowl.pk}/details"' in shown
        assert 'id="id_title"' in shown
    assert not Publication.objects.exists()


def test_it_does_not_blame_what_was_not_answered_yet(browser: Client, bowl: Video, atelier: Connection) -> None:
    assert "needs to know whether the video is made for kids" not in form(browser, bowl)


def test_what_the_platform_makes_of_the_file_is_said_and_blocks_nothing(browser: Client, alice: User, atelier: Connection) -> None:
    upright = AssetFactory(video__owner=alice, width=720, height=1280).video
    assert "YouTube will show this as a Short: it is upright (720 × 1280)" in form(browser, upright)
    send(browser, upright, atelier)
    assert Publication.objects.count() == 1


def test_a_note_blocks_nothing(browser: Client, bowl: Video, atelier: Connection) -> None:
    Video.objects.filter(pk=bowl.pk).update(description="#glaze " * 61)
    assert "YouTube ignores all of them" in form(browser, bowl)
    send(browser, bowl, atelier)
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "name", "said"),
    [
        ({"privacy": "public", "publish_at": "2099-01-01T10:00"}, "publish_at", "only if it is private until then"),
        ({"privacy": "private", "publish_at": "2020-01-01T10:00"}, "publish_at", "has passed, or is less than 15 minutes ahead"),
        ({"privacy": "public", "publish_at": "2020-01-01T10:00"}, "publish_at", "has passed, or is less than 15 minutes ahead"),
        ({"publish_at": "soon"}, "publish_at", "Give a day and a time of day."),
        ({"title": "x" * 120}, "title", "The title has 120 characters; YouTube takes 100. Shorten the title."),
        ({"title": " "}, "title", "Give it a title."),
        ({"description": "é" * 2501}, "description", "The description has 5002 bytes; YouTube takes 5000."),
        ({"tags": "a<b"}, "tags", "YouTube takes no &lt; or &gt; in the tags."),
        ({"category": "999"}, "category", "Select a valid choice."),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else None,
)
def test_each_refusal_stands_beside_its_field_and_all_that_was_typed_stays(
    browser: Client, bowl: Video, atelier: Connection, given: dict[str, str], name: str, said: str
) -> None:
    typed = {"description": "Slip and ash.", "tags": "kiln, raku", "playlists": "PLmine", **given}
    shown = send(browser, bowl, atelier, **typed)
    assert not Publication.objects.exists()
    called = name if name in WORDS else field(atelier, name)
    beside = re.search(rf'<div id="id_{called}_error">(.*?)</div>', shown, re.DOTALL)
    assert beside
    assert said in beside[1]
    for other, value in typed.items():
        if other not in ("category", "title"):
            assert escape(value) in shown, other


def test_what_is_wrong_below_is_unfolded(browser: Client, bowl: Video, atelier: Connection) -> None:
    assert '<details class="details more">' in form(browser, bowl)
    assert '<details class="details more" open>' in send(browser, bowl, atelier, category="999")
    assert '<details class="details more">' in send(browser, bowl, atelier, made_for_kids="")


def test_a_file_that_would_be_refused_leads_to_another(browser: Client, alice: User, atelier: Connection) -> None:
    endless = AssetFactory(video__owner=alice, duration=13 * 3600.0).video
    shown = form(browser, endless)
    assert "longer than the 12 hours" in shown
    assert "Upload another file" in shown


def test_a_missing_permission_leads_to_the_connection(browser: Client, bowl: Video, alice: User) -> None:
    narrow = ConnectionFactory(user=alice, name="Atelier Nord", scopes=["https://www.googleapis.com/auth/youtube.upload"])
    for shown in (form(browser, bowl), send(browser, bowl, narrow)):
        assert "Retake was not granted all that it needs" in shown
        assert f'href="/connections/#connection-{narrow.pk}"' in shown
    assert not Publication.objects.exists()


def test_a_time_is_told_in_the_owners_time_zone_and_kept_in_utc(browser: Client, bowl: Video, atelier: Connection, alice: User) -> None:
    Profile.objects.create(user=alice, time_zone="Asia/Tokyo")
    assert "Times here are in Asia/Tokyo." in form(browser, bowl)
    send(browser, bowl, atelier, privacy="private", publish_at="2099-01-01T10:00")
    assert Publication.objects.get().options["publish_at"] == "2099-01-01T01:00:00Z"


def test_it_takes_a_fixed_number_of_queries(
    browser: Client, bowl: Video, atelier: Connection, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # The session, the user, the video, its files, what was made of them, the connections, the switch of retries, the time, what is
    # live, what is there of the same file, patterns, defaults, its picture, and the connection anew with the time for its token.
    with django_assert_num_queries(19):
        form(browser, bowl)
    for _ in range(3):
        PublicationFactory(connection=atelier, asset=bowl.asset, **STAGES["refused"](clock.now()))
    with django_assert_num_queries(19):
        form(browser, bowl)


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
    assert browser.post(f"/videos/{bowl.pk}/publish/", asked_for(theirs, given=OPTIONS)).status_code == 404
    assert browser.get(f"/videos/{bowl.pk}/publish/?connection=x").status_code == 404
    assert not Publication.objects.exists()


def test_somebody_elses_video_is_not_found(bowl: Video, atelier: Connection, charlie: User) -> None:
    stranger = Client()
    stranger.force_login(charlie)
    theirs = ConnectionFactory(user=charlie)
    assert stranger.get(f"/videos/{bowl.pk}/publish/").status_code == 404
    assert stranger.post(f"/videos/{bowl.pk}/publish/", asked_for(theirs, given=OPTIONS)).status_code == 404
