"""What Django's system check says about the media: whether files can be kept, and how well hostile ones are confined."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from videos.sandboxed import layers


@register(Tags.files)
def media_root_can_be_written(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """A disk store needs a directory of its own; where it is not there yet, its nearest parent has to let it be made."""
    if settings.AWS_STORAGE_BUCKET_NAME:
        return []
    place = Path(settings.MEDIA_ROOT)
    while not place.exists():
        place = place.parent
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return []
    hint = "Give the user that runs Retake the right to write there, or set MEDIA_ROOT to another directory."
    return [Error(f"Videos cannot be kept in {settings.MEDIA_ROOT}: {place} cannot be written to.", hint=hint, id="videos.E001")]


@register(Tags.security, deploy=True)
def hostile_files_are_confined(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Say honestly which layers this machine's kernel cannot give to the programs that read uploads."""
    had = layers()
    found: list[CheckMessage] = []
    if not had & {"own network", "no sockets"}:
        hint = "Run on Linux with seccomp (x86_64 or aarch64), or allow unprivileged user namespaces."
        found.append(Warning("Programs that read uploaded files cannot be kept off the network here.", hint=hint, id="videos.W001"))
    if "files" not in had:
        hint = "Run on Linux 5.13 or newer with Landlock among its security modules (lsm=landlock,…)."
        found.append(Warning("Programs that read uploaded files can read other files of Retake here.", hint=hint, id="videos.W002"))
    return found
