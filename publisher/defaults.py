"""The defaults of a connection: the options that its publish form starts with."""

from collections.abc import Mapping
from typing import Any

from django.forms import ValidationError

from platforms.models import Connection


def defaults_of(connection: Connection) -> dict[str, Any]:
    """What was kept, as far as it still fits the platform's form: an option or a choice that is no more is passed over."""
    form = connection.options_form()
    form.without_what_is_asked_anew()
    kept = {}
    for name, value in connection.defaults.items():
        if name in form.fields:
            try:
                kept[name] = form.fields[name].clean(value)
            except ValidationError:
                continue
    return kept


def keep(connection: Connection, options: Mapping[str, Any]) -> None:
    """Keep these options (cleaned ones) but for those that are asked anew for each video."""
    anew = connection.options_form.asked_anew
    _write(connection, {name: value for name, value in options.items() if name not in anew})


def forget(connection: Connection) -> None:
    """Start with what the platform's form starts with."""
    _write(connection, {})


def _write(connection: Connection, defaults: dict[str, Any]) -> None:
    Connection.objects.filter(pk=connection.pk).update(defaults=defaults)
