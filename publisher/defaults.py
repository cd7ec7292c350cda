"""The defaults of a connection: the options that its publish form starts with."""

from collections.abc import Mapping
from typing import Any

from django.forms import ValidationError

from platforms.models import Connection
from platforms.options import Privacy
from publisher.models import WordDefaults


def defaults_of(connection: Connection) -> dict[str, Any]:
    """What was kept, as far as it still fits the platform's form: an option or a choice that is no more is passed over.

    Where nothing was kept for the account of who may see it, that is what its owner chose for all of them.
    """
    form = connection.options_form()
    form.without_what_is_asked_anew()
    kept = {}
    for name, value in {**_of_its_owner(connection), **connection.defaults}.items():
        if name in form.fields:
            try:
                kept[name] = form.fields[name].clean(value)
            except ValidationError:
                continue
    return kept


def _of_its_owner(connection: Connection) -> Mapping[str, Any]:
    """What the platform has for the word that its owner chose for who may see it."""
    of_owner = WordDefaults.objects.filter(owner=connection.user_id, connection=None)
    chosen = of_owner.values_list("privacy", flat=True).first()
    return connection.options_form.neutral.get(Privacy(chosen), {}) if chosen else {}


def keep(connection: Connection, options: Mapping[str, Any]) -> None:
    """Keep these options (cleaned ones) but for those that are asked anew for each video."""
    anew = connection.options_form.asked_anew
    _write(connection, {name: value for name, value in options.items() if name not in anew})


def forget(connection: Connection) -> None:
    """Start with what the platform's form starts with."""
    _write(connection, {})


def _write(connection: Connection, defaults: dict[str, Any]) -> None:
    Connection.objects.filter(pk=connection.pk).update(defaults=defaults)
