"""The `fields` argument of Graph: which of a node's fields an answer has, names with fields of their own in braces."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from platforms.sandbox.instagram.answers import refused

Wanted = Mapping[str, "Wanted"]
_WORDS = re.compile(r"[a-z_0-9]+|[{},]")


def wanted(text: str) -> Wanted:
    """Raises Refused for what cannot be read."""
    words = _WORDS.findall(text)
    if "".join(words) != text.replace(" ", ""):
        raise refused("2500", words=f"Syntax error in fields: {text}")
    return _read(words)


def _read(words: list[str]) -> dict[str, Wanted]:
    found: dict[str, Wanted] = {}
    while words and words[0] != "}":
        name = words.pop(0)
        if name == ",":
            continue
        found[name] = {}
        if words and words[0] == "{":
            words.pop(0)
            found[name] = _read(words)
            if words:
                words.pop(0)
    return found


def shown(node: Mapping[str, Any], text: str, *, usual: Sequence[str] = ("id",)) -> dict[str, Any]:
    """The wanted fields of a node; None of them is left out. `usual` are those that come unasked. Raises Refused for an unknown one."""
    return _shown(node, wanted(text) or {name: {} for name in usual})


def _shown(node: Mapping[str, Any], asked: Wanted) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for name, inner in asked.items():
        if name not in node:
            raise refused("100", words=f"(#100) Tried accessing nonexisting field ({name})")
        value = node[name]
        if isinstance(value, Mapping) and name.endswith("_account"):
            value = _shown(value, inner or {"id": {}})
        if value is not None:
            answer[name] = value
    return answer if "id" not in node else {**answer, "id": node["id"]}
