"""Corkboard itself, as small as its example: a wall in memory, at the wire."""

import io
import json
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import unquote

from platforms.sandbox.plumbing import Request, Response, json_response
from platforms.sandbox.wire import read_request, response_bytes

KEY = "key-of-the-wall-0001"


@dataclass
class Wall:
    """Takes notes; `loses` answers that it does not give, `refuses` with a code that it gives in place of a note."""

    notes: list[dict[str, str]] = field(default_factory=list)
    loses: int = 0
    refuses: str = ""

    def serve(self, raw: bytes) -> bytes | None:
        request = read_request(io.BytesIO(raw))
        assert request is not None
        answer = self._answer(request)
        if request.method == "POST" and self.loses:
            self.loses -= 1
            return None
        return response_bytes(answer)

    def _answer(self, request: Request) -> Response:
        if request.header("Authorization") != f"Key {KEY}":
            return json_response(401, {"code": "bad_key"})
        if request.path.endswith("/owner"):
            return json_response(200, {"id": "wall-1", "name": "The wall by the stairs"})
        if request.method == "GET":
            return json_response(200, {"notes": [note for note in self.notes if note["marker"] == request.argument("marker")]})
        content = request.content(most=request.length or 0)
        if len(content) < (request.length or 0):
            return json_response(400, {"code": "cut"})
        if self.refuses:
            return json_response(422, {"code": self.refuses})
        note = {"id": str(len(self.notes) + 1), "sha256": sha256(content).hexdigest(), **json.loads(unquote(request.header("X-Note")))}
        self.notes.append(note)
        return json_response(201, note)
