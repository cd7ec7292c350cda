"""The calls of Instagram's API that Retake makes, as plain requests through our own door.

Source: developers.facebook.com/docs/instagram-platform/content-publishing and the references that it leads to. The token travels in
a header, never in an address.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from platforms import errors
from platforms.contract import Account
from platforms.http import Answer, Door, Exchange
from platforms.instagram.errors import GONE
from platforms.instagram.keys import Keys
from platforms.instagram.paces import CONTAINERS, take
from platforms.instagram.quota import Quota
from platforms.instagram.refusals import NotShown, error_of, is_refusal
from platforms.instagram.usage import Usage, usage_in

READ_SECONDS, PUBLISH_SECONDS = 30.0, 90.0
"""Source for the second: none; media_publish has been seen to take most of a minute."""
MEDIA = "id,caption,timestamp,permalink,shortcode,media_product_type"
Json = Mapping[str, Any]


class Calls:
    """Makes calls for one account. Each raises `errors.PlatformError`, and `pace.NotYet` where its pace is used up.

    `root` is the base address with its version. `usage` is the highest that the answers told so far.
    """

    def __init__(self, *, door: Door, root: str, account: Account, patience: float = READ_SECONDS) -> None:
        self._door = door
        self._root = root
        self._account = account
        self._keys = Keys.read(account.access_token)
        self._patience = patience
        self.usage = Usage()

    def create(self, parameters: Mapping[str, str]) -> Json:
        """Make a container. Nothing is posted by it, and one whose answer is lost stays invisible and is gone after a day."""
        take(self._account.turns, CONTAINERS)
        return self._post(f"/{self._account.id}/media", parameters)

    def container(self, container: str, fields: str) -> Json:
        """What became of a container; where its Page cannot read it, the person behind it may."""
        return self._read(f"/{container}", {"fields": fields})

    def quota(self, *, since: datetime | None = None) -> Quota:
        """How many posts of the last day, or since then, count against the account's allowance."""
        window = {} if since is None else {"since": str(int(since.timestamp()))}
        said = self._read(f"/{self._account.id}/content_publishing_limit", {"fields": "quota_usage,config", **window})
        found = Quota.read(said)
        if found is None:
            raise unreadable()
        return found

    def media(self, *, after: str = "", limit: int = 25) -> tuple[list[Json], str]:
        """The newest of the account's posts, and where the next ones begin; "" where there are none."""
        page = {"after": after} if after else {}
        said = self._read(f"/{self._account.id}/media", {"fields": MEDIA, "limit": str(limit), **page})
        listed = said.get("data")
        if not isinstance(listed, list):
            raise unreadable()
        paging = said.get("paging")
        cursors = paging.get("cursors") if isinstance(paging, dict) and paging.get("next") else None
        return [each for each in listed if isinstance(each, dict)], str(cursors.get("after") or "") if isinstance(cursors, dict) else ""

    def post(self, media: str) -> Json:
        """One post by its id."""
        return self._read(f"/{media}", {"fields": MEDIA})

    def delete(self, media: str) -> None:
        """Delete a post; one that is gone already is as good."""
        try:
            self._answered(self._send("DELETE", f"/{media}", quick_tries=True))
        except errors.Unauthorized as refusal:
            if refusal.code != GONE.code:
                raise

    @contextmanager
    def publishing(self, container: str) -> Iterator[tuple[Exchange, bytes]]:
        """Stand ready for media_publish, connected and with nothing sent; give the exchange, and the body that makes the post."""
        body = urlencode({"creation_id": container}).encode()
        url = f"{self._root}/{self._account.id}/media_publish"
        with self._door.open("POST", url, headers=self._headers(form=True), length=len(body), read_timeout=PUBLISH_SECONDS) as exchange:
            yield exchange, body

    def published(self, answer: Answer) -> str:
        """The id that media_publish answered with. Raises `errors.PlatformError`, which does not prove that nothing was posted."""
        return str(self._answered(answer).get("id") or "")

    # -- within --

    def _post(self, path: str, parameters: Mapping[str, str]) -> Json:
        """Ask for something that decides nothing. Made once: what it makes counts, even if nobody learns of it."""
        return self._answered(self._send("POST", path, body=urlencode(parameters).encode()))

    def _read(self, path: str, query: Mapping[str, str]) -> Json:
        """Read; what is not shown to the account's own token may be to its person's. Raises `NotShown` too."""
        address = f"{path}?{urlencode(query)}"
        try:
            return self._read_by_either(address)
        except errors.Unauthorized as refusal:
            if refusal.code != GONE.code:
                raise
            raise NotShown(refusal) from refusal

    def _read_by_either(self, address: str) -> Json:
        try:
            return self._answered(self._send("GET", address, quick_tries=True))
        except errors.Unauthorized as refusal:
            if not self._keys.persons or refusal.code != GONE.code:
                raise  # a token that has ended is to be renewed, and not to be passed over
            return self._answered(self._send("GET", address, quick_tries=True, token=self._keys.persons), instead_of=refusal)

    def _send(self, method: str, path: str, *, body: bytes = b"", quick_tries: bool = False, token: str = "") -> Answer:
        headers = self._headers(form=bool(body), token=token)
        return self._door.send(
            method, f"{self._root}{path}", headers=headers, body=body, read_timeout=self._patience, quick_tries=quick_tries
        )

    def _headers(self, *, form: bool, token: str = "") -> dict[str, str]:
        headers = {"Authorization": f"Bearer {token or self._keys.own}", "Accept": "application/json"}
        return {**headers, "Content-Type": "application/x-www-form-urlencoded"} if form else headers

    def _answered(self, answer: Answer, *, instead_of: errors.PlatformError | None = None) -> Json:
        """What the answer says, where it is a success. `instead_of` is what is raised where it is none."""
        self.usage = self.usage.with_(usage_in(answer))
        if is_refusal(answer):
            raise instead_of or error_of(answer, self._account.turns)
        said = answer.json()
        if not isinstance(said, dict):
            raise unreadable()
        return said


def unreadable() -> errors.Transient:
    return errors.Transient("garbled", "Instagram’s answer could not be read.")
