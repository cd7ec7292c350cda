"""The sample is a real video with picture and sound, made on the spot."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from videos import probe
from videos.probe import Facts


def test_the_sample_is_a_video_that_can_be_published(tmp_path: Path) -> None:
    said = StringIO()
    call_command("sample_video", str(tmp_path / "new" / "sample.mp4"), stdout=said)
    path = Path(said.getvalue().strip())
    facts = probe.probe(path)
    assert isinstance(facts, Facts)
    assert (facts.container, facts.width, facts.height) == ("mp4", 1280, 720)
    assert (facts.video_codec, facts.audio_codec) == ("h264", "aac")
    assert facts.duration == pytest.approx(12, abs=0.1)
    assert 1_000_000 < path.stat().st_size < 10_000_000
    assert [file.name for file in path.parent.iterdir()] == ["sample.mp4"]
    assert probe.poster(path, facts)
