"""The people of the stand-in, their Pages, and the professional accounts behind them; one person has two to choose from."""

from dataclasses import dataclass

from platforms.sandbox.store import Row, Store

SWITCHES = ("restricted", "trial_reels")
_PEOPLE = (("10229000000000001", "Nora Lind"), ("10229000000000002", "Quinn Harbour"))
_ACCOUNTS = (
    ("17841400000000001", "27100000000000001", "atelier.nord", "Atelier Nord", "BUSINESS", 0, 1),
    ("17841400000000002", "27100000000000002", "field.notes", "Field Notes", "MEDIA_CREATOR", 0, 0),
    ("17841400000000003", "27100000000000003", "quiet.harbour", "Quiet Harbour", "BUSINESS", 1, 0),
)
_PAGES = (
    ("104000000000001", "10229000000000001", "Atelier Nord", "17841400000000001"),
    ("104000000000002", "10229000000000001", "Field Notes", "17841400000000002"),
    ("104000000000003", "10229000000000001", "Nordic Bread", None),
    ("104000000000004", "10229000000000002", "Quiet Harbour", "17841400000000003"),
)


@dataclass(frozen=True, kw_only=True)
class Account:
    """One professional account; `scoped_id` is what an app sees as its own id of the user."""

    ig_id: str
    scoped_id: str
    username: str
    name: str
    account_type: str
    restricted: bool
    trial_reels: bool


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody at Facebook."""

    person_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """A Page at Facebook; `ig_id` is that of the account that is linked to it."""

    page_id: str
    person_id: str
    name: str
    ig_id: str | None


class Accounts:
    """All of them, kept over a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.prepare()

    def prepare(self) -> None:
        for person in _PEOPLE:
            self._store.run("INSERT OR IGNORE INTO instagram_people VALUES (?, ?)", *person)
        for account in _ACCOUNTS:
            self._store.run("INSERT OR IGNORE INTO instagram_accounts VALUES (?, ?, ?, ?, ?, ?, ?)", *account)
        for page in _PAGES:
            self._store.run("INSERT OR IGNORE INTO instagram_pages VALUES (?, ?, ?, ?)", *page)

    def all(self) -> list[Account]:
        return [_account(row) for row in self._store.rows("SELECT * FROM instagram_accounts ORDER BY rowid")]

    def people(self) -> list[Person]:
        return [
            Person(person_id=row["person_id"], name=row["name"]) for row in self._store.rows("SELECT * FROM instagram_people ORDER BY 1")
        ]

    def pages(self, person_id: str | None = None) -> list[Page]:
        """Those of a person, or all."""
        rows = self._store.rows("SELECT * FROM instagram_pages WHERE person_id = coalesce(?, person_id) ORDER BY page_id", person_id)
        return [_page(row) for row in rows]

    def get(self, ig_id: str) -> Account:
        """Raises LookupError for nobody's id."""
        found = next((account for account in self.all() if account.ig_id == ig_id), None)
        if found is None:
            raise LookupError(f"There is no account {ig_id!r}.")
        return found

    def named(self, username: str) -> Account:
        """Raises LookupError for a name that nobody has."""
        found = next((account for account in self.all() if account.username == username), None)
        if found is None:
            raise LookupError(f"There is no account named {username!r}.")
        return found

    def person(self, person_id: str) -> Person:
        """Raises LookupError for nobody's id."""
        found = next((person for person in self.people() if person.person_id == person_id), None)
        if found is None:
            raise LookupError(f"There is no person {person_id!r}.")
        return found

    def page(self, page_id: str) -> Page | None:
        return next((page for page in self.pages() if page.page_id == page_id), None)

    def page_of(self, account: Account) -> Page:
        return next(page for page in self.pages() if page.ig_id == account.ig_id)

    def set(self, account: Account, **changes: int) -> None:
        """Change some of `SWITCHES`. Raises LookupError for another."""
        for name, value in changes.items():
            if name not in SWITCHES:
                raise LookupError(f"An account has no {name!r}.")
            self._store.run(f"UPDATE instagram_accounts SET {name} = ? WHERE ig_id = ?", int(value), account.ig_id)  # noqa: S608 one of ours


def _account(row: Row) -> Account:
    words = {name: row[name] for name in ("ig_id", "scoped_id", "username", "name", "account_type")}
    return Account(**words, restricted=bool(row["restricted"]), trial_reels=bool(row["trial_reels"]))


def _page(row: Row) -> Page:
    return Page(page_id=row["page_id"], person_id=row["person_id"], name=row["name"], ig_id=row["ig_id"])
