"""Every style sheet takes its colours and lengths from tokens.css, by names that are there."""

import re
from pathlib import Path

import pytest

_SHEETS = Path(__file__).parents[3] / "static/css"
_MADE = re.compile(r"(--[\w-]+)\s*:")
_TAKEN = re.compile(r"var\((--[\w-]+)(,)?")
_TOKENS = set(_MADE.findall((_SHEETS / "tokens.css").read_text()))
_STATES = {"--state", "--state-soft"}
"""Given by the tone beside a class."""
_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)


@pytest.mark.parametrize("sheet", sorted(_SHEETS.glob("*.css")), ids=lambda path: path.name)
def test_a_sheet_names_only_what_there_is(sheet: Path) -> None:
    known = _TOKENS | _STATES | set(_MADE.findall(sheet.read_text()))
    assert {name for name, otherwise in _TAKEN.findall(sheet.read_text()) if not otherwise} <= known


@pytest.mark.parametrize("sheet", sorted(set(_SHEETS.glob("*.css")) - {_SHEETS / "tokens.css"}), ids=lambda path: path.name)
def test_a_sheet_mixes_no_colour_of_its_own(sheet: Path) -> None:
    without_comments = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    without_names = re.sub(r"#[\w-]+(?=[^;{}]*\{)", "", without_comments)
    assert _COLOUR.findall(without_names) == []
