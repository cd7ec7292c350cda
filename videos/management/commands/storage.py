"""`manage.py storage orphans|use`: what lies in the store and nothing names, and how much of it is used by whom."""

import json
from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from videos import orphans, usage
from videos.orphans import SAFE_AGE, Found
from videos.storage import StoreError, media
from videos.storage.listing import Lying


class Command(BaseCommand):
    """Looks at the store that the settings name, on disk or in a bucket."""

    help = "Find files, pieces and open uploads that nothing knows of (orphans; --remove takes them away), or tell who uses how much (use)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["orphans", "use"])
        parser.add_argument("--remove", action="store_true", help="With orphans: take them away. Without it nothing is changed.")
        parser.add_argument(
            "--older-than",
            type=_hours,
            default=SAFE_AGE,
            metavar="HOURS",
            help="With orphans: only what was last written before that (24), so that nothing is taken that is just coming in.",
        )
        parser.add_argument("--json", action="store_true", help="Tell it for programs.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "use":
            self._use(as_json=options["json"])
            return
        now = timezone.now()
        try:
            found = orphans.find(media(), now=now, older_than=options["older_than"])
        except StoreError as trouble:
            raise CommandError(f"The storage cannot be looked through: {trouble}", returncode=2) from trouble
        gone: list[Lying] = []
        stayed = found.orphans
        if options["remove"]:
            gone, stayed = orphans.remove(media(), found.orphans, now=now, older_than=options["older_than"])
        (self._tell_json if options["json"] else self._tell)(found, gone)
        if stayed or found.missing:
            raise CommandError(_summary(stayed, found.missing, tried=options["remove"]))

    def _tell(self, found: Found, gone: list[Lying]) -> None:
        for each in found.orphans:
            done = "removed " if each in gone else ""
            self.stdout.write(f"{done}{each.kind}: {each.place}, {filesizeformat(each.size)}, last written {each.at:%Y-%m-%d %H:%M} UTC")
        for key in found.missing:
            self.stdout.write(f"missing: {key} is named by a row, and is not in the storage")
        size = filesizeformat(sum(each.size for each in found.orphans))
        self.stdout.write(
            f"{found.looked_at} looked at, {len(found.orphans)} orphans ({size}), {len(gone)} removed, {len(found.missing)} missing"
        )

    def _tell_json(self, found: Found, gone: list[Lying]) -> None:
        told = [
            {"kind": each.kind, "place": each.place, "size": each.size, "at": each.at.isoformat(), "removed": each in gone}
            for each in found.orphans
        ]
        self.stdout.write(json.dumps({"looked_at": found.looked_at, "orphans": told, "missing": found.missing}))

    def _use(self, *, as_json: bool) -> None:
        total, owners = usage.usage(), usage.by_owner()
        if as_json:
            rows = [{"owner": name, "files": files, "bytes": size} for name, files, size in owners]
            self.stdout.write(
                json.dumps({"files": total.files, "bytes": total.size_bytes, "fitted_bytes": total.fitted_bytes, "owners": rows})
            )
            return
        for name, files, size in owners:
            self.stdout.write(f"{filesizeformat(size):>12}  {files:>6} files  {name}")
        made = filesizeformat(total.fitted_bytes)
        self.stdout.write(f"{filesizeformat(total.size_bytes):>12}  {total.files:>6} files  in all, {made} of it fitted files")


def _hours(typed: str) -> timedelta:
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 6):
        raise ArgumentTypeError("a whole number of hours")
    return timedelta(hours=int(typed))


def _summary(stayed: list[Lying], missing: list[str], *, tried: bool) -> str:
    told = []
    if stayed and tried:
        told.append(f"{len(stayed)} could not be removed; run it again.")
    elif stayed:
        told.append(f"{len(stayed)} orphans. Look through them; --remove takes them away.")
    if missing:
        told.append(f"{len(missing)} files are missing: restore them from a backup, or ask their owners to upload them again.")
    return " ".join(told)
