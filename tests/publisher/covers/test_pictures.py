"""What a platform gets: cut as its rule says, within its limits, and frozen when Publish was pressed."""

import io
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from platforms.cover import CENTRE, Chosen, Comes, CoverRule
from publisher.covers import pictures, rounds
from publisher.models import FollowUp, Publication
from publisher.snapshot import picture_for, upload_done
from publisher.states import State
from tests.factories import RECIPE, AssetFactory, ConnectionFactory, FitFactory, PublicationFactory
from tests.videos.test_image import picture
from videos import covers
from videos.image import jpeg_of, taken_in
from videos.models import Asset, AssetKind, Cover
from videos.models.cover import KEPT_AFTER
from videos.storage import read_whole

NOW = timezone.now()
RULE = CoverRule(name="Thumbnail", ratio=16 / 9, comes=Comes.AFTERWARDS, least_width=640, most_width=1280, most_bytes=2_000_000)


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


def noise(width: int, height: int) -> bytes:
    return jpeg_of(Image.effect_noise((width, height), 90).convert("RGB"), quality=95)


def size_of(jpeg: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(jpeg), formats=["JPEG"]).size


@pytest.mark.parametrize(
    ("size", "rule", "becomes"),
    [
        ((1920, 1080), RULE, (1280, 720)),
        ((1080, 1920), RULE, (1080, 608)),
        ((400, 400), RULE, (640, 360)),
        ((1920, 1080), replace(RULE, ratio=9 / 16, least_width=None, most_width=1080), (608, 1080)),
    ],
)
def test_it_is_cut_and_sized_as_the_rule_says(size: tuple[int, int], rule: CoverRule, becomes: tuple[int, int]) -> None:
    assert size_of(pictures.cut(noise(*size), rule, focus=CENTRE)) == becomes


def test_what_fits_is_sent_as_it_is() -> None:
    whole = noise(1280, 720)
    assert pictures.cut(whole, RULE, focus=(0, 0)) == whole
    assert pictures.cut(b"no picture", RULE, focus=CENTRE) == b"no picture"


def test_it_is_encoded_anew_until_it_is_small_enough() -> None:
    whole = noise(1280, 720)
    cut = pictures.cut(whole, replace(RULE, most_bytes=len(whole) // 2), focus=CENTRE)
    assert len(cut) <= len(whole) // 2


def test_the_focus_is_what_is_seen() -> None:
    half = Image.new("RGB", (1600, 900), "white")
    half.paste("black", (0, 0, 800, 900))
    for focus, colour in (((0, 50), 0), ((100, 50), 255)):
        cut = pictures.cut(jpeg_of(half), replace(RULE, ratio=9 / 16, least_width=None), focus=focus)
        grey = Image.open(io.BytesIO(cut)).convert("L")
        assert abs(int(grey.getpixel((grey.width // 2, 100))) - colour) < 8  # type: ignore[arg-type]


@pytest.fixture
def asset(alice: User) -> Asset:
    found: Asset = AssetFactory(video__owner=alice, width=1920, height=1080)
    return found


def own(asset: Asset, colour: str = "teal") -> Cover:
    return covers.choose_picture(asset.video, taken_in(picture(size=(1280, 720), colour=colour)), now=NOW)


def published_with(asset: Asset, **changes: object) -> Publication:
    row: Publication = PublicationFactory(
        connection=ConnectionFactory(user=asset.video.owner), asset=asset, **{"state": State.WAITING, **changes}
    )
    return Publication.objects.with_all().get(pk=row.pk)


@pytest.mark.django_db
def test_a_publication_sends_the_picture_that_it_was_made_with(asset: Asset) -> None:
    first = own(asset)
    row = published_with(asset)
    own(asset, "red")
    upload = upload_done(row)
    assert row.cover == first
    assert upload.poster() == picture_for(row) == read_whole(first.key)
    assert upload.chosen == Chosen()
    assert upload.poster_address()


@pytest.mark.django_db
def test_without_a_choice_it_is_the_automatic_picture(asset: Asset) -> None:
    upload = upload_done(published_with(asset))
    assert (upload.chosen, upload.poster(), upload.poster_address()) == (None, None, "")


@pytest.mark.django_db
@pytest.mark.parametrize(("at_ms", "sent"), [(70_000, 10_000), (60_000, 0), (59_999, None), (400_000, None)])
def test_a_frame_has_a_time_of_its_own_in_a_part_of_the_video(asset: Asset, at_ms: int, sent: int | None) -> None:
    part = AssetFactory(video=asset.video, kind=AssetKind.FITTED, duration=120.0)
    FitFactory(video=asset.video, source=asset, asset=part, recipe=replace(RECIPE, start=60.0, seconds=120.0).plain())
    assert pictures.chosen_moment(Cover(at_ms=at_ms), part) == Chosen(at_ms=sent)
    assert pictures.chosen_moment(Cover(at_ms=at_ms), replace_duration(asset)) == Chosen(at_ms=at_ms)


def replace_duration(asset: Asset) -> Asset:
    asset.duration = 500.0
    return asset


@pytest.mark.django_db
def test_the_round_keeps_what_may_still_be_sent_and_clears_the_rest(asset: Asset) -> None:
    later = NOW + KEPT_AFTER
    kept: dict[str, Cover] = {}
    for stage, changes in {
        "waiting": {},
        "failed for good": {"state": State.PERMANENTLY_FAILED, "due_at": None},
        "cancelled": {"state": State.CANCELLED, "due_at": None},
        "published": {"state": State.PUBLISHED, "due_at": None, "remote_id": "a"},
        "its picture refused": {"state": State.PUBLISHED, "due_at": None, "remote_id": "b"},
    }.items():
        kept[stage] = own(asset)
        row = published_with(asset, edition=len(kept), **changes)
        if stage == "its picture refused":
            FollowUp.objects.create(publication=row, kind="thumbnail", tries=1)
    own(asset)
    rounds.keep_going(later)
    left = {stage for stage, cover in kept.items() if Cover.objects.filter(pk=cover.pk).exists()}
    assert left == {"waiting", "failed for good", "its picture refused"}
    assert all(read_whole(kept[stage].key) for stage in left)
