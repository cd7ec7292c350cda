"""`manage.py mark_permanent`: gives up on publications for good."""

from publisher.management.commands._deed import DeedCommand
from publisher.models import Deed


class Command(DeedCommand):
    help = (
        "Mark publications permanently failed, so that nothing tries them again by itself. Their owners are told. Refused for "
        "what is being sent, or may be on the platform already. `reset_retries` takes it back."
    )
    deed = Deed.MARK
    chooses_failed = False
    needs_reason = True
