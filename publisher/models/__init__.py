"""The rows of the publisher: publications, their attempts, and what follows them; accounts, and the browsers they are used from."""

from publisher.models.account_deletion import AccountDeletion, DeletionStep
from publisher.models.api_token import ApiToken
from publisher.models.attempt import Attempt, AttemptKind, AttemptOutcome
from publisher.models.browser_session import BrowserSession
from publisher.models.follow_up import FollowUp
from publisher.models.intervention import Deed, Door, Intervention
from publisher.models.kept_answer import KeptAnswer
from publisher.models.kept_captions import KeptCaptions
from publisher.models.notice import Notice, NoticeKind
from publisher.models.pattern import Beside, Pattern, WordDefaults
from publisher.models.profile import Profile
from publisher.models.publication import Publication, new_marker
from publisher.models.publications import FREE, LEASE, IllegalMove
from publisher.models.pulse import Pulse
from publisher.models.removal import Extent, Removal, RemovalStep, StepState
from publisher.models.reset_request import ResetRequest
from publisher.models.revision import Revision

__all__ = [
    "FREE",
    "LEASE",
    "AccountDeletion",
    "ApiToken",
    "Attempt",
    "AttemptKind",
    "AttemptOutcome",
    "Beside",
    "BrowserSession",
    "Deed",
    "DeletionStep",
    "Door",
    "Extent",
    "FollowUp",
    "IllegalMove",
    "Intervention",
    "KeptAnswer",
    "KeptCaptions",
    "Notice",
    "NoticeKind",
    "Pattern",
    "Profile",
    "Publication",
    "Pulse",
    "Removal",
    "RemovalStep",
    "ResetRequest",
    "Revision",
    "StepState",
    "WordDefaults",
    "new_marker",
]
