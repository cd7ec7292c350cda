"""The rows of the publisher: publications, their attempts, and what follows them."""

from publisher.models.attempt import Attempt, AttemptKind, AttemptOutcome
from publisher.models.follow_up import FollowUp
from publisher.models.publication import FREE, LEASE, IllegalMove, Publication, new_marker

__all__ = ["FREE", "LEASE", "Attempt", "AttemptKind", "AttemptOutcome", "FollowUp", "IllegalMove", "Publication", "new_marker"]
