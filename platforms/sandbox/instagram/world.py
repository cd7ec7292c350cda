"""Everything that one Instagram stand-in consists of, one object for each noun."""

from itertools import count

from platforms.sandbox import world
from platforms.sandbox.instagram.accounts import Accounts
from platforms.sandbox.instagram.allowances import Requests
from platforms.sandbox.instagram.containers import Containers
from platforms.sandbox.instagram.faults import Fault
from platforms.sandbox.instagram.media import Reels
from platforms.sandbox.instagram.schema import SCHEMA, TABLES
from platforms.sandbox.instagram.switches import CHOICES, Switches
from platforms.sandbox.instagram.tokens import Tokens
from platforms.sandbox.settings import Clock, Sleep
from platforms.sandbox.store import Store

PLATFORM = "instagram"
SHOWN_ARGUMENTS = frozenset({"fields", "scope", "response_type", "limit", "since", "grant_type"})


class World(world.World[Switches, Fault]):
    """One Instagram, its accounts and what they posted."""

    def __init__(self, store: Store, clock: Clock, sleep: Sleep) -> None:
        super().__init__(
            store,
            clock,
            sleep,
            platform=PLATFORM,
            schema=SCHEMA,
            usual=Switches(),
            choices=CHOICES,
            read_fault=Fault.of,
            shown=SHOWN_ARGUMENTS,
        )
        self.answered = count()
        """How many calls of Graph were answered; it goes with the process."""
        self.accounts = Accounts(store)
        self.tokens = Tokens(store, self.now)
        self.requests = Requests(store, self.now)
        self.containers = Containers(store, self.now)
        self.reels = Reels(store, self.now)

    def heal(self) -> None:
        super().heal()
        self.containers.let_go()
        self.requests.forgive()

    def reset(self) -> None:
        """Forget everything, as on the first day."""
        self.forget(TABLES)
        self.accounts.prepare()
