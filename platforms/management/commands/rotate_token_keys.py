"""`manage.py rotate_token_keys`: seal every secret anew with the first of TOKEN_ENCRYPTION_KEYS."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models

from platforms.encryption import SealedTextField, WrongKey, is_current, rotate


class Command(BaseCommand):
    """Goes through every sealed column of every table, row by row; safe while Retake runs, and to run again."""

    help = (
        "Seals every stored secret anew with the first of TOKEN_ENCRYPTION_KEYS. Put a new key first, restart Retake, run this, "
        "then take the old key out. Run it as often as you like: it changes only what the first key does not open."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would be sealed anew, and change nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        locked = 0
        for model, column in sealed_columns():
            name = f"{model._meta.label}.{column}"
            old, closed = _sealed_with_older_keys(model, column, rotates=not dry_run)
            locked += closed
            self.stdout.write(f"{name}: {old} {'would be ' if dry_run else ''}sealed anew, {closed} opened by no key.")
        if locked:
            raise CommandError(f"{locked} secrets are opened by none of the keys. Put back the key that sealed them, and run this again.")


def sealed_columns() -> list[tuple[type[models.Model], str]]:
    """Give every sealed column that there is, in whatever app."""
    return [
        (model, field.attname) for model in apps.get_models() for field in model._meta.concrete_fields if isinstance(field, SealedTextField)
    ]


def _sealed_with_older_keys(model: type[models.Model], column: str, *, rotates: bool) -> tuple[int, int]:
    """Seal anew what older keys sealed; count those, and those that no key opens."""
    old = closed = 0
    for pk, text in model._default_manager.exclude(**{column: ""}).values_list("pk", column).iterator():
        if is_current(text):
            continue
        try:
            anew = rotate(text)
        except WrongKey:
            closed += 1
            continue
        # Only what was read is replaced: a secret that was renewed meanwhile is sealed with the first key already.
        old += model._default_manager.filter(pk=pk, **{column: text}).update(**{column: anew}) if rotates else 1
    return old, closed
