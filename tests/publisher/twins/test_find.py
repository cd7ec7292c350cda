"""Which videos are twins: of one owner, the same original, known to be what it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection as database
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from publisher.twins.find import MOST_TOLD, keep_all, posts_of_its_file, twins_of
from tests.factories import AssetFactory, ConnectionFactory
from tests.publisher.twins.conftest import CONTENT, Posted, uploaded
from videos.models import AssetKind, AssetState, Video

pytestmark = pytest.mark.django_db


def titles(video: Video) -> list[str]:
    """The titles of the twins that are told of, the newest first."""
    video = Video.objects.get(pk=video.pk)
    found = twins_of(video)
    return [each.video.title for each in found.told] if found else []


def test_each_is_the_twin_of_the_other(first: Video, second: Video) -> None:
    assert (titles(first), titles(second)) == (["The tide, once more"], ["The tide, before"])
    told = [twins_of(each) for each in (first, second)]
    assert [each.told[0].is_earlier for each in told if each] == [False, True]


def test_somebody_elses_is_none(first: Video, bob: User) -> None:
    bobs = uploaded(bob, "Bob’s own")
    assert (titles(first), titles(bobs)) == ([], [])


@pytest.mark.parametrize(
    "other",
    [
        {"sha256": "f" * 64},
        {"state": AssetState.REFUSED, "refused_code": "no_video", "refused_reason": "No video."},
        {"state": AssetState.PROBING, "waiting_since": timezone.now()},
        {"state": AssetState.RECEIVING, "sha256": "", "waiting_since": timezone.now()},
    ],
    ids=["another file", "refused", "not looked into yet", "still coming in"],
)
def test_only_a_file_that_is_known_to_be_the_same_counts(first: Video, alice: User, other: dict[str, Any]) -> None:
    second = uploaded(alice, "Another", **other)
    assert (titles(first), titles(second)) == ([], [])


def test_files_without_a_sum_are_not_alike(alice: User) -> None:
    waiting = {"state": AssetState.RECEIVING, "sha256": "", "waiting_since": timezone.now()}
    assert titles([uploaded(alice, "One", **waiting), uploaded(alice, "Two", **waiting)][0]) == []


def test_a_fitted_file_makes_no_twin(first: Video, alice: User) -> None:
    other = AssetFactory(video__owner=alice).video
    AssetFactory(video=other, kind=AssetKind.FITTED, sha256=CONTENT)
    AssetFactory(video=first, kind=AssetKind.FITTED, sha256=CONTENT)
    assert (titles(first), titles(other)) == ([], [])


def test_one_that_was_deleted_is_forgotten(first: Video, second: Video) -> None:
    first.delete()
    assert titles(second) == []


def test_once_they_are_kept_on_purpose_no_more_is_said_until_a_third_comes(first: Video, second: Video, alice: User) -> None:
    keep_all(second)
    assert (titles(first), titles(second)) == ([], [])
    third = uploaded(alice, "A third")
    assert titles(third) == ["The tide, once more", "The tide, before"]
    assert titles(first) == []


def test_keeping_is_nobody_elses(first: Video, second: Video, bob: User) -> None:
    bobs = [uploaded(bob, "One"), uploaded(bob, "Two")]
    keep_all(first)
    assert titles(bobs[0]) == ["Two"]


def test_of_many_the_newest_are_told(first: Video, alice: User) -> None:
    for number in range(MOST_TOLD + 2):
        uploaded(alice, f"Copy {number}")
    found = twins_of(first)
    assert found is not None
    assert ([each.video.title for each in found.told], found.more) == (["Copy 4", "Copy 3", "Copy 2"], 2)


def test_the_day_names_its_year_where_that_is_another(first: Video, second: Video) -> None:
    now = timezone.localtime()
    Video.objects.filter(pk=first.pk).update(created_at=now - timedelta(days=400))
    before, after = twins_of(second), twins_of(first)
    assert before is not None
    assert after is not None
    assert before.told[0].day.endswith(str((now - timedelta(days=400)).year))
    assert str(now.year) not in after.told[0].day


@pytest.mark.parametrize(
    ("stage", "is_there"),
    [("published", True), ("waiting", True), ("processing", True), ("unconfirmed", True), ("failed", True), ("cancelled", False)],
)
def test_a_post_counts_while_it_is_or_may_come_to_be_there(first: Video, second: Video, posted: Posted, stage: str, is_there: bool) -> None:
    row = posted(first, stage)
    assert posts_of_its_file(second, [row.connection]) == ({row.connection_id: row} if is_there else {})
    assert posts_of_its_file(first, [row.connection]) == {}


def test_a_fitted_file_of_a_twin_counts_as_the_same(first: Video, second: Video, posted: Posted) -> None:
    fitted = AssetFactory(video=first, kind=AssetKind.FITTED)
    row = posted(first, file_sha256=fitted.sha256)
    assert posts_of_its_file(second, [row.connection]) == {row.connection_id: row}


def test_another_account_is_another_place(first: Video, second: Video, posted: Posted, alice: User) -> None:
    posted(first)
    assert posts_of_its_file(second, [ConnectionFactory(user=alice)]) == {}


def test_bobs_post_of_it_is_not_told_to_alice(first: Video, bob: User, posted: Posted) -> None:
    theirs = ConnectionFactory(user=bob)
    posted(uploaded(bob, "Bob’s own"), connection=theirs)
    assert posts_of_its_file(first, [theirs]) == {}


def test_it_is_found_by_its_sum_and_asks_little(first: Video, second: Video, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    video = Video.objects.with_assets().get(pk=first.pk)
    with django_assert_num_queries(2):
        assert twins_of(video)
    plan = Video.objects.twins_of(video).explain()
    assert "asset_by_content" in plan or database.vendor != "sqlite"
