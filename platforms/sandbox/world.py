"""What every stand-in's world begins with: its store, its time, its switches, its faults, and the rules that were broken."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from platforms.sandbox.faults import Fault, Faults
from platforms.sandbox.settings import Clock, Settings, Sleep, Switchboard, Timepiece
from platforms.sandbox.store import Store
from platforms.sandbox.violations import Log, Violations, address_with

Switches = TypeVar("Switches")
Struck = TypeVar("Struck", bound=Fault)


class World(Generic[Switches, Struck]):
    """`clock` gives aware times; what `advance` added to it is kept over a restart.

    `platform` begins the names of its `tables`; `usual` are the switches of a well stand-in, `choices` what their texts may be;
    `shown` are the arguments of addresses that open nothing, and may be shown.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        sleep: Sleep,
        *,
        platform: str,
        schema: str,
        usual: Switches,
        choices: Mapping[str, tuple[str, ...]],
        read_fault: Callable[[Mapping[str, Any]], Struck],
        shown: frozenset[str],
    ) -> None:
        store.create(schema)
        self.store = store
        self.sleep = sleep
        self._settings = Settings(store, platform)
        self._time = Timepiece(self._settings, clock)
        self.now = self._time.now
        self.advance = self._time.advance
        self.board = Switchboard(self._settings, usual, choices)
        self.faults = Faults(store, platform, self.now, read_fault)
        address = address_with(shown)
        self.violations = Violations(store, platform, self.now, address)
        self.log = Log(self.now, address)

    def heal(self) -> None:
        """Make everything well again. What was revoked or ended stays so: that is the client's to mend."""
        self.faults.heal()
        self.board.heal()

    def forget(self, tables: tuple[str, ...]) -> None:
        """Empty these tables, and all that was set, armed and noted."""
        with self.store.transaction():
            for table in tables:
                self.store.run(f"DELETE FROM {table}")  # noqa: S608 the names are our own constants
            self._settings.forget()
            self.faults.heal()
            self.violations.forget()
        self._time.reset()
        self.log.clear()
        self.board.heal()
