"""How a picture is cut to a platform's shape, and that each platform states a rule which makes sense."""

import pytest

from platforms import registry
from platforms.contract import File
from platforms.cover import CENTRE, crop_box

WIDE, UPRIGHT = 16 / 9, 9 / 16
LANDSCAPE = File(name="v.mp4", size=1, content_type="video/mp4", sha256="", duration=400.0, width=1920, height=1080)
SHORT = File(name="v.mp4", size=1, content_type="video/mp4", sha256="", duration=40.0, width=1080, height=1920)


@pytest.mark.parametrize(
    ("size", "ratio", "focus", "box"),
    [
        ((1920, 1080), WIDE, CENTRE, (0, 0, 1920, 1080)),
        ((1920, 1080), WIDE, (0, 100), (0, 0, 1920, 1080)),
        ((1920, 1080), UPRIGHT, CENTRE, (656, 0, 1264, 1080)),
        ((1920, 1080), UPRIGHT, (0, 50), (0, 0, 608, 1080)),
        ((1920, 1080), UPRIGHT, (100, 50), (1312, 0, 1920, 1080)),
        ((1920, 1080), UPRIGHT, (25, 50), (176, 0, 784, 1080)),
        ((1080, 1920), WIDE, CENTRE, (0, 656, 1080, 1264)),
        ((1080, 1920), WIDE, (50, 0), (0, 0, 1080, 608)),
        ((1080, 1920), WIDE, (50, 100), (0, 1312, 1080, 1920)),
        ((1000, 1000), 1.0, (0, 0), (0, 0, 1000, 1000)),
        ((1000, 1000), WIDE, (50, 25), (0, 0, 1000, 562)),
        ((1, 1), WIDE, CENTRE, (0, 0, 1, 1)),
        ((5000, 2), UPRIGHT, (100, 0), (4999, 0, 5000, 2)),
    ],
)
def test_the_largest_part_of_the_shape_is_kept_with_the_focus_as_near_its_middle_as_can_be(
    size: tuple[int, int], ratio: float, focus: tuple[int, int], box: tuple[int, int, int, int]
) -> None:
    assert crop_box(*size, ratio=ratio, focus=focus) == box


@pytest.mark.parametrize("slug", list(registry.ENTRIES))
@pytest.mark.parametrize("file", [LANDSCAPE, SHORT], ids=["landscape", "short"])
def test_each_platform_states_what_it_takes(slug: str, file: File) -> None:
    rule = registry.adapter(slug).cover(file)
    assert rule is not None
    assert rule.takes_pictures or rule.takes_moments
    assert rule.says.endswith(".")
    assert not rule.takes_pictures or "image/jpeg" in rule.content_types
    assert (rule.least_width or 0) <= (rule.most_width or 10**6)


def test_a_short_has_an_upright_thumbnail_and_another_video_a_wide_one() -> None:
    youtube = registry.adapter("youtube")
    short, video = youtube.cover(SHORT), youtube.cover(LANDSCAPE)
    assert short is not None
    assert video is not None
    assert (short.ratio, video.ratio) == (UPRIGHT, WIDE)
