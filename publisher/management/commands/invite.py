"""`manage.py invite`: makes a link with which people can sign up while `SIGNUP` is "invite"."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from platforms import clock
from publisher.accounts.invitations import invitation


class Command(BaseCommand):
    help = "Print a link with which anyone who holds it can sign up, until its time is over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=7, help="how long the link is good, 1 to 90 days (default: 7)")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        if not 1 <= days <= 90:
            raise CommandError("--days must be from 1 to 90.")
        if settings.SIGNUP != "invite":
            raise CommandError(f"Sign-up is {settings.SIGNUP}: an invite would change nothing. Set SIGNUP=invite first.")
        until = clock.now() + timedelta(days=days)
        self.stdout.write(f"{settings.SITE_URL}{reverse('signup')}?{urlencode({'invite': invitation(until=until)})}")
        self.stderr.write(f"Good until {until:%d %B %Y, %H:%M} UTC, for whoever holds it, and as often as they like.")
