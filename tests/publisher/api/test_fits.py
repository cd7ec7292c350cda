"""Fitted files through the API: asked for, read until they are done, stopped, and named when the video is published."""

import shutil

import pytest
from django.contrib.auth.models import User
from django_q.models import OrmQ

from platforms.models import Connection
from publisher.models import Publication
from tests.factories import AssetFactory, ConnectionFactory, FitFactory
from tests.publisher.api.conftest import Program
from videos.models import AssetKind, Fit, FitState, Video

pytestmark = pytest.mark.django_db
ANSWERED = {"made_for_kids": False, "short": True}


@pytest.fixture(autouse=True)
def ffmpeg_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")


@pytest.fixture
def film(alice: User) -> Video:
    return AssetFactory(video__owner=alice, duration=240.0, width=1080, height=1920).video


@pytest.fixture
def atelier(alice: User) -> Connection:
    return ConnectionFactory(user=alice)


def made(program: Program, film: Video, atelier: Connection, **wish: object) -> Fit:
    answer = program.post(f"/videos/{film.pk}/fits", {"connection": atelier.pk, "options": {"short": True}, **wish})
    assert answer.status == 201, answer.body
    return Fit.objects.get(pk=answer.body["id"])


def finish(fit: Fit) -> Fit:
    fit.asset = AssetFactory(video=fit.video, kind=AssetKind.FITTED, duration=179.75, width=1080, height=1920)
    fit.state = FitState.DONE
    fit.save()
    return fit


def test_one_is_asked_for_and_told_in_plain_words(hers: Program, film: Video, atelier: Connection) -> None:
    answer = hers.post(f"/videos/{film.pk}/fits", {"connection": atelier.pk, "options": {"short": True}, "start": 30})
    assert answer.status == 201
    told = answer.body
    assert (told["video"], told["purpose"], told["state"], told["percent"], told["file"]) == (film.pk, "youtube-short", "waiting", 0, None)
    assert "shortened from 4:00 to 3:00, beginning at 0:30" in told["says"]
    assert OrmQ.objects.get().key == "fitting"


def test_it_is_read_until_it_is_done(hers: Program, film: Video, atelier: Connection) -> None:
    fit = finish(made(hers, film, atelier))
    told = hers.get(f"/fits/{fit.pk}").body
    assert (told["state"], told["file"]["duration"], told["is_used"]) == ("done", 179.75, False)
    assert "key" not in told["file"]


def test_those_of_a_video_are_listed_the_newest_first(hers: Program, film: Video) -> None:
    first, second = FitFactory(source=film.asset, purpose="a-b"), FitFactory(source=film.asset, purpose="c-d")
    assert [each["id"] for each in hers.get(f"/videos/{film.pk}/fits").body["items"]] == [second.pk, first.pk]


def test_the_same_key_makes_one(hers: Program, film: Video, atelier: Connection) -> None:
    wish = {"connection": atelier.pk, "options": {"short": True}}
    answers = [hers.post(f"/videos/{film.pk}/fits", wish, key="once").body["id"] for _ in range(2)]
    assert answers == [Fit.objects.get().pk] * 2


def test_it_can_be_stopped_once(hers: Program, film: Video, atelier: Connection) -> None:
    fit = made(hers, film, atelier)
    assert hers.post(f"/fits/{fit.pk}/cancel").body["state"] == "cancelled"
    answer = hers.post(f"/fits/{fit.pk}/cancel")
    assert (answer.status, answer.body["code"]) == (409, "too_late")


def test_a_publication_that_names_it_sends_it(hers: Program, film: Video, atelier: Connection) -> None:
    fit = finish(made(hers, film, atelier))
    wish = {"video": film.pk, "connection": atelier.pk, "options": ANSWERED}
    assert hers.post("/publications", wish).body["code"] == "would_be_refused"
    assert hers.post("/publications", {**wish, "fit": fit.pk}).status == 201
    assert Publication.objects.get().asset == fit.asset


def test_each_of_several_targets_may_name_one(hers: Program, film: Video, atelier: Connection) -> None:
    fit = finish(made(hers, film, atelier))
    target = {"connection": atelier.pk, "options": ANSWERED, "fit": fit.pk}
    assert hers.post("/publications", {"video": film.pk, "targets": [target]}).body["made"] == 1
    assert Publication.objects.get().asset == fit.asset


def test_one_that_is_not_done_or_of_another_video_is_not_there(hers: Program, alice: User, film: Video, atelier: Connection) -> None:
    waiting, other = made(hers, film, atelier), finish(FitFactory(source__video__owner=alice))
    for fit in (waiting, other):
        answer = hers.post("/publications", {"video": film.pk, "connection": atelier.pk, "options": ANSWERED, "fit": fit.pk})
        assert (answer.status, answer.body["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"options": {}}, 409, "fits_already"),
        ({"options": {"short": True}, "start": 239.99}, 409, "cannot_fit"),
        ({"options": {"no_such": True}}, 422, "invalid"),
        ({"options": {"short": "yes"}}, 422, "invalid"),
        ({"start": -1}, 422, "invalid"),
        ({"shape": "round"}, 422, "invalid"),
    ],
)
def test_what_cannot_be_made_says_why(
    hers: Program, film: Video, atelier: Connection, wish: dict[str, object], status: int, code: str
) -> None:
    answer = hers.post(f"/videos/{film.pk}/fits", {"connection": atelier.pk, **wish})
    assert (answer.status, answer.body["code"]) == (status, code)
    assert not Fit.objects.exists()


def test_without_ffmpeg_it_says_what_to_install(hers: Program, film: Video, atelier: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    answer = hers.post(f"/videos/{film.pk}/fits", {"connection": atelier.pk, "options": {"short": True}})
    assert (answer.status, answer.body["code"]) == (409, "no_ffmpeg")
    assert "apt install ffmpeg" in answer.body["detail"]


def test_nobody_makes_files_of_what_is_not_theirs(bobs: Program, film: Video, bob: User) -> None:
    his = ConnectionFactory(user=bob)
    assert bobs.post(f"/videos/{film.pk}/fits", {"connection": his.pk}).status == 404
