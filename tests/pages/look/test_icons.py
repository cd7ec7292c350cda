"""The sprite holds every icon that a template names."""

import re
from pathlib import Path
from xml.etree import ElementTree

_HOUSE = Path(__file__).parents[3]
_NAMED = re.compile(r"_icon\.html['\"] with name=['\"]([\w-]+)|\bicon=['\"]([\w-]+)")
_IDS = [symbol.get("id") for symbol in ElementTree.parse(_HOUSE / "static/icons.svg").getroot()]  # noqa: S314 - our own file


def test_every_icon_that_a_template_names_is_there() -> None:
    named = {one or other for path in (_HOUSE / "templates").rglob("*.html") for one, other in _NAMED.findall(path.read_text())}
    assert named
    assert named <= set(_IDS)


def test_every_state_has_its_icon() -> None:
    for kind in ("progress", "done", "waits", "needs-you", "failed", "unknown", "ended"):
        assert f"state-{kind}" in _IDS


def test_no_icon_is_there_twice() -> None:
    assert len(_IDS) == len(set(_IDS))
