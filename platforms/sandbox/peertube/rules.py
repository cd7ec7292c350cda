"""The rules for a video's words and settings, as an instance checks them when it is announced and when it is changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from platforms.sandbox.peertube.problems import refused


def check_words(metadata: Mapping[str, Any]) -> None:
    """Raises Refused naming each that is wrong, of a video that is announced."""
    told = {"name": metadata.get("name", ""), "filename": metadata.get("filename") or "", **metadata}
    _insist({"filename": bool(told["filename"]), **_checked(told)})


def check_changes(fields: Mapping[str, Any]) -> None:
    """Raises Refused naming each that is wrong, of those that change."""
    _insist(_checked(fields))


def _checked(said: Mapping[str, Any]) -> dict[str, bool]:
    """Whether each that was named is right; null is none, where there may be none."""
    rules = {
        "name": lambda name: 3 <= len(str(name)) <= 120,
        "tags": lambda tags: len(tags or []) <= 5 and all(2 <= len(str(tag)) <= 30 for tag in tags or []),
        "description": lambda text: text is None or 3 <= len(str(text)) <= 10_000,
        "support": lambda text: text is None or 3 <= len(str(text)) <= 1_000,
        "privacy": lambda privacy: privacy in (None, 1, 2, 3, 4),
        "scheduleUpdate": _is_update,
    }
    return {name: rule(said[name]) for name, rule in rules.items() if name in said}


def _insist(right: Mapping[str, bool]) -> None:
    wrong = [name for name, is_right in right.items() if not is_right]
    if wrong:
        told = {name: {"msg": "Invalid value", "path": name, "location": "body"} for name in wrong}
        raise refused("bad_words", detail=f"Incorrect request parameters: {', '.join(wrong)}", **{"invalid-params": told})


def _is_update(said: Any) -> bool:
    """Whether it is none, or names a moment and a privacy that an update may set."""
    if said is None:
        return True
    try:
        datetime.fromisoformat(str(said["updateAt"]))
    except (TypeError, KeyError, ValueError):
        return False
    return said.get("privacy", 1) in (1, 2, 4)
