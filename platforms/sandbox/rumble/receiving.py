"""One upload while it arrives: its form taken in, the armed fault that strikes it, and who else sends at the same time."""

from threading import Lock

from platforms.sandbox.bodies import drain
from platforms.sandbox.faults import Kind
from platforms.sandbox.plumbing import Answer, Dropped, Request
from platforms.sandbox.rumble.answers import refusal
from platforms.sandbox.rumble.faults import Fault
from platforms.sandbox.rumble.intake import LimitedBody, Sent, take_in
from platforms.sandbox.rumble.multipart import Form, Part, boundary_of
from platforms.sandbox.rumble.world import World


class Stopped(Exception):
    """The rest of the body is not wanted any more."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class UnderWay:
    """The tokens with which something is being sent right now; they go with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tokens: dict[int, str] = {}

    def begin(self, upload: object, token: str) -> None:
        with self._lock:
            self._tokens[id(upload)] = token

    def end(self, upload: object) -> None:
        with self._lock:
            self._tokens.pop(id(upload), None)

    def is_shared(self, upload: object) -> bool:
        """Whether another one is under way with the same token."""
        with self._lock:
            return list(self._tokens.values()).count(self._tokens[id(upload)]) > 1


class Upload:
    """One request; `has_begun` says whether its video began to arrive: until then it may be no more than a try of the token."""

    def __init__(self, world: World, request: Request, under_way: UnderWay) -> None:
        self.request = request
        self.body = LimitedBody(request.body)
        self.sent = Sent()
        self.fault: Fault | None = None
        self.has_begun = False
        self._world = world
        self._under_way = under_way

    def read(self) -> None:
        """Take the whole body in. Raises BrokenOff, Malformed, and Stopped where the fault leaves no more to be read."""
        form = Form(self.body, boundary_of(self.request.header("Content-Type")))
        take_in(form, self.sent, at_file=self._at_file, at_piece=self._at_piece)
        drain(self.body)

    def _at_file(self, part: Part) -> None:
        if part.name != "video" or self.has_begun:
            return
        self.has_begun = True
        self._under_way.begin(self, self.sent.fields.get("access_token", ""))
        self.fault = self._world.faults.take({"upload", "any"})
        if self.fault is not None:
            self._strike(self.fault)

    def _strike(self, fault: Fault) -> None:
        """What a fault does before the body is whole; the rest waits until then."""
        if fault.kind is Kind.DROP:
            raise Stopped(Dropped(why="the connection was closed before anything was done"))
        if fault.kind is Kind.REFUSE and fault.early:
            raise Stopped(refusal(fault.reason, shape=self._world.board.now.error_shape))
        if fault.kind is Kind.CUT:
            self.body.most = (self.request.length or 0) // 2 if fault.after_bytes is None else fault.after_bytes

    def _at_piece(self, piece: bytes) -> None:
        if self._world.board.now.bytes_per_second:
            self._world.sleep(len(piece) / self._world.board.now.bytes_per_second)
