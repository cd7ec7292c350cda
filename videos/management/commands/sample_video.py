"""`manage.py sample_video [PATH]`: makes a sample video and prints where it is."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from videos.sample import make_sample


class Command(BaseCommand):
    """Makes a video to try Retake with."""

    help = "Make a sample video of a few megabytes and print its path."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=settings.DATA_DIR / "sample.mp4", metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(make_sample(options["path"].absolute())))
