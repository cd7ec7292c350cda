"""POST /api/publications: one video to one connection, now or at a time, made once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django_q.models import OrmQ

from platforms import clock
from platforms.models import Connection
from publisher import defaults
from publisher.models import Publication
from tests.factories import AssetFactory, ConnectionFactory
from tests.publisher.api.conftest import Program, Standing
from videos.models import Asset, AssetState

pytestmark = pytest.mark.django_db

OPTIONS = {"privacy": "unlisted", "made_for_kids": False}


@pytest.fixture
def bowl(alice: User) -> Asset:
    return AssetFactory(video__owner=alice, video__title="Glazing a bowl", video__tags=["clay"])


@pytest.fixture
def wish(bowl: Asset, atelier: Connection) -> dict[str, Any]:
    return {"video": bowl.video_id, "connection": atelier.pk, "options": OPTIONS}


def wrong(program: Program, wish: dict[str, Any]) -> set[str]:
    """Ask for it in vain; gives the fields that are said to be wrong."""
    told = program.post("/publications", wish)
    assert (told.status, told.code) == (422, "invalid")
    assert not Publication.objects.exists()
    return {each["field"] for each in told.body["errors"]}


def test_it_makes_a_publication_and_wakes_a_worker(hers: Program, wish: dict[str, Any]) -> None:
    told = hers.post("/publications", wish)
    assert told.status == 201
    row = Publication.objects.get()
    assert (told.body["id"], told.body["state"], told.body["title"], told.body["tags"]) == (row.pk, "waiting", "Glazing a bowl", ["clay"])
    assert (told.body["video"], told.body["connection"], told.body["attempts"]) == (wish["video"], wish["connection"], [])
    assert row.options["privacy"] == "unlisted"
    assert row.created_by is not None
    assert row.created_by.username == "alice"
    assert OrmQ.objects.count() == 1


def test_what_is_left_out_starts_as_on_the_form(hers: Program, atelier: Connection, wish: dict[str, Any]) -> None:
    defaults.keep(atelier, {"category": "27", "embeddable": False})
    options = hers.post("/publications", wish).body["options"]
    chosen = {name: options[name] for name in ("privacy", "made_for_kids", "category", "embeddable", "public_stats", "publish_at")}
    assert chosen == {
        "privacy": "unlisted",
        "made_for_kids": False,
        "category": "27",
        "embeddable": False,
        "public_stats": True,
        "publish_at": "",
    }


def test_words_are_for_this_one_alone(hers: Program, bowl: Asset, wish: dict[str, Any]) -> None:
    words = {"title": "  Bowls\n of clay ", "tags": ["#a", "A", "b"]}
    told = hers.post("/publications", {**wish, "words": words}).body
    assert (told["title"], told["description"], told["tags"]) == ("Bowls of clay", bowl.video.description, ["a", "b"])
    bowl.video.refresh_from_db()
    assert bowl.video.title == "Glazing a bowl"


def test_it_goes_out_at_its_time(hers: Program, wish: dict[str, Any]) -> None:
    at = clock.now() + timedelta(hours=3)
    told = hers.post("/publications", {**wish, "at": at.isoformat()}).body
    assert datetime.fromisoformat(told["scheduled_at"]) == datetime.fromisoformat(told["due_at"]) == at
    assert not OrmQ.objects.exists()


@pytest.mark.parametrize("at", ["2020-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2027-01-01T00:00:00", 1798761600, "soon", ""])
def test_a_time_that_is_none_is_refused(hers: Program, wish: dict[str, Any], at: Any) -> None:
    assert wrong(hers, {**wish, "at": at}) == {"at"}


def test_while_one_is_on_its_way_there_is_no_second(hers: Program, wish: dict[str, Any]) -> None:
    assert hers.post("/publications", wish).status == 201
    told = hers.post("/publications", wish)
    assert (told.status, told.code) == (409, "already_live")
    assert Publication.objects.count() == 1


def test_a_repetition_with_the_same_key_is_the_same_publication(hers: Program, wish: dict[str, Any]) -> None:
    first, again = hers.post("/publications", wish, key="k"), hers.post("/publications", wish, key="k")
    assert (again.status, again.body) == (201, first.body)
    assert Publication.objects.count() == OrmQ.objects.count() == 1


def test_a_second_post_is_made_only_when_asked(hers: Program, standing: Standing, wish: dict[str, Any], bowl: Asset) -> None:
    standing("published", asset=bowl)
    assert hers.post("/publications", wish).code == "already_live"
    assert hers.post("/publications", {**wish, "again": True}).status == 201


def test_what_the_platform_would_refuse_is_told_with_the_way_to_mend_it(hers: Program, wish: dict[str, Any]) -> None:
    told = hers.post("/publications", {**wish, "words": {"title": "<b>"}})
    assert (told.status, told.code) == (422, "would_be_refused")
    assert [each["field"] for each in told.body["errors"]] == ["title"]
    assert not Publication.objects.exists()


def test_a_file_that_is_not_ready_is_not_published(hers: Program, bowl: Asset, wish: dict[str, Any]) -> None:
    Asset.objects.filter(pk=bowl.pk).update(state=AssetState.PROBING)
    told = hers.post("/publications", wish)
    assert (told.code, told.body["errors"][0]["code"]) == ("would_be_refused", "not_ready")


def test_a_connection_that_does_not_work_says_so(hers: Program, atelier: Connection, wish: dict[str, Any]) -> None:
    Connection.objects.filter(pk=atelier.pk).update(problem="reconnect")
    assert hers.post("/publications", wish).code == "reconnect_needed"


def test_nobody_publishes_what_is_somebody_elses(bobs: Program, staffs: Program, bob: User, wish: dict[str, Any]) -> None:
    his = ConnectionFactory(user=bob)
    his_video = AssetFactory(video__owner=bob).video_id
    for program, asked in (
        (bobs, wish),
        (bobs, {**wish, "connection": his.pk}),
        (bobs, {**wish, "video": his_video}),
        (bobs, {**wish, "video": 987654321}),
        (staffs, wish),
    ):
        assert program.post("/publications", asked).status == 404
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"privacy": "friends"}, "options.privacy"),
        ({"privacy": True}, "options.privacy"),
        ({"made_for_kids": "perhaps"}, "options.made_for_kids"),
        ({"embeddable": "no"}, "options.embeddable"),
        ({"playlists": "PL1"}, "options.playlists"),
        ({"playlists": ["../x"]}, "options.playlists"),
        ({"publish_at": "soon"}, "options.publish_at"),
        ({"publish_at": ["x"]}, "options.publish_at"),
        ({"publish_at": True}, "options.publish_at"),
        ({"colour": "red"}, "options.colour"),
    ],
)
def test_an_option_that_is_none_is_named(hers: Program, wish: dict[str, Any], options: dict[str, Any], field: str) -> None:
    assert wrong(hers, {**wish, "options": {**OPTIONS, **options}}) == {field}


def test_what_the_law_asks_is_never_left_out(hers: Program, wish: dict[str, Any]) -> None:
    assert wrong(hers, {**wish, "options": {}}) == {"options.made_for_kids"}


def test_a_time_for_the_platform_is_kept_in_utc(hers: Program, wish: dict[str, Any]) -> None:
    at = (clock.now() + timedelta(days=2)).replace(microsecond=0)
    given = {"privacy": "private", "made_for_kids": True, "publish_at": at.astimezone().isoformat()}
    told = hers.post("/publications", {**wish, "options": given})
    assert told.body["options"]["publish_at"] == at.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"video": "1"}, "video"),
        ({"video": True}, "video"),
        ({"video": 10**18}, "video"),
        ({"video": None}, "video"),
        ({"connection": 1.5}, "connection"),
        ({"again": 1}, "again"),
        ({"surprise": 1}, "surprise"),
        ({"words": {"title": "x" * 201}}, "words.title"),
        ({"words": {"title": " "}}, "words.title"),
        ({"words": {"tags": "a,b"}}, "words.tags"),
        ({"words": {"tags": ["x"] * 61}}, "words.tags"),
        ({"words": {"name": "x"}}, "words.name"),
    ],
)
def test_a_wish_is_read_strictly(hers: Program, wish: dict[str, Any], change: dict[str, Any], field: str) -> None:
    assert wrong(hers, {**wish, **change}) == {field}
