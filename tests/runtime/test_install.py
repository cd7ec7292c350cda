"""What the installer refuses, and when it has nothing to do."""

import importlib.util
import sys
from pathlib import Path

import pytest

from config import install


@pytest.mark.parametrize(
    ("of", "name", "value", "sentence"),
    [
        (sys, "platform", "darwin", "Retake runs on Linux"),
        (sys, "version_info", (3, 9, 2), "needs Python 3.11 or newer and found 3.9"),
        (importlib.util, "find_spec", lambda name: None, "apt install python3-venv"),
    ],
)
def test_it_says_in_one_sentence_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, of: object, name: str, value: object, sentence: str
) -> None:
    monkeypatch.setattr(of, name, value)
    with pytest.raises(SystemExit) as refusal:
        install._refuse_what_cannot_work()
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_this_machine_can_work() -> None:
    install._refuse_what_cannot_work()


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed lock: what it asks for is in the venv that runs these tests."""
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "PYTHON", Path(sys.executable))
    lock = tmp_path / "requirements.txt"
    lock.write_text("django==5.2.0\n")
    install._stamp(lock).write_text(install._digest(lock))
    return lock


def test_what_is_installed_is_not_installed_again(lock: Path) -> None:
    assert install._is_installed(lock)


def test_a_changed_lock_is_installed(lock: Path) -> None:
    lock.write_text("django==5.2.1\n")
    assert not install._is_installed(lock)


def test_a_venv_whose_python_is_gone_is_made_again(lock: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(install, "PYTHON", tmp_path / "gone")
    assert not install._is_installed(lock)


def test_a_half_done_install_is_done_again(lock: Path) -> None:
    install._stamp(lock).unlink()
    assert not install._is_installed(lock)
