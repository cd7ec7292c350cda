"""The `.env` file that a first `make run` writes, with secrets of its own."""

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

_TEXT = """\
# Written by the first `make run`, for this machine alone; .env.example says what each setting is for.
# Who reads this file can read every token that Retake keeps. Keep a copy: without TOKEN_ENCRYPTION_KEYS the tokens are lost.
SECRET_KEY={secret_key}
TOKEN_ENCRYPTION_KEYS={encryption_key}
SIGNUP=open
SANDBOX=true
"""


def write_if_missing(path: Path) -> bool:
    """Write settings for a first try to `path`, readable by its owner alone; tells whether it did. Never overwrites."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w") as file:
        file.write(_TEXT.format(secret_key=secrets.token_urlsafe(48), encryption_key=Fernet.generate_key().decode()))
    return True
