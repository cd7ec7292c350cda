"""The settings that every test runs under, put in place before Django reads them; a developer's .env plays no part."""

import os
import tempfile

os.environ["ENV_FILE"] = os.devnull
_SETTINGS = {
    "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
    "TOKEN_ENCRYPTION_KEYS": "b25seS1mb3ItdGVzdHMtMDEyMzQ1Njc4OS1hYmNkZWY=",
    "DEBUG": "true",
    "SIGNUP": "open",
    "SANDBOX": "true",
    "LOG_LEVEL": "INFO",
    "DATA_DIR": tempfile.mkdtemp(prefix="retake-tests-"),
}
for name, value in _SETTINGS.items():
    os.environ.setdefault(name, value)
os.makedirs(os.path.join(os.environ["DATA_DIR"], "static"), exist_ok=True)  # `collectstatic` would make it; whitenoise wants it
