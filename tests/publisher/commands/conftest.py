"""Commands as a shell runs them: what they say, on which of the two outputs, with which exit code; and publications to run them on."""

import json
from collections.abc import Callable
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command, load_command_class

from platforms import clock
from platforms.models import Connection
from publisher.models import Publication
from tests.factories import AssetFactory, ConnectionFactory, PublicationFactory
from tests.publisher.stages import STAGES

Standing = Callable[..., Publication]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one run of a command came to."""

    out: str
    err: str
    code: int

    @property
    def document(self) -> Any:
        return json.loads(self.out)


def run(name: str, *words: Any) -> Said:
    """Run a command; a `CommandError` is told on the error output, as `manage.py` does it."""
    out, err, code = StringIO(), StringIO(), 0
    command = load_command_class("publisher", name)
    command._called_from_command_line = True  # so that wrong words end it as they end `manage.py`
    try:
        with redirect_stderr(err):
            call_command(command, *map(str, words), stdout=out, stderr=err)
    except CommandError as wrong:
        code = wrong.returncode
        err.write(str(wrong))
    except SystemExit as end:
        code = int(end.code or 0)
    return Said(out=out.getvalue(), err=err.getvalue(), code=code)


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every table."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}


@pytest.fixture
def atelier(alice: User) -> Connection:
    return ConnectionFactory(user=alice, name="Atelier Nord")


@pytest.fixture
def standing(atelier: Connection) -> Standing:
    """Makes a publication at a stage of `STAGES`, of Alice's unless a connection is given."""

    def make(stage: str, *, connection: Connection = atelier, **changes: Any) -> Publication:
        asset = AssetFactory(video__owner=connection.user)
        return PublicationFactory(connection=connection, asset=asset, **{**STAGES[stage](clock.now()), **changes})

    return make
