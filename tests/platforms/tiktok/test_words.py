"""The caption, the options and the links."""

import pytest

from platforms import errors
from platforms.contract import Words
from platforms.cover import Chosen
from platforms.options import Choice, Offers
from platforms.tiktok import links
from platforms.tiktok.options import TikTokOptions
from platforms.tiktok.words import caption
from tests.platforms.tiktok.conftest import API_URL, DRAFT, OPTIONS, Scene, upload_of

DIRECT = {"mode": "direct", "privacy": "SELF_ONLY"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (Words(title="Tide"), "Tide"),
        (Words(title=" Tide  pools "), "Tide pools"),
        (Words(title="Tide", description="Low.", tags=("sea", "low tide", "№ 1")), "Tide\n\nLow.\n\n#sea #lowtide #1"),
        (Words(title="Tide", tags=("…",)), "Tide"),
    ],
)
def test_a_caption_is_the_title_the_description_and_the_tags_as_hashtags(words: Words, said: str) -> None:
    assert caption(words) == said


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({**DIRECT, "privacy": ""}, {"privacy"}),
        ({**DIRECT, "discloses": "on"}, {"discloses"}),
        ({**DIRECT, "discloses": "on", "paid": "on"}, {"paid"}),
        ({**DIRECT, "discloses": "on", "own_brand": "on"}, set()),
        ({**DIRECT, "privacy": "PUBLIC_TO_EVERYONE", "discloses": "on", "paid": "on"}, set()),
        (DRAFT, set()),
        ({**DIRECT, "cover_seconds": "-1"}, {"cover_seconds"}),
    ],
)
def test_the_form_keeps_tiktoks_rules(given: dict[str, str], wrong: set[str]) -> None:
    assert set(TikTokOptions(given).errors) == wrong


def test_nothing_is_chosen_beforehand_and_nothing_is_kept_as_a_default_but_the_way() -> None:
    form = TikTokOptions()
    assert form["privacy"].value() is None
    assert not any(form[name].value() for name in ("comments", "duets", "stitches", "discloses", "own_brand", "paid"))
    form.without_what_is_asked_anew()
    assert list(form.fields) == ["mode"]


def test_the_form_shows_what_the_creator_may_choose_from_and_greys_out_the_rest() -> None:
    form = TikTokOptions()
    form.offer(Offers(choices={"privacy": (Choice(value="SELF_ONLY", label="Only me"),)}, shut={"duets": "Switched off."}))
    assert [value for value, _ in form.fields["privacy"].choices] == ["", "SELF_ONLY"]  # type: ignore[attr-defined]
    assert "disabled" in str(form["duets"])
    assert form.fields["duets"].help_text == "Switched off."
    assert "disabled" not in str(form["comments"])


def test_the_form_says_who_posts_and_what_is_switched_off(scene: Scene) -> None:
    creators = scene.stand_in.world.creators
    creators.set(creators.named("atelier.nord"), stitch_disabled=1)
    offers = scene.adapter.offers(scene.account)
    assert offers.said[0] == "You post as Atelier Nord (@atelier.nord)."
    assert [choice.value for choice in offers.choices["privacy"]] == ["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"]
    assert set(offers.shut) == {"stitches"}


def test_a_day_that_is_used_up_is_said_on_the_form(scene: Scene) -> None:
    scene.stand_in.set(daily_posts=0)
    assert scene.adapter.offers(scene.account).refused.startswith("TikTok takes no more posts from this account today")


@pytest.mark.parametrize(
    ("link", "post"),
    [
        ("https://www.tiktok.com/@atelier.nord/video/7500000000000000001", "7500000000000000001"),
        ("https://www.tiktok.com/@atelier.nord/video/7500000000000000001?is_from_webapp=1", "7500000000000000001"),
        ("https://m.tiktok.com/@a/video/7500000000000000001/", "7500000000000000001"),
        ("https://vm.tiktok.com/ZMabc/", ""),
        ("https://www.tiktok.com/@atelier.nord", ""),
        ("https://evil.example/@a/video/7500000000000000001", ""),
    ],
)
def test_the_id_is_read_out_of_a_link(link: str, post: str) -> None:
    assert links.post_id(link, site=links.site_of("https://open.tiktokapis.com")) == post


def test_a_stand_in_shows_its_posts_itself(scene: Scene) -> None:
    assert links.site_of(API_URL) == API_URL
    assert scene.adapter.remote_id_in(f"{API_URL}/@a/video/7500000000000000001") == "7500000000000000001"


def test_a_draft_is_not_held_to_the_limits_of_words_and_audience(scene: Scene) -> None:
    long = upload_of(words=Words(title="a" * 3000), options=DRAFT)
    assert scene.adapter.problems(long, scene.account, now=scene.now()) == []
    assert [
        problem.code for problem in scene.adapter.problems(upload_of(words=Words(title="a" * 3000)), scene.account, now=scene.now())
    ] == ["caption_too_long"]


def test_a_video_that_is_longer_than_the_account_may_post_is_refused_beforehand(scene: Scene) -> None:
    (problem,) = scene.adapter.problems(upload_of(duration=601), scene.account, now=scene.now())
    assert problem.message == "The video takes 10 min 1 s; this account may post 10 min."


@pytest.mark.parametrize(
    ("chosen", "options", "sent"),
    [
        (None, {}, None),
        (Chosen(at_ms=2500), {}, 2500),
        (Chosen(at_ms=2500), {"cover_seconds": 1.5}, 1500),
        (Chosen(), {}, None),
    ],
)
def test_the_frame_that_was_chosen_is_the_cover_unless_a_moment_was_written(
    scene: Scene, chosen: Chosen | None, options: dict[str, float], sent: int | None
) -> None:
    scene.publish(upload_of(chosen=chosen, options={**OPTIONS, **options}))
    (task,) = scene.stand_in.world.tasks.under_way() or scene.stand_in.world.tasks.posts()
    assert task.info.get("video_cover_timestamp_ms") == sent
    assert scene.stand_in.violations() == []


def test_the_stand_in_takes_a_moment_in_whole_milliseconds_alone(scene: Scene) -> None:
    with pytest.raises(errors.PlatformError):
        scene.publish(upload_of(chosen=Chosen(at_ms="soon")))  # type: ignore[arg-type]
