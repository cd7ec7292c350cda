"""The colours of tokens.css can be told apart, in light and in dark (WCAG 2.2: 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

_TOKENS = Path(__file__).parents[3] / "static/css/tokens.css"
_COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([a-z-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\)", _TOKENS.read_text())
}
_STATES = ("progress", "done", "waits", "needs-you", "failed", "unknown")
_GROUNDS = ("ground", "surface", "sunken")
_READ = [
    *((ink, ground) for ink in ("ink", "ink-quiet", "brand", "brand-strong", "failed") for ground in _GROUNDS),
    *((state, f"{state}-soft") for state in _STATES),
    *(("ink", f"{state}-soft") for state in _STATES),
    ("brand", "brand-soft"),
    ("ink", "brand-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-failed", "failed"),
]
_SEEN = [(edge, ground) for edge in ("edge-strong", "brand", "failed", "progress", "unknown") for ground in _GROUNDS]


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str, theme: str) -> float:
    light, dark = sorted((_luminance(_COLOURS[name][theme]) for name in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), _READ)
def test_words_can_be_read(ink: str, ground: str, theme: str) -> None:
    assert _contrast(ink, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), _SEEN)
def test_edges_of_controls_can_be_seen(edge: str, ground: str, theme: str) -> None:
    assert _contrast(edge, ground, theme) >= 3
