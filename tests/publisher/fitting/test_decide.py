"""What is done to a file so that it fits: decided from facts alone, and the least that helps."""

from dataclasses import replace
from typing import Any

import pytest

from platforms.contract import File
from platforms.instagram.profile import REELS
from platforms.misfits import Misfit, misfits, problems
from platforms.profile import Profile
from platforms.youtube.shorts import PROFILE as SHORTS
from publisher.fitting.decide import CannotFit, decide
from publisher.fitting.picture import Shape
from videos.recipe import Kind, Recipe

FITS = File(
    name="reel.mp4",
    size=40_000_000,
    content_type="video/mp4",
    sha256="",
    duration=60.0,
    width=1080,
    height=1920,
    video_codec="h264",
    audio_codec="aac",
    frame_rate=30.0,
    pixel_format="yuv420p",
    is_progressive=True,
    video_bit_rate=5_000_000,
    audio_rate=48_000,
    audio_channels=2,
    audio_bit_rate=128_000,
    index_first=True,
)


def reel(**changes: Any) -> Recipe:
    found = decide(REELS, replace(FITS, **changes))
    assert isinstance(found, Recipe)
    return found


def after(recipe: Recipe, name: str) -> str:
    """The value that follows an option of ffmpeg's."""
    return recipe.arguments[recipe.arguments.index(name) + 1]


def test_what_fits_is_left_alone() -> None:
    assert misfits(REELS, FITS) == []
    assert decide(REELS, FITS) is None


def test_what_probing_could_not_tell_is_taken_to_fit() -> None:
    unknown = {"frame_rate": None, "pixel_format": "", "is_progressive": None, "index_first": None, "audio_bit_rate": None}
    assert decide(REELS, replace(FITS, **unknown)) is None


@pytest.mark.parametrize(
    ("changes", "misfit", "kind"),
    [
        ({"index_first": False}, Misfit.INDEX, Kind.REMUX),
        ({"content_type": "video/x-matroska", "index_first": None}, Misfit.CONTAINER, Kind.REMUX),
        ({"duration": 1040.0, "size": 100_000_000}, Misfit.TOO_LONG, Kind.TRIM),
        ({"size": 412_000_000}, Misfit.TOO_LARGE, Kind.TRANSCODE),
        ({"video_codec": "prores"}, Misfit.VIDEO_CODEC, Kind.TRANSCODE),
        ({"audio_codec": "opus"}, Misfit.AUDIO_CODEC, Kind.TRANSCODE),
        ({"audio_rate": 96_000}, Misfit.AUDIO, Kind.TRANSCODE),
        ({"audio_channels": 6}, Misfit.AUDIO, Kind.TRANSCODE),
        ({"audio_bit_rate": 320_000}, Misfit.AUDIO, Kind.TRANSCODE),
        ({"pixel_format": "yuv422p"}, Misfit.PIXELS, Kind.TRANSCODE),
        ({"is_progressive": False}, Misfit.INTERLACED, Kind.TRANSCODE),
        ({"frame_rate": 120.0}, Misfit.FRAME_RATE, Kind.TRANSCODE),
        ({"frame_rate": 15.0}, Misfit.FRAME_RATE, Kind.TRANSCODE),
        ({"width": 3840, "height": 2160}, Misfit.SIZE, Kind.TRANSCODE),
        ({"video_bit_rate": 60_000_000}, Misfit.VIDEO_BITS, Kind.TRANSCODE),
    ],
)
def test_the_least_that_helps_is_done(changes: dict[str, Any], misfit: Misfit, kind: Kind) -> None:
    assert misfits(REELS, replace(FITS, **changes)) == [misfit]
    assert reel(**changes).kind == kind


@pytest.mark.parametrize("changes", [{"frame_rate": 23.976}, {"frame_rate": 59.94}, {"frame_rate": 60.02}, {"audio_bit_rate": 135_000}])
def test_what_is_near_enough_is_not_minded(changes: dict[str, Any]) -> None:
    assert decide(REELS, replace(FITS, **changes)) is None


def test_a_picture_that_fits_is_copied_when_only_the_sound_does_not() -> None:
    recipe = reel(audio_codec="opus")
    assert (after(recipe, "-c:v"), after(recipe, "-c:a"), after(recipe, "-b:a")) == ("copy", "aac", "128000")
    assert recipe.says == "It will be packed anew as MP4, its sound as AAC and its picture untouched."


def test_a_silent_video_gets_no_sound() -> None:
    assert reel(index_first=False, audio_codec="").arguments == ("-c:v", "copy", "-an")


def test_everything_that_is_done_is_said() -> None:
    recipe = reel(duration=1040.0, size=412_000_000, width=1920, height=1080, video_bit_rate=None)
    assert recipe.says == "It will be shortened from 17:20 to 15:00, made smaller: 412 MB to about 293 MB, and written anew as MP4 (H.264)."


def test_it_is_cut_a_little_before_the_limit_so_that_the_last_sound_ends_within_it() -> None:
    recipe = reel(duration=1040.0, size=100_000_000)
    assert (recipe.start, recipe.seconds) == (0.0, 899.75)
    assert after(recipe, "-c:v") == "copy"


def test_one_that_is_as_long_as_may_be_ends_a_little_earlier_once_it_is_made_anew_which_is_not_said() -> None:
    recipe = reel(duration=900.0, size=40_000_000, video_bit_rate=None, index_first=False)
    assert recipe.seconds == 899.75
    assert recipe.says == "It will be packed anew as MP4, picture and sound untouched."


def test_a_part_that_begins_later_is_written_anew() -> None:
    recipe = decide(REELS, replace(FITS, duration=1040.0), start=90.0)
    assert isinstance(recipe, Recipe)
    assert (recipe.start, recipe.seconds, after(recipe, "-c:v")) == (90.0, 899.75, "libx264")
    assert "shortened from 17:20 to 15:00, beginning at 1:30" in recipe.says


def test_the_picture_gets_no_more_bits_than_the_file_may_have() -> None:
    recipe = reel(size=900_000_000, duration=800.0, video_bit_rate=None)
    bits = int(after(recipe, "-maxrate"))
    assert (bits + 128_000) * 800 / 8 < REELS.most_bytes  # type: ignore[operator]
    assert after(recipe, "-bufsize") == str(bits)
    assert recipe.most_bytes == REELS.most_bytes


def test_groups_of_pictures_are_closed_and_two_seconds_long() -> None:
    recipe = reel(frame_rate=120.0)
    assert (after(recipe, "-r"), after(recipe, "-g"), after(recipe, "-flags:v")) == ("60", "120", "+cgop")


@pytest.mark.parametrize(("own", "shown"), [(120.0, "60"), (15.0, "30"), (12.5, "25"), (10.0, "30"), (5.0, "25")])
def test_pictures_are_repeated_whole_times_or_left_out(own: float, shown: str) -> None:
    assert after(reel(frame_rate=own), "-r") == shown


@pytest.mark.parametrize(
    ("width", "height", "scaled"),
    [(3840, 2160, "1920:1080"), (2160, 3840, "1920:3412"), (4096, 1716, "1920:804"), (1921, 1081, "1920:1080")],
)
def test_a_picture_too_wide_is_brought_to_the_width_with_even_sides(width: int, height: int, scaled: str) -> None:
    assert f"scale={scaled}" in after(reel(width=width, height=height), "-vf")


def test_a_picture_too_small_is_made_larger() -> None:
    profile = Profile(key="p", name="It", least_side=360, most_side=4096)
    recipe = decide(profile, replace(FITS, width=240, height=180))
    assert isinstance(recipe, Recipe)
    assert "scale=480:360" in after(recipe, "-vf")


def test_a_wide_picture_becomes_upright_between_bars() -> None:
    recipe = decide(SHORTS, replace(FITS, width=1920, height=1080))
    assert isinstance(recipe, Recipe)
    assert "pad=1080:1920" in after(recipe, "-vf")
    assert recipe.says == "It will be set between black bars, 1080 × 1920 pixels, and written anew as MP4 (H.264)."


def test_or_its_middle_fills_the_upright_shape() -> None:
    recipe = decide(SHORTS, replace(FITS, width=1920, height=1080), shape=Shape.MIDDLE)
    assert isinstance(recipe, Recipe)
    assert after(recipe, "-vf") == "crop=606:1080,scale=606:1080,setsar=1"
    assert "cut to its middle, 606 × 1080 pixels" in recipe.says


def test_a_short_that_is_only_too_long_is_cut_without_encoding() -> None:
    recipe = decide(SHORTS, replace(FITS, duration=200.0))
    assert isinstance(recipe, Recipe)
    assert (recipe.kind, recipe.seconds) == (Kind.TRIM, 179.75)


def test_hevc_is_copied_under_the_name_that_apple_knows() -> None:
    recipe = reel(video_codec="hevc", index_first=False)
    assert recipe.arguments[:4] == ("-c:v", "copy", "-tag:v", "hvc1")


def test_what_is_too_short_cannot_be_mended_and_that_is_said() -> None:
    found = decide(REELS, replace(FITS, duration=2.0))
    assert found == CannotFit(why="It is too short: Instagram takes 3 seconds at the least, and no making can lengthen it.")


def test_a_beginning_near_the_end_leaves_too_little() -> None:
    found = decide(REELS, FITS, start=58.5)
    assert isinstance(found, CannotFit)
    assert "Start earlier" in found.why


def test_a_beginning_behind_the_end_is_refused() -> None:
    assert isinstance(decide(SHORTS, FITS, start=90.0), CannotFit)


def test_what_would_be_too_small_to_be_seen_is_not_made() -> None:
    found = decide(replace(REELS, most_bytes=1_000_000), replace(FITS, duration=600.0))
    assert isinstance(found, CannotFit)
    assert "Publish a part of it" in found.why


def test_a_file_of_which_nothing_is_known_is_not_guessed_at() -> None:
    assert isinstance(decide(REELS, replace(FITS, size=400_000_000, duration=None)), CannotFit)


@pytest.mark.parametrize(
    "changes", [{"size": 412_000_000}, {"duration": 1040.0}, {"duration": 1.5}, {"audio_rate": 96_000}, {"width": 4000}]
)
def test_each_misfit_is_a_problem_of_the_file_that_says_what_is_taken(changes: dict[str, Any]) -> None:
    (problem,) = problems(REELS, replace(FITS, **changes))
    assert (problem.field, problem.blocking) == ("file", True)
    assert "Instagram" in problem.message or "Instagram" in problem.fix
    assert problem.fix


def test_a_recipe_is_kept_as_json_and_read_again() -> None:
    recipe = reel(width=3840, height=2160)
    assert Recipe.read(recipe.plain()) == recipe
