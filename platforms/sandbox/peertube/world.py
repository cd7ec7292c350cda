"""Everything that one PeerTube stand-in consists of, one object for each noun."""

from platforms.sandbox import world
from platforms.sandbox.peertube.faults import Fault
from platforms.sandbox.peertube.people import People
from platforms.sandbox.peertube.schema import SCHEMA, TABLES
from platforms.sandbox.peertube.sessions import Sessions
from platforms.sandbox.peertube.switches import CHOICES, Switches
from platforms.sandbox.peertube.tokens import Tokens
from platforms.sandbox.peertube.videos import Videos
from platforms.sandbox.settings import Clock, Sleep
from platforms.sandbox.store import Store

PLATFORM = "peertube"
SHOWN_ARGUMENTS = frozenset({"search", "sort", "start", "count"})


class World(world.World[Switches, Fault]):
    """One instance, its people and their videos."""

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
        self.people = People(store)
        self.tokens = Tokens(store, self.now)
        self.sessions = Sessions(store, self.now)
        self.videos = Videos(store, self.now)

    def heal(self) -> None:
        super().heal()
        self.videos.let_go()

    def reset(self) -> None:
        """Forget everything, as on the first day."""
        self.sessions.end_all()
        self.forget(TABLES)
        self.people.prepare()
