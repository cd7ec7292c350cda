"""The .env of a first run: enough to start, private, and never overwritten."""

import os
import stat
from pathlib import Path

from cryptography.fernet import Fernet

from config import dotenv


def test_it_is_enough_to_start_with(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    assert dotenv.write_if_missing(env_file)
    values = _values(env_file)
    assert len(values["SECRET_KEY"]) >= 40
    Fernet(values["TOKEN_ENCRYPTION_KEYS"])
    assert (values["SIGNUP"], values["SANDBOX"]) == ("open", "true")
    assert "DEBUG" not in values, "whoever tries it sees the pages that its users will see"


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    dotenv.write_if_missing(tmp_path / ".env")
    assert stat.S_IMODE(os.stat(tmp_path / ".env").st_mode) == 0o600


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DEBUG=false\n")
    assert not dotenv.write_if_missing(tmp_path / ".env")
    assert (tmp_path / ".env").read_text() == "DEBUG=false\n"


def test_each_has_secrets_of_its_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        dotenv.write_if_missing(tmp_path / name)
    first, second = _values(tmp_path / "a"), _values(tmp_path / "b")
    assert first["SECRET_KEY"] != second["SECRET_KEY"]
    assert first["TOKEN_ENCRYPTION_KEYS"] != second["TOKEN_ENCRYPTION_KEYS"]


def _values(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)
