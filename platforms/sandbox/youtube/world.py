"""Everything that one YouTube stand-in consists of, one object for each noun, and the time that it goes by."""

from collections.abc import Callable
from datetime import datetime

from platforms.sandbox.store import Store
from platforms.sandbox.youtube.channels import Channels
from platforms.sandbox.youtube.faults import Faults
from platforms.sandbox.youtube.quota import Quota
from platforms.sandbox.youtube.schema import SCHEMA, TABLES
from platforms.sandbox.youtube.sessions import Sessions
from platforms.sandbox.youtube.switches import Switchboard
from platforms.sandbox.youtube.tokens import Tokens
from platforms.sandbox.youtube.videos import Videos
from platforms.sandbox.youtube.violations import Log, Violations

Clock = Callable[[], datetime]
Sleep = Callable[[float], None]


class World:
    """`clock` gives aware times; what `advance` added to it is kept over a restart."""

    def __init__(self, store: Store, clock: Clock, sleep: Sleep) -> None:
        store.create(SCHEMA)
        self.store = store
        self.sleep = sleep
        self._clock = clock
        self._ahead = self._read_ahead()
        self.board = Switchboard(store)
        self.faults = Faults(store, self.now)
        self.violations = Violations(store, self.now)
        self.log = Log(self.now)
        self.quota = Quota(store, self.now)
        self.channels = Channels(store, self.now)
        self.tokens = Tokens(store, self.now)
        self.sessions = Sessions(store, self.now)
        self.videos = Videos(store, self.now)

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock().timestamp() + self._ahead

    def _read_ahead(self) -> float:
        row = self.store.row("SELECT value FROM youtube_settings WHERE name = 'seconds_ahead'")
        return float(row["value"]) if row else 0.0

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._ahead += seconds
        self.store.run("INSERT OR REPLACE INTO youtube_settings VALUES ('seconds_ahead', ?)", str(self._ahead))

    def heal(self) -> None:
        """Make everything well again. What was revoked or ended stays so: that is the client's to mend."""
        self.faults.heal()
        self.board.heal()
        self.quota.heal()
        self.channels.heal()
        self.videos.let_go()

    def reset(self) -> None:
        """Forget everything, as on the first day."""
        with self.store.transaction():
            for table in TABLES:
                self.store.run(f"DELETE FROM youtube_{table}")  # noqa: S608 the names are our own constants
        self._ahead = 0.0
        self.sessions.forget_all()
        self.log.clear()
        self.board.heal()
        self.channels.prepare()
