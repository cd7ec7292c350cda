"""How a video stands on all its accounts together, and one retry of what failed."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms.models import Connection
from publisher.models import Intervention, Publication
from publisher.together import Together, together
from tests.factories import ConnectionFactory
from tests.publisher.pages.conftest import Standing
from videos.models import Video


@pytest.fixture
def everywhere(standing: Standing, bowl: Video, alice: User) -> "dict[str, Publication]":
    """One video on four accounts: published, failed, failed for good, and on its way."""
    stages = ("published", "failed", "exhausted", "uploading")
    return {stage: standing(stage, video=bowl, connection=ConnectionFactory(user=alice, name=stage.title())) for stage in stages}


def counted(bowl: Video) -> Together:
    return together(bowl.publications.select_related("connection"))


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        (("published", "published", "published", "failed"), "Published on 3 of 4 · 1 failed"),
        (("published", "published"), "Published on both accounts"),
        (("published", "published", "published", "published"), "Published on all 4 accounts"),
        (("published", "uploading", "exhausted"), "Published on 1 of 3 · 1 failed, 1 to come"),
        (("uploading", "scheduled"), "Not yet published on any of 2 · 2 to come"),
        (("published", "published", "cancelled", "removed"), "Published on both accounts"),
        (("published", "processing, waits for its owner there"), "Published on 1 of 2 · 1 to come"),
    ],
)
def test_it_counts_accounts_by_what_became_of_them(
    standing: Standing, bowl: Video, alice: User, stages: tuple[str, ...], said: str
) -> None:
    for number, stage in enumerate(stages):
        there = {"remote_id": f"there-{number}"} if "published" in stage else {}
        standing(stage, video=bowl, connection=ConnectionFactory(user=alice), **there)
    assert str(counted(bowl)) == said
    assert counted(bowl).is_told


def test_one_on_each_platform_is_said_so(standing: Standing, bowl: Video, pools: Connection) -> None:
    standing("published", video=bowl)
    standing("published", video=bowl, connection=pools, remote_id="there-2")
    assert counted(bowl).word == "Published on both platforms"


def test_a_second_post_and_an_earlier_failure_count_no_account_twice(standing: Standing, bowl: Video, pools: Connection) -> None:
    standing("refused", video=bowl)
    standing("published", video=bowl)
    standing("uploading", video=bowl, edition=2)
    standing("refused", video=bowl, connection=pools)
    assert str(counted(bowl)) == "Published on 1 of 2 · 1 failed"


def test_pages_say_it_once_there_are_several(browser: Client, standing: Standing, bowl: Video, pools: Connection) -> None:
    standing("published", video=bowl)
    for address in ("/library/", f"/videos/{bowl.pk}/"):
        assert "Published on" not in browser.get(address).content.decode()
    standing("failed", video=bowl, connection=pools)
    assert "Published on 1 of 2 · 1 failed" in browser.get("/library/").content.decode()
    shown = browser.get(f"/videos/{bowl.pk}/").content.decode()
    assert 'data-live-says="Published on 1 of 2 · 1 failed"' in shown
    assert "that failed" not in shown.split('class="together"')[1].split("</section>")[0], "its own panel has a Retry"


def test_its_part_is_fetched_alone_while_something_can_change(browser: Client, everywhere: dict[str, Publication], bowl: Video) -> None:
    answer = browser.get(f"/videos/{bowl.pk}/together")
    assert answer.headers["Live-Again"] == "2"
    assert "Retry the 2 that failed" in answer.content.decode()


def test_one_retry_takes_only_what_failed(browser: Client, everywhere: dict[str, Publication], bowl: Video) -> None:
    shown = browser.get(f"/videos/{bowl.pk}/").content.decode()
    rows = re.findall(r'name="row" value="(\d+)"', shown)
    assert rows == [str(everywhere[stage].pk) for stage in ("failed", "exhausted")]
    answer = browser.post(f"/videos/{bowl.pk}/retry", {"row": rows}, follow=True).content.decode()
    assert f"{bowl.title}: 2 queued." in answer
    states = dict(Publication.objects.values_list("connection__name", "state"))
    assert states == {"Published": "published", "Failed": "waiting", "Exhausted": "waiting", "Uploading": "publishing"}


def test_what_did_not_fail_is_left_alone_even_where_it_is_named(browser: Client, everywhere: dict[str, Publication], bowl: Video) -> None:
    named = [everywhere["published"].pk, everywhere["uploading"].pk]
    answer = browser.post(f"/videos/{bowl.pk}/retry", {"row": named}, follow=True).content.decode()
    assert "Nothing of it has failed any more." in answer
    assert not Intervention.objects.exists()


def test_what_a_retry_cannot_help_is_not_counted_in(
    browser: Client, everywhere: dict[str, Publication], standing: Standing, bowl: Video, alice: User
) -> None:
    broken = ConnectionFactory(user=alice, problem="reconnect")
    standing("failed", video=bowl, connection=broken)
    standing("rejected, a copy is there", video=bowl, connection=ConnectionFactory(user=alice))
    shown = browser.get(f"/videos/{bowl.pk}/").content.decode()
    assert "Published on 1 of 6 · 4 failed, 1 to come" in shown
    assert "Retry the 2 that failed" in shown


def test_another_video_and_another_owner_are_out_of_reach(
    browser: Client, everywhere: dict[str, Publication], standing: Standing, bowl: Video, bob: User
) -> None:
    other = standing("failed")
    browser.post(f"/videos/{bowl.pk}/retry", {"row": [other.pk]})
    other.refresh_from_db()
    assert other.state == "failed"
    stranger = Client()
    stranger.force_login(bob)
    assert stranger.post(f"/videos/{bowl.pk}/retry", {"row": [everywhere["failed"].pk]}).status_code == 404
    assert stranger.get(f"/videos/{bowl.pk}/together").status_code == 404
