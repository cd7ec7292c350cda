"""A Retake with one platform more: the one of docs/adding-a-platform.md, read out of that page."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from platforms import clock, http, registry
from tests.adding.wall import Wall
from tests.architecture.files import ROOT
from tests.platforms.loop import Loop, Time

PAGE = ROOT / "docs/adding-a-platform.md"
ADDRESS = "http://127.0.0.1:8100/corkboard"


def told(mark: str) -> str:
    """The code that stands after this mark in the page."""
    found = re.search(rf"<!-- {re.escape(mark)} -->\n```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert found, f"the page has no {mark}"
    return found[1]


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The adapter's module, as if it lay where the page says."""
    module = ModuleType("platforms.corkboard")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(told("file: platforms/corkboard.py"), str(PAGE), "exec"), module.__dict__)  # noqa: S102 - our own page
    return module


@pytest.fixture
def wall(adapter: ModuleType, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Wall]:
    """The platform, added as the page says, and its wall at the other end of the door."""
    setting: dict[str, Any] = {"_platform_address": lambda name, live, stand_in: f"http://127.0.0.1:8100{stand_in}"}
    exec(told("setting: CORKBOARD_API_URL"), setting)  # noqa: S102 - our own page
    settings.CORKBOARD_API_URL = setting["CORKBOARD_API_URL"]
    entry = eval(told("entry: corkboard"), {"Entry": registry.Entry, **adapter.__dict__})  # noqa: S307 - our own page
    monkeypatch.setattr(registry, "ENTRIES", {**registry.ENTRIES, "corkboard": entry})
    wall = Wall()
    monkeypatch.setattr(http, "connect", Loop(wall.serve, Time()).connect)
    monkeypatch.setattr(clock, "sleep", lambda seconds: None)
    yield wall
    registry._built.cache_clear()


@pytest.fixture
def browser(alice: User) -> Client:
    client = Client(headers={"host": "127.0.0.1:8000"})
    client.force_login(alice)
    return client


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
