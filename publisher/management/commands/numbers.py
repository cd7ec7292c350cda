"""`manage.py numbers`: how well publishing goes, as the pages say it, for people and for scripts."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from platforms import clock, registry
from publisher import stats
from publisher.models import Publication
from publisher.stats.words import told

SECTIONS = {
    "ended": "How it ended",
    "speed": "How long it took",
    "platforms": "By platform",
    "retries": "What automatic retries came to",
    "failures": "What went wrong",
    "standing": "How things stand now",
}
LEFT_TO_JSON = ("example",)


class Command(BaseCommand):
    help = "Shows how the publications of all owners did."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", choices=list(stats.LAST), default="7d", help="how far back to look (7d)")
        parser.add_argument("--platform", choices=registry.slugs(), help="only this platform")
        parser.add_argument("--json", action="store_true", help="everything as JSON: rates from 0 to 1, spans in seconds")

    def handle(self, *args: Any, period: str, platform: str | None, json: bool, **options: Any) -> None:
        now = clock.now()
        scope = Publication.objects.filter(connection__provider=platform) if platform else Publication.objects.all()
        found = stats.numbers(scope, period=stats.last(period, now=now), now=now, zone=timezone.get_current_timezone())
        figures = stats.plain(found)
        self.stdout.write(_as_json(figures) if json else _as_text(figures))


def _as_json(figures: dict[str, Any]) -> str:
    return json.dumps(figures, indent=2, ensure_ascii=False)


def _as_text(figures: dict[str, Any]) -> str:
    return "\n\n".join(f"{heading}\n{_lines(figures[section])}" for section, heading in SECTIONS.items())


def _lines(figures: dict[str, Any]) -> str:
    rows = [(name, value) for name, value in stats.flat(figures).items() if not name.endswith(LEFT_TO_JSON)]
    return "\n".join(f"  {_in_words(name):<44} {told(name, value):>12}" for name, value in rows) or "  nothing"


def _in_words(name: str) -> str:
    """Read `1.tried` as "1 · tried"."""
    return " · ".join(part.replace("_", " ") for part in name.split("."))
