"""`manage.py retry_publication`: tries failed publications again now."""

from publisher.management.commands._deed import DeedCommand
from publisher.models import Deed


class Command(DeedCommand):
    help = (
        "Try publications again now, without waiting for their slot; where a post may exist, look for it instead. "
        "Counts as no automatic retry. Name them by id, or take all that failed with --failed."
    )
    deed = Deed.RETRY
