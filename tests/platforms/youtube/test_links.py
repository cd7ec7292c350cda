"""The id of a video is read out of every address that YouTube shows it under, and out of nothing else."""

import pytest

from platforms.youtube.links import video_id

STAND_IN = "http://127.0.0.1:8100/youtube"
ID = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "link",
    [
        f"https://www.youtube.com/watch?v={ID}",
        f"https://www.youtube.com/watch?app=desktop&v={ID}&t=12s",
        f"  https://youtu.be/{ID}?si=abc ",
        f"https://m.youtube.com/shorts/{ID}",
        f"https://www.youtube.com/live/{ID}?feature=share",
        f"https://studio.youtube.com/video/{ID}/edit",
        f"https://www.youtube.com/embed/{ID}",
        f"{STAND_IN}/watch?v={ID}",
    ],
)
def test_it_finds_the_id(link: str) -> None:
    assert video_id(link, stand_in=STAND_IN) == ID


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch?v=short",
        f"https://www.youtube.com/watch?list={ID}",
        f"https://youtube.com.example.org/watch?v={ID}",
        f"https://example.org/watch?v={ID}",
        f"https://www.youtube.com/@{ID}",
        f"http://127.0.0.1:8100/elsewhere/watch?v={ID}",
        f"https://youtu.be/{ID}x",
    ],
)
def test_it_takes_no_other_address_for_a_video(link: str) -> None:
    assert video_id(link, stand_in=STAND_IN) == ""
