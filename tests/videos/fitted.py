"""Fits that wait, and the making of them, in a workshop of each test's own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import AssetFactory, FitFactory
from tests.videos.clips import clip
from videos import fitting, workplace
from videos.models import Asset, Fit
from videos.recipe import Kind, Recipe
from videos.storage import media, store_whole

REMUX = Recipe(
    kind=Kind.REMUX,
    start=0.0,
    seconds=20.0,
    arguments=("-c:v", "copy", "-c:a", "copy"),
    expected_bytes=500_000,
    most_bytes=20_000_000,
    says="It will be packed anew.",
)
SMALLER = replace(
    REMUX,
    kind=Kind.TRANSCODE,
    start=2.0,
    seconds=10.0,
    arguments=("-c:v", "libx264", "-preset", "ultrafast", "-vf", "scale=160:90", "-c:a", "aac", "-b:a", "64000"),
)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of this test's own for files in the making."""
    monkeypatch.setattr(workplace, "place", lambda: tmp_path / "workshop")
    return tmp_path / "workshop"


def wished(content: bytes | None = None, recipe: Recipe = REMUX, **facts: Any) -> Fit:
    """A fit that waits, its original in the store."""
    content = clip() if content is None else content
    asset = AssetFactory(size=len(content), **facts)
    store_whole(asset.key, content)
    Asset.objects.filter(pk=asset.pk).update(etag=media().etag(asset.key))
    return FitFactory(video=asset.video, source=asset, recipe=recipe.plain())


def made(fit: Fit, *, stopping: Callable[[], bool] = lambda: False) -> Fit:
    fitting.run(fit.pk, now=timezone.now, stopping=stopping)
    return again(fit)


def again(fit: Fit) -> Fit:
    return Fit.objects.select_related("asset", "source", "video").get(pk=fit.pk)


def no_ffmpeg_of_ours(target: str = "workshop") -> bool:
    """Whether no ffmpeg runs that writes into such a place."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = each.read_bytes()
        except OSError:
            continue
        if b"ffmpeg" in said.split(b"\0")[0] and target.encode() in said:
            found.append(each)
    return found == []
