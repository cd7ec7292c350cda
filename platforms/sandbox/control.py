"""The control plane of a stand-in: the oracle and the faults as JSON, for tests that reach it over its port."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from platforms.sandbox.plumbing import Request, Response, json_response
from platforms.sandbox.world import World

ROOT = "/__admin/"


class Control:
    """GET state and log; POST faults, switches, actions/<name>, grants, clock, heal and reset.

    `state` gives what is the stand-in's own; `act` presses a button of its panel; `grant` gives tokens without a consent page.
    """

    def __init__(
        self,
        world: World[Any, Any],
        *,
        state: Callable[[], Mapping[str, Any]],
        act: Callable[[str, Mapping[str, str]], None],
        grant: Callable[[Mapping[str, Any]], Mapping[str, Any]],
        read_fault: Callable[[Mapping[str, Any]], Any],
        reset: Callable[[], None],
    ) -> None:
        self._world = world
        self._own_state = state
        self._press = act
        self._grant = grant
        self._read_fault = read_fault
        self._reset = reset

    def show(self, request: Request) -> Response:
        match request.path.removeprefix(ROOT):
            case "state":
                return json_response(200, self._state())
            case "log":
                return json_response(200, {"requests": [asdict(line) for line in self._world.log.newest_first()]})
        return json_response(404, {"error": "There is state and log."})

    def act(self, request: Request) -> Response:
        """Do it, and answer with the state that follows."""
        try:
            content = json.loads(request.content() or b"{}")
            answer = self._act(request.path.removeprefix(ROOT), content)
        except (LookupError, TypeError, ValueError) as error:
            return json_response(400, {"error": str(error)})
        return json_response(200, self._state() if answer is None else answer)

    def _act(self, name: str, content: dict[str, Any]) -> Mapping[str, Any] | None:
        world = self._world
        match name.partition("/")[0]:
            case "faults":
                world.faults.arm(self._read_fault(content))
            case "switches":
                world.board.set(**content)
            case "actions":
                self._press(name.partition("/")[2], {key: str(value) for key, value in content.items()})
            case "clock":
                world.advance(float(content["advance_seconds"]))
            case "heal":
                world.heal()
            case "reset":
                self._reset()
            case "grants":
                return self._grant(content)  # the only answer here that carries a secret
            case _:
                raise LookupError(f"There is no {name!r} here.")
        return None

    def _state(self) -> dict[str, Any]:
        world = self._world
        return {
            "now": world.now(),
            **self._own_state(),
            "faults": [asdict(armed) for armed in world.faults.armed()],
            "switches": asdict(world.board.now),
            "violations": [asdict(violation) for violation in world.violations.all()],
        }
