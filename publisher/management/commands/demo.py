"""`manage.py demo`: the logins and the sample video of a first try."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from publisher.demo import Demo, Login, prepare


class Command(BaseCommand):
    help = (
        "Makes the demo's owner, its staff user and a sample video, where they are missing, and says what they are. Only with SANDBOX on."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demo = prepare()
        except ImproperlyConfigured as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("\n".join(lines(demo)))


def lines(demo: Demo) -> list[str]:
    """Say what there is, a line each."""
    return [
        f"Log in as        {_words(demo.owner)}",
        f"or, for staff,   {_words(demo.staff)}",
        f"Sample video     {demo.sample}",
    ]


def _words(login: Login) -> str:
    return f"{login.username} / {login.password or '(the password that you chose)'}"
