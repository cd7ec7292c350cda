"""The system check says where files cannot be kept, and what a kernel cannot give to confine hostile ones."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from videos import checks
from videos.checks import hostile_files_are_confined, media_root_can_be_written


def ids(found: list[object]) -> list[str]:
    return [message.id for message in found]  # type: ignore[attr-defined]


def test_a_place_that_can_be_made_is_good(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "a" / "b"
    assert media_root_can_be_written(None) == []


def test_a_place_within_a_file_is_not(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    settings.MEDIA_ROOT = tmp_path / "a" / "b"
    assert ids([*media_root_can_be_written(None)]) == ["videos.E001"]


def test_with_a_bucket_no_place_is_needed(settings: Settings) -> None:
    settings.AWS_STORAGE_BUCKET_NAME, settings.MEDIA_ROOT = "retake", Path("/proc/none")
    assert media_root_can_be_written(None) == []


@pytest.mark.parametrize(
    ("had", "said"),
    [
        ({"own network", "files", "no sockets"}, []),
        ({"no sockets", "files"}, []),
        ({"files"}, ["videos.W001"]),
        ({"own network"}, ["videos.W002"]),
        (set(), ["videos.W001", "videos.W002"]),
    ],
)
def test_missing_layers_are_said_honestly(monkeypatch: pytest.MonkeyPatch, had: set[str], said: list[str]) -> None:
    monkeypatch.setattr(checks, "layers", lambda: frozenset(had))
    assert ids([*hostile_files_are_confined(None)]) == said
