"""Everything that one TikTok stand-in consists of, one object for each noun."""

from platforms.sandbox import world
from platforms.sandbox.settings import Clock, Sleep
from platforms.sandbox.store import Store
from platforms.sandbox.tiktok.allowances import Requests
from platforms.sandbox.tiktok.creators import Creators
from platforms.sandbox.tiktok.faults import Fault
from platforms.sandbox.tiktok.schema import SCHEMA, TABLES
from platforms.sandbox.tiktok.switches import CHOICES, Switches
from platforms.sandbox.tiktok.tasks import Tasks
from platforms.sandbox.tiktok.tokens import Tokens

PLATFORM = "tiktok"
SHOWN_ARGUMENTS = frozenset({"fields", "scope", "response_type"})


class World(world.World[Switches, Fault]):
    """One TikTok, its creators and what they posted."""

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
        self.creators = Creators(store)
        self.tokens = Tokens(store, self.now)
        self.requests = Requests(store, self.now)
        self.tasks = Tasks(store, self.now)

    def heal(self) -> None:
        super().heal()
        self.tasks.let_go()

    def reset(self) -> None:
        """Forget everything, as on the first day."""
        self.forget(TABLES)
        self.creators.prepare()
