"""axe-core on a page: what it finds against WCAG 2.2 AA and good practice, in words."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (390, 1280)
THEMES = ("light", "dark")
COLOURS = ["color-contrast"]
"""What a theme can change: all else is looked at by day alone."""
_HEIGHT = 844
_MOST_PLACES = 5


def findings(page: Page, *, excused: frozenset[str] = frozenset()) -> list[str]:
    """Give what axe finds on the page as it stands, on a phone and on a desk, by day and by night; rules in `excused` are not asked."""
    page.evaluate(_script())
    found: dict[str, None] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": _HEIGHT})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            only = {"type": "tag", "values": TAGS} if theme == "light" else {"type": "rule", "values": COLOURS}
            found |= dict.fromkeys(f"{width} px, {theme}: {said}" for said in _run(page, excused, only))
    return list(found)


def _run(page: Page, excused: frozenset[str], only: dict[str, Any]) -> list[str]:
    # Axe leaves the size of targets out unless asked: WCAG 2.2 is young.
    rules = {"target-size": {"enabled": True}} if only["type"] == "tag" else {}
    rules |= {rule: {"enabled": False} for rule in excused}
    # What it would load again to judge style sheets from elsewhere, the Content-Security-Policy rightly refuses.
    options = {"runOnly": only, "rules": rules, "resultTypes": ["violations"], "preload": False}
    result = page.evaluate("(options) => axe.run(document, options)", options)
    return [_told(violation) for violation in result["violations"]]


def _told(violation: dict[str, Any]) -> str:
    places = [f"    {node['html'][:200]}\n      {_why(node)}" for node in violation["nodes"][:_MOST_PLACES]]
    more = len(violation["nodes"]) - len(places)
    told = "\n".join(places) + (f"\n    and {more} more" if more else "")
    return f"{violation['id']}: {violation['help']}\n{told}"


def _why(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split())


@cache
def _script() -> str:
    return SCRIPT.read_text()
