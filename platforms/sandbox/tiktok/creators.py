"""The people of the stand-in: a public account, a private one, and one with everything switched off."""

from dataclasses import dataclass

from platforms.sandbox.store import Row, Store

PUBLIC = ("PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY")
PRIVATE = ("FOLLOWER_OF_CREATOR", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY")
SWITCHES = ("private", "comment_disabled", "duet_disabled", "stitch_disabled", "most_seconds")
_FIRST = (
    ("-000atelierNordOpenId0000000000000001", "atelier.nord", "Atelier Nord", 0, 0, 0, 0, 600),
    ("-000quietHarbourOpenId000000000000002", "quiet.harbour", "Quiet Harbour", 1, 0, 0, 0, 600),
    ("-000shortAndShutOpenId000000000000003", "short.and.shut", "Short and Shut", 0, 1, 1, 1, 60),
)


@dataclass(frozen=True, kw_only=True)
class Creator:
    """One account; `most_seconds` is how long a video it may post."""

    open_id: str
    username: str
    nickname: str
    private: bool
    comment_disabled: bool
    duet_disabled: bool
    stitch_disabled: bool
    most_seconds: int

    @property
    def privacies(self) -> tuple[str, ...]:
        return PRIVATE if self.private else PUBLIC


class Creators:
    """All of them, kept over a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.prepare()

    def prepare(self) -> None:
        for each in _FIRST:
            self._store.run("INSERT OR IGNORE INTO tiktok_creators VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *each)

    def all(self) -> list[Creator]:
        return [_creator(row) for row in self._store.rows("SELECT * FROM tiktok_creators ORDER BY rowid")]

    def get(self, open_id: str) -> Creator:
        """Raises LookupError for nobody's id."""
        row = self._store.row("SELECT * FROM tiktok_creators WHERE open_id = ?", open_id)
        if row is None:
            raise LookupError(f"There is no account {open_id!r}.")
        return _creator(row)

    def named(self, username: str) -> Creator:
        """Raises LookupError for a name that nobody has."""
        found = next((creator for creator in self.all() if creator.username == username), None)
        if found is None:
            raise LookupError(f"There is no account named {username!r}.")
        return found

    def set(self, creator: Creator, **changes: int) -> None:
        """Change some of `SWITCHES`. Raises LookupError for another."""
        for name, value in changes.items():
            if name not in SWITCHES:
                raise LookupError(f"An account has no {name!r}.")
            self._store.run(f"UPDATE tiktok_creators SET {name} = ? WHERE open_id = ?", int(value), creator.open_id)  # noqa: S608 one of ours


def _creator(row: Row) -> Creator:
    flags = {name: bool(row[name]) for name in SWITCHES if name != "most_seconds"}
    return Creator(open_id=row["open_id"], username=row["username"], nickname=row["nickname"], most_seconds=row["most_seconds"], **flags)
