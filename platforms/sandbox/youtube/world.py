"""Everything that one YouTube stand-in consists of, one object for each noun, and the time that it goes by."""

from platforms.sandbox import world
from platforms.sandbox.settings import Clock, Sleep
from platforms.sandbox.store import Store
from platforms.sandbox.youtube.captions import Captions
from platforms.sandbox.youtube.channels import Channels
from platforms.sandbox.youtube.faults import Fault
from platforms.sandbox.youtube.playlists import Playlists
from platforms.sandbox.youtube.quota import Quota
from platforms.sandbox.youtube.schema import SCHEMA, TABLES
from platforms.sandbox.youtube.sessions import Sessions
from platforms.sandbox.youtube.switches import CHOICES, Switches
from platforms.sandbox.youtube.tokens import Tokens
from platforms.sandbox.youtube.videos import Videos

PLATFORM = "youtube"
SHOWN_ARGUMENTS = frozenset(
    [
        "part",
        "uploadType",
        "id",
        "mine",
        "maxResults",
        "playlistId",
        "type",
        "forMine",
        "regionCode",
        "notifySubscribers",
        "videoId",
        "alt",
        "q",
        "response_type",
        "access_type",
        "prompt",
    ]
)


class World(world.World[Switches, Fault]):
    """YouTube: its channels, their uploads and what is allowed them."""

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
        self.quota = Quota(store, self.now)
        self.channels = Channels(store, self.now)
        self.tokens = Tokens(store, self.now)
        self.sessions = Sessions(store, self.now)
        self.videos = Videos(store, self.now)
        self.playlists = Playlists(store, self.now)
        self.captions = Captions(store, self.now)

    def heal(self) -> None:
        super().heal()
        self.quota.heal()
        self.channels.heal()
        self.videos.let_go()

    def reset(self) -> None:
        """Forget everything, as on the first day."""
        self.forget(TABLES)
        self.sessions.forget_all()
        self.channels.prepare()
        self.playlists.prepare()
