"""The names that the queue knows: thin calls."""

from publisher import engine, followups


def run(pk: int) -> None:
    """Run publication `pk`, if it is due and free."""
    engine.run(pk)


def follow_up(pk: int) -> None:
    """Do follow-up `pk`, if it is due."""
    followups.run(pk)
