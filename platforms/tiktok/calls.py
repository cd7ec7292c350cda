"""The calls of TikTok's API that Retake makes, as plain requests through our own door.

Source: developers.tiktok.com/doc/content-posting-api-reference-direct-post and its neighbours. All but `user` take a turn first.
"""

import json
from collections.abc import Mapping
from typing import Any

from platforms import errors
from platforms.contract import Account
from platforms.http import Answer, Door
from platforms.tiktok.creator import Creator
from platforms.tiktok.paces import CREATOR, OPENING, STATUS, take, take_in_place
from platforms.tiktok.refusals import OK, code_of, error_of
from platforms.tiktok.task import Task

READ_SECONDS = 30.0
Json = Mapping[str, Any]
_POST = "/v2/post/publish"


class Calls:
    """Makes calls for one account. Each raises `errors.PlatformError`, and `paces.NotYet` where its pace is used up."""

    def __init__(self, *, door: Door, api_url: str, account: Account, patience: float = READ_SECONDS) -> None:
        self._door = door
        self._root = api_url.rstrip("/")
        self._turns = account.turns
        self._headers = {"Authorization": f"Bearer {account.access_token}", "Accept": "application/json"}
        self._patience = patience

    def user(self, fields: str) -> Json:
        """Whose token this is."""
        return self._object(self._send("GET", f"/v2/user/info/?fields={fields}"), "user")

    def creator(self) -> Creator:
        """What the creator may choose from just now. Raises what it raises when the account may not post at all just now."""
        take(self._turns, CREATOR)
        return Creator.read(self._object(self._send("POST", f"{_POST}/creator_info/query/", {})))

    def open(self, content: Json, *, draft: bool) -> Json:
        """Announce a video: an upload address and a `publish_id`, out of which nothing comes before its bytes are sent.

        Made once: whether a second one counts against the day is not known.
        """
        take(self._turns, OPENING)
        return self._object(
            self._send("POST", f"{_POST}/inbox/video/init/" if draft else f"{_POST}/video/init/", content, quick_tries=False)
        )

    def status(self, publish_id: str, *, at_once: bool = False) -> Task | None:
        """What became of a task; None where TikTok knows none of that id, which proves nothing. `at_once` waits for its turn here."""
        (take_in_place if at_once else take)(self._turns, STATUS)
        answer = self._send("POST", f"{_POST}/status/fetch/", {"publish_id": publish_id})
        if code_of(answer) == "invalid_publish_id":
            return None
        task = Task.read(self._object(answer))
        if not task.status:
            raise unreadable()
        return task

    def _send(self, method: str, path: str, content: Json | None = None, *, quick_tries: bool = True) -> Answer:
        headers = self._headers if content is None else {**self._headers, "Content-Type": "application/json; charset=UTF-8"}
        body = b"" if content is None else json.dumps(content).encode()
        return self._door.send(
            method, f"{self._root}{path}", headers=headers, body=body, read_timeout=self._patience, quick_tries=quick_tries
        )

    def _object(self, answer: Answer, member: str = "") -> Json:
        """What the answer holds. Whether it is a success is said by the code in it, not by the status."""
        if code_of(answer) != OK or answer.status >= 300:
            raise error_of(answer, self._turns)
        said = answer.json().get("data")
        held = said.get(member) if member and isinstance(said, dict) else said
        if not isinstance(held, dict):
            raise unreadable()
        return held


def unreadable() -> errors.Transient:
    return errors.Transient("garbled", "TikTok’s answer could not be read.")
