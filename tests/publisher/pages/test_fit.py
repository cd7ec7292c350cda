"""Making a file fit, from the publish form and back to it: the owner looks at it, and what they chose is what is sent."""

import shutil
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ

from platforms.models import Connection
from publisher.models import Publication
from publisher.services import NotPossible, make_fit
from tests.factories import AssetFactory, ConnectionFactory, FitFactory
from tests.publisher.publish_form import OPTIONS, asked_for, field, press, section
from videos.models import Asset, AssetKind, Fit, FitState, Video

POST = {"mode": "post", "privacy": "SELF_ONLY"}


@pytest.fixture(autouse=True)
def ffmpeg_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")


@pytest.fixture
def film(alice: User) -> Video:
    """An upright video of four minutes: too long for a Short."""
    return AssetFactory(video__owner=alice, video__title="Glazing a bowl", duration=240.0, width=1080, height=1920).video


def form(browser: Client, video: Video, *connections: Connection, **given: Any) -> str:
    return press(browser, video, asked_for(*connections, given={**OPTIONS, "short": "on", **given}))


def wish(browser: Client, video: Video, connection: Connection, **given: Any) -> str:
    """Press "Make it fit"; gives the page that follows."""
    sent = asked_for(connection, given={**OPTIONS, "short": "on", **given})
    return press(browser, video, {**sent, "fit": str(connection.pk)})


def finish(fit: Fit, **facts: Any) -> Fit:
    """As the worker would."""
    fit.asset = AssetFactory(video=fit.video, kind=AssetKind.FITTED, **{"duration": 179.75, "width": 1080, "height": 1920, **facts})
    fit.state = FitState.DONE
    fit.save()
    return fit


def test_the_button_stands_beside_what_is_refused_about_the_file(browser: Client, film: Video, atelier: Connection) -> None:
    part = section(form(browser, film, atelier), atelier)
    assert "longer than three minutes (4:00)" in part
    assert "Make it fit" in part
    assert "It will be shortened from 4:00 to 3:00, and packed anew as MP4" in part or "shortened from 4:00 to 3:00" in part


def test_where_nothing_is_refused_there_is_no_button(browser: Client, film: Video, atelier: Connection) -> None:
    assert "Make it fit" not in browser.get(f"/videos/{film.pk}/publish/").content.decode()


def test_without_ffmpeg_it_says_how_the_button_comes(
    browser: Client, film: Video, atelier: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    part = section(form(browser, film, atelier), atelier)
    assert "longer than three minutes" in part
    assert "apt install ffmpeg" in part
    assert "Make it fit" not in part
    assert "ffmpeg is not installed" in wish(browser, film, atelier)
    assert not Fit.objects.exists()


def test_one_click_has_it_made_and_shows_how_far_it_is(browser: Client, film: Video, atelier: Connection) -> None:
    shown = wish(browser, film, atelier)
    fit = Fit.objects.get()
    assert (fit.video, fit.source, fit.purpose, fit.state) == (film, film.asset, "youtube-short", FitState.WAITING)
    assert OrmQ.objects.get().key == "fitting"
    assert "made to fit YouTube" in shown
    assert "Stop making it" in shown
    assert not Publication.objects.exists()


def test_a_double_click_makes_one(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    wish(browser, film, atelier)
    assert Fit.objects.count() == OrmQ.objects.count() == 1


def test_the_page_tells_how_far_it_is_and_asks_again(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    fit = Fit.objects.get()
    Fit.objects.claim(fit.pk, token="t", now=timezone.now())
    Fit.objects.renew(fit.pk, token="t", percent=42, now=timezone.now())
    answer = browser.get(f"/fits/{fit.pk}/part")
    assert "42 %" in answer.content.decode()
    assert answer.headers["Live-Again"] == "2"
    finish(fit)
    assert "Live-Again" not in browser.get(f"/fits/{fit.pk}/part").headers


def test_it_can_be_stopped(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    fit = Fit.objects.get()
    shown = browser.post(f"/fits/{fit.pk}/cancel", follow=True).content.decode()
    assert "Nothing was kept of it" in shown
    assert Fit.objects.get().state == FitState.CANCELLED
    assert "Make it fit" in shown


def test_a_look_comes_before_it_is_used(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    fit = finish(Fit.objects.get(), size=3_000_000)
    shown = browser.get(f"/fits/{fit.pk}/").content.decode()
    for said in ("Publish this one", f"/videos/fits/{fit.pk}/watch", "4:00", "3:00", "5.0 MB", "3.0 MB"):
        assert said in shown
    assert "A file that fits is there" in section(form(browser, film, atelier), atelier)
    assert "It was shortened from 4:00 to 3:00" in shown
    assert not Publication.objects.exists()


def test_what_was_filled_in_is_there_when_one_comes_back(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier, title="Slow glaze", privacy="public")
    fit = finish(Fit.objects.get())
    shown = browser.post(f"/fits/{fit.pk}/use", follow=True).content.decode()
    assert 'value="Slow glaze"' in shown
    part = section(shown, atelier)
    assert "Sends the fitted file" in part
    assert '<option value="public" selected>' in part
    assert "You asked for a Short" not in part


def test_what_was_chosen_is_what_is_frozen_and_sent(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    fit = finish(Fit.objects.get())
    browser.post(f"/fits/{fit.pk}/use")
    form(browser, film, atelier)
    row, made = Publication.objects.get(), fit.asset
    assert made is not None
    assert (row.asset, row.file_key, row.file_size, row.file_etag, row.file_sha256) == (made, made.key, made.size, made.etag, made.sha256)
    assert film.asset != made


def test_the_original_is_sent_where_the_fitted_file_was_made_for_something_else(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    browser.post(f"/fits/{finish(Fit.objects.get()).pk}/use")
    press(browser, film, asked_for(atelier, given=OPTIONS))
    assert Publication.objects.get().asset == film.asset


def test_the_original_can_be_chosen_again(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    fit = finish(Fit.objects.get())
    browser.post(f"/fits/{fit.pk}/use")
    browser.post(f"/fits/{fit.pk}/original")
    form(browser, film, atelier)
    assert not Publication.objects.exists()


def test_one_that_would_be_refused_all_the_same_cannot_be_used(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    fit = finish(Fit.objects.get(), duration=200.0)
    assert "refuse it all the same" in browser.get(f"/fits/{fit.pk}/").content.decode()
    assert "refused all the same" in browser.post(f"/fits/{fit.pk}/use", follow=True).content.decode()
    assert Fit.objects.get().chosen_at is None


def test_another_part_can_be_chosen(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier, title="Slow glaze")
    fit = finish(Fit.objects.get())
    assert "Make it otherwise" in browser.get(f"/fits/{fit.pk}/").content.decode()
    shown = browser.post(f"/fits/{fit.pk}/again", {"start": "0:30"}, follow=True).content.decode()
    other = Fit.objects.latest("pk")
    assert (other.made_by.start, other.state) == (30.0, FitState.WAITING)
    assert "beginning at 0:30" in shown
    assert Fit.objects.get(pk=fit.pk).state == FitState.CANCELLED
    back = browser.post(f"/fits/{finish(other).pk}/use", follow=True).content.decode()
    assert 'value="Slow glaze"' in back


def test_the_one_in_use_stays_until_another_is_chosen(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    fit = finish(Fit.objects.get())
    browser.post(f"/fits/{fit.pk}/use")
    browser.post(f"/fits/{fit.pk}/again", {"start": "0:30"})
    assert Fit.objects.get(pk=fit.pk).chosen_at is not None
    other = finish(Fit.objects.latest("pk"))
    browser.post(f"/fits/{other.pk}/use")
    assert [each.pk for each in Fit.objects.current()] == [other.pk]


@pytest.mark.parametrize("start", ["soon", "-1", "1:2:3:4", "1e3"])
def test_what_is_no_time_is_refused_in_words(browser: Client, film: Video, atelier: Connection, start: str) -> None:
    wish(browser, film, atelier)
    fit = finish(Fit.objects.get())
    assert "minutes and seconds" in browser.post(f"/fits/{fit.pk}/again", {"start": start}, follow=True).content.decode()
    assert Fit.objects.count() == 1


def test_a_beginning_behind_the_end_is_refused_in_words(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    fit = finish(Fit.objects.get())
    assert "too little is left" in browser.post(f"/fits/{fit.pk}/again", {"start": "99:00"}, follow=True).content.decode()


def test_a_wide_film_can_be_shaped_either_way(browser: Client, bowl: Video, atelier: Connection) -> None:
    wish(browser, bowl, atelier)
    fit = finish(Fit.objects.get())
    assert "black bars" in fit.made_by.says
    shown = browser.get(f"/fits/{fit.pk}/").content.decode()
    assert "The middle of the picture" in shown
    browser.post(f"/fits/{fit.pk}/again", {"shape": "middle"})
    assert "cut to its middle" in Fit.objects.latest("pk").made_by.says


def test_a_failure_says_why_and_can_be_tried_again(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    fit = Fit.objects.get()
    Fit.objects.claim(fit.pk, token="t", now=timezone.now())
    Fit.objects.fail(fit.pk, token="t", code="no_room", reason="There is not room enough.", now=timezone.now())
    shown = browser.get(f"/fits/{fit.pk}/").content.decode()
    assert "There is not room enough. Nothing was kept of it, and nothing was published." in shown
    assert "could not be made" in section(form(browser, film, atelier), atelier)
    browser.post(f"/fits/{fit.pk}/again", {"start": "0:00", "shape": "bars"})
    assert Fit.objects.latest("pk").state == FitState.WAITING


def test_the_same_door_serves_another_platform(browser: Client, alice: User) -> None:
    tok = ConnectionFactory(user=alice, provider="tiktok", scopes=["video.upload", "video.publish"], extra_data={"most_seconds": 60})
    tok.details = {"most_seconds": 60}
    tok.save()
    film = AssetFactory(video__owner=alice, duration=90.0).video
    sent = asked_for(tok, given=POST)
    assert "this account may post 1 min" in press(browser, film, sent)
    press(browser, film, {**sent, "fit": str(tok.pk)})
    fit = Fit.objects.get()
    assert (fit.purpose, fit.made_by.seconds) == ("tiktok-post", 59.75)


def test_the_videos_page_names_its_fitted_files(browser: Client, film: Video, atelier: Connection) -> None:
    wish(browser, film, atelier)
    shown = browser.get(f"/videos/{film.pk}/").content.decode()
    assert "Fitted files" in shown
    assert f'href="/fits/{Fit.objects.get().pk}/"' in shown


def test_a_file_of_somebody_elses_video_is_not_there(film: Video, bob: User) -> None:
    browser = Client()
    browser.force_login(bob)
    fit = FitFactory(source=film.asset, video=film)
    for verb in ("cancel", "use", "original", "again"):
        assert browser.post(f"/fits/{fit.pk}/{verb}").status_code == 404


def test_enter_in_the_form_publishes_and_makes_nothing_fit(browser: Client, film: Video, atelier: Connection) -> None:
    """A browser takes the first button of a form for the Enter key."""
    shown = form(browser, film, atelier)
    first = shown[shown.index('<form class="publish"') :]
    first = first[first.index("<button") :][: first[first.index("<button") :].index(">")]
    assert "name=" not in first


def test_what_fits_already_is_not_made_again(film: Video, atelier: Connection) -> None:
    with pytest.raises(NotPossible, match="fits as it is"):
        make_fit(film, atelier, options={})
    assert Asset.objects.count() == 1


def test_the_field_of_an_account_that_is_not_ticked_makes_nothing(browser: Client, film: Video, atelier: Connection) -> None:
    press(browser, film, {"fit": str(atelier.pk), field(atelier, "short"): "on"})
    assert not Fit.objects.exists()
