"""The names that the queue knows: thin calls."""

from platforms import clock, findings
from platforms.models import Connection
from publisher import engine, followups, pulses, sweep
from publisher.accounts import deletion, password_reset
from publisher.identity import worker_identity
from publisher.models import Publication
from publisher.planned import ahead
from publisher.removing import steps as removing
from publisher.revising import run as revising
from publisher.stopping import stopping
from videos import fitting


def run(pk: int) -> None:
    """Run publication `pk`, if it is due and free."""
    engine.run(pk)


def follow_up(pk: int) -> None:
    """Do follow-up `pk`, if it is due."""
    followups.run(pk)


def revise(pk: int) -> None:
    """Make revision `pk`, if it is due."""
    revising.run(pk)


def look_ahead(pk: int) -> None:
    """Look at publication `pk` ahead of its time, if it is near."""
    ahead.look(pk)


def sweep_retries() -> None:
    """Run the retry sweep of the newest slot, if nobody did; called by its schedule."""
    sweep.sweep_slot(clock.now())


def beat(number: int) -> None:
    """Say that queue `number` works."""
    pulses.answer(number)


def record_findings(pk: int) -> None:
    """Test connection `pk`, and keep what was found. Its leave is renewed on the way where that is due, and nothing is being sent."""
    row = Connection.objects.get(pk=pk)
    findings.record(row, quiet=lambda: not Publication.objects.being_sent_to(row).exists())


def make_fit(pk: int) -> None:
    """Make fitted file `pk`, if it waits for that."""
    fitting.run(pk, now=clock.now, stopping=stopping, worker=worker_identity())


def reset_password(pk: int) -> None:
    """Send the mail that reset request `pk` asks for, if it is due."""
    password_reset.deliver(pk)


def delete_account(pk: int) -> None:
    """Go on with account deletion `pk`, if it is due."""
    deletion.go_on(pk)


def remove(pk: int) -> None:
    """Go on with removal `pk`, if it is due."""
    removing.go_on(pk)
