"""Everything that one Rumble stand-in consists of, one object for each noun."""

from platforms.sandbox import world
from platforms.sandbox.rumble.accounts import Accounts
from platforms.sandbox.rumble.faults import Fault
from platforms.sandbox.rumble.pace import Pace
from platforms.sandbox.rumble.schema import SCHEMA, TABLES
from platforms.sandbox.rumble.switches import CHOICES, Switches
from platforms.sandbox.rumble.videos import Videos
from platforms.sandbox.settings import Clock, Sleep
from platforms.sandbox.store import Store

PLATFORM = "rumble"
SHOWN_ARGUMENTS = frozenset({"request", "ver", "v", "criteria", "user", "page"})


class World(world.World[Switches, Fault]):
    """One Rumble, its accounts and what they posted."""

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
        self.accounts = Accounts(store)
        self.videos = Videos(store, self.now)
        self.pace = Pace(store, self.now)

    def reset(self) -> None:
        """Forget everything, as on the first day."""
        self.forget(TABLES)
        self.accounts.prepare()
