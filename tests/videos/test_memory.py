"""Memory stays flat while a large file comes in, whichever way it comes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("way", ["parts", "form"])
def test_a_large_upload_takes_no_more_memory_than_a_few_windows(way: str, tmp_path: Path) -> None:
    surroundings = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    surroundings["DJANGO_SETTINGS_MODULE"] = "config.settings"
    command = [sys.executable, "-m", "tests.videos.large_upload", way]
    ran = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert int(ran.stdout.split()[-1]) < 24  # MiB: some windows of 1 MiB, their copies on the way, and what the views import
