"""Pieces of every stand-in's panel: forms that arm faults, and what their fields, as text, come to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from platforms.sandbox import pages
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Fault, Kind
from platforms.sandbox.world import World

Fields = Mapping[str, str]
Struck = TypeVar("Struck", bound=Fault)
FORMS = (
    (Form.JSON.value, "JSON, as documented"),
    (Form.HTML.value, "An HTML page"),
    (Form.EMPTY.value, "Nothing"),
    (Form.LIST.value, "[]"),
    (Form.TRUNCATED.value, "JSON that breaks off"),
    (Form.GZIP.value, "gzip"),
    (Form.CUT.value, "Cut half-way"),
)
ARMING = ("refuse", "lose", "cut", "down")
"""The forms that arm a fault, which every panel has."""
LOST = {"nothing": "No answer at all", "error": "503, as if it had failed", "empty": "An empty answer", "html": "An HTML page"}

_EVERY_ERROR = "Every error that is documented. Each group says what Retake should do about it."
_GO_ON = "Half of the bytes arrive. Retake should ask how far it got, and go on from there."


def times() -> str:
    return pages.number("times", "Requests", 1, least=1)


def refuse(root: str, reasons: Mapping[str, pages.Options], moments: pages.Options, *, lesson: str = _EVERY_ERROR) -> str:
    return pages.form(
        f"{root}/panel/refuse",
        "Fail the next requests",
        pages.grouped_select("reason", "With", reasons),
        pages.select("at", "At", moments),
        times(),
        pages.select("form", "Body", FORMS),
        title="Answer an error",
        lesson=lesson,
    )


def lose(root: str, moments: pages.Options) -> str:
    return pages.form(
        f"{root}/panel/lose",
        "Lose the next answers",
        pages.select("at", "To", moments),
        pages.select("as", "Instead comes", list(LOST.items())),
        times(),
        title="Lose the answer",
        lesson="It is done and nobody is told. Retake should ask what became of it, and never post twice.",
    )


def cut(root: str, moments: pages.Options, *, lesson: str = _GO_ON) -> str:
    return pages.form(
        f"{root}/panel/cut",
        "Cut the next uploads",
        pages.select("at", "In", moments),
        times(),
        title="Cut the connection",
        lesson=lesson,
    )


def down(root: str) -> str:
    return pages.form(
        f"{root}/panel/down",
        "Go down",
        pages.select("as", "How", [("error", "503"), ("silence", "Closes connections")]),
        pages.number("minutes", "Minutes", 2, least=0.1, step="any"),
        title="Go down",
        lesson="Retake should try again by itself, blame the platform, and disconnect nobody.",
    )


def faults_of(name: str, given: Fields, *, down_reason: str) -> dict[str, Any] | None:
    """What one of the forms above arms, as the fields of a fault; None for another form. Raises LookupError and ValueError."""
    match name:
        case "refuse":
            return {
                "kind": Kind.REFUSE.value,
                "at": given["at"],
                "reason": given["reason"],
                "form": given.get("form", Form.JSON.value),
                "times": int(given["times"]),
            }
        case "lose":
            return _lost(given, down_reason)
        case "cut":
            return {"kind": Kind.CUT.value, "at": given["at"], "times": int(given["times"])}
        case "down":
            kind = Kind.DROP if given["as"] == "silence" else Kind.REFUSE
            return {"kind": kind.value, "times": None, "seconds": float(given["minutes"]) * 60, "reason": down_reason}
    return None


def _lost(given: Fields, down_reason: str) -> dict[str, Any]:
    shared = {"at": given["at"], "times": int(given["times"])}
    match given["as"]:
        case "nothing":
            return {"kind": Kind.LOSE.value, **shared}
        case "error":
            return {"kind": Kind.SPOIL.value, "reason": down_reason, **shared}
        case form:
            return {"kind": Kind.SPOIL.value, "form": form, **shared}


def switches_of(usual: Any, names: Sequence[str], given: Fields) -> dict[str, Any]:
    """The fields as the switches' own types; an empty tick box sends nothing at all."""
    known = {field.name for field in fields(usual)}
    changes: dict[str, Any] = {}
    for name in names:
        if name not in known:
            raise LookupError(f"There is no switch {name!r}.")
        was = getattr(usual, name)
        changes[name] = given.get(name) == "on" if isinstance(was, bool) else type(was)(given.get(name, was))
    return changes


def act(
    world: World[Any, Struck],
    name: str,
    given: Fields,
    *,
    read_fault: Callable[[Mapping[str, Any]], Struck],
    groups: Mapping[str, Sequence[str]],
    actions: Mapping[str, Callable[[Fields], None]],
    down_reason: str,
) -> None:
    """Do what a button says. Raises LookupError for one that is not there, ValueError for a field that cannot be so."""
    group = name.removeprefix("switches/")
    if group != name:
        world.board.set(**switches_of(world.board.now, groups[group], given))
        return
    fault = faults_of(name, given, down_reason=down_reason)
    if fault is not None:
        world.faults.arm(read_fault(fault))
        return
    actions[name](given)
