"""The people of the instance and their channels. Their passwords are no secret: nothing here is anybody's."""

from dataclasses import dataclass

from platforms.sandbox.store import Row, Store

PASSWORD = "sandbox-password"  # noqa: S105 it is shown on the stand-in's own page
ONE_TIME_CODE = "123456"
_USERS = (("alice", ""), ("bob", ""), ("otto", ONE_TIME_CODE), ("nora", ""))
_CHANNELS = (
    ("alice", "tide_tables", "Tide tables"),
    ("alice", "second_kitchen", "Second kitchen"),
    ("bob", "bob_on_wheels", "Bob on wheels"),
    ("otto", "locksmith", "The locksmith"),
)


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody with a login; an empty `one_time_code` asks for none."""

    id: int
    name: str
    password: str
    one_time_code: str


@dataclass(frozen=True, kw_only=True)
class Channel:
    """Where videos are shown."""

    id: int
    user_id: int
    name: str
    title: str


class People:
    """Users and channels, kept over a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.prepare()

    def prepare(self) -> None:
        """Bring in those that everybody starts with."""
        if self._store.row("SELECT 1 FROM peertube_users"):
            return
        with self._store.transaction():
            for name, code in _USERS:
                self._store.run("INSERT INTO peertube_users (name, password, one_time_code) VALUES (?, ?, ?)", name, PASSWORD, code)
            for owner, name, title in _CHANNELS:
                self.make_channel(owner, name, title)

    def make_channel(self, owner: str, name: str, title: str) -> Channel:
        """Raises LookupError for an unknown owner, ValueError for a name that is taken."""
        user = self.named(owner)
        if user is None:
            raise LookupError(f"There is no user {owner!r}.")
        if self._store.row("SELECT 1 FROM peertube_channels WHERE name = ?", name) or not name or not title:
            raise ValueError("A channel needs a name of its own, and a title.")
        self._store.run("INSERT INTO peertube_channels (user_id, name, title) VALUES (?, ?, ?)", user.id, name, title)
        return self.channels_of(user.id)[-1]

    def named(self, name: str) -> User | None:
        row = self._store.row("SELECT * FROM peertube_users WHERE name = ?", name)
        return _user(row) if row else None

    def user(self, user_id: int) -> User:
        row = self._store.row("SELECT * FROM peertube_users WHERE id = ?", user_id)
        if row is None:
            raise LookupError("There is no such user.")
        return _user(row)

    def users(self) -> list[User]:
        return [_user(row) for row in self._store.rows("SELECT * FROM peertube_users ORDER BY id")]

    def channels_of(self, user_id: int) -> list[Channel]:
        return [_channel(row) for row in self._store.rows("SELECT * FROM peertube_channels WHERE user_id = ? ORDER BY id", user_id)]

    def channels(self) -> list[Channel]:
        return [_channel(row) for row in self._store.rows("SELECT * FROM peertube_channels ORDER BY id")]

    def channel(self, found_by: int | str) -> Channel:
        """By id, name or title. Raises LookupError."""
        for channel in self.channels():
            if str(found_by) in (str(channel.id), channel.name, channel.title):
                return channel
        raise LookupError(f"There is no channel {found_by!r}.")


def _user(row: Row) -> User:
    return User(id=row["id"], name=row["name"], password=row["password"], one_time_code=row["one_time_code"])


def _channel(row: Row) -> Channel:
    return Channel(id=row["id"], user_id=row["user_id"], name=row["name"], title=row["title"])
