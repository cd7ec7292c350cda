"""`manage.py reset_retries`: counts automatic retries from the start again."""

from publisher.management.commands._deed import DeedCommand
from publisher.models import Deed


class Command(DeedCommand):
    help = (
        "Set the retry count of publications to 0. What had used up its retries, or was marked by staff, is tried again at the "
        "next sweep; what the platform refused stays until it is edited. Name them by id, or take all that failed with --failed."
    )
    deed = Deed.RESET
