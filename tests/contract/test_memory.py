"""Memory stays flat, whatever the file's size, on every platform."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from platforms import registry
from tests.casts import Cast
from tests.crash.served import served
from tests.crash.timepiece import Timepiece

MB = 1000**2
FLAT_MIB = 64


@pytest.mark.processes
@pytest.mark.parametrize("size", [300 * MB, pytest.param(4000 * MB, marks=pytest.mark.slow)])
def test_a_large_file_takes_no_more_memory_than_a_small_one(cast: type[Cast], transactional_db: None, tmp_path: Path, size: int) -> None:
    with served(cast, tmp_path, Timepiece()) as platform:
        platform.cast.set(**cast.roomy)
        grant = platform.cast.grant()
        account = {"id": grant.account_id, "name": grant.name, "access_token": grant.access_token, "details": dict(grant.details)}
        asked = {"slug": cast.slug, "size": size, "account": {**account, "realm": registry.realm(cast.slug)}}
        sent = subprocess.run(
            [sys.executable, "-m", "tests.contract.sending", json.dumps(asked)], capture_output=True, text=True, check=False
        )
        assert sent.returncode == 0, sent.stderr[-3000:]
        assert [post.title for post in platform.cast.posts()]
    assert int(sent.stdout) < FLAT_MIB
