"""`manage.py health`: whether everything works, for people and for containers."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from publisher.readiness import checks, is_ready


class Command(BaseCommand):
    help = "Looks at database, broker, storage, round, sweep and queues. Ends with 0 if all of it is well, else with 1."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        found = checks()
        if options["json"]:
            told = [{"name": check.name, "ok": check.is_well, "says": check.says} for check in found]
            self.stdout.write(json.dumps({"ready": is_ready(found), "checks": told}, indent=2))
        else:
            for check in found:
                self.stdout.write(f"{'well' if check.is_well else 'NOT WELL':8}  {check.name:16} {check.says}")
        if not is_ready(found):
            sys.exit(1)
