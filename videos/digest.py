"""The SHA-256 of a file and of its parts, in one reading, with constant memory."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from videos.parts import Plan
from videos.storage import WINDOW_BYTES


@dataclass(frozen=True, kw_only=True)
class Digest:
    """SHA-256, hexadecimal: of the whole file, and of those parts that were asked for, by number."""

    whole: str
    parts: Mapping[str, str]

    def agrees_with(self, claims: Mapping[str, str]) -> bool:
        """Whether each part holds what its sender says it sent."""
        return all(self.parts.get(number) == claim for number, claim in claims.items())


def digest(path: Path, plan: Plan, *, parts: bool, beat: Callable[[], None]) -> Digest:
    """Read the file once; `parts` asks for theirs too. `beat` is called before each part."""
    whole = hashlib.sha256()
    found: dict[str, str] = {}
    with path.open("rb", buffering=0) as file:
        for number in range(1, plan.count + 1):
            beat()
            part = hashlib.sha256()
            rest = plan.span(number).length
            while rest and (piece := file.read(min(WINDOW_BYTES, rest))):
                rest -= len(piece)
                whole.update(piece)
                if parts:
                    part.update(piece)
            found[str(number)] = part.hexdigest()
    return Digest(whole=whole.hexdigest(), parts=found if parts else {})
