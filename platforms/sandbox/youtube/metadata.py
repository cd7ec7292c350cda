"""The rules for a video's words and settings, each broken one with the error that YouTube documents for it.

Source: the `VideoSnippet` and `VideoStatus` schemas of youtube.v3 discovery revision 20261104;
developers.google.com/youtube/v3/docs/videos.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from platforms.sandbox.youtube.refusals import refusal

PARTS = frozenset(
    [
        "brandPartner",
        "contentDetails",
        "fileDetails",
        "id",
        "liveStreamingDetails",
        "localizations",
        "paidProductPlacementDetails",
        "player",
        "processingDetails",
        "recordingDetails",
        "snippet",
        "statistics",
        "status",
        "suggestions",
        "topicDetails",
    ]
)
WRITABLE_PARTS = ("snippet", "status", "localizations", "recordingDetails", "paidProductPlacementDetails")
PRIVACIES = ("public", "unlisted", "private")
LICENSES = ("youtube", "creativeCommon")
TITLE_LENGTH = 100
DESCRIPTION_BYTES = 5000
TAGS_LENGTH = 500
DEFAULT_CATEGORY = "22"
CATEGORIES = {
    "1": "Film & Animation",
    "2": "Autos & Vehicles",
    "10": "Music",
    "15": "Pets & Animals",
    "17": "Sports",
    "19": "Travel & Events",
    "20": "Gaming",
    "22": "People & Blogs",
    "23": "Comedy",
    "24": "Entertainment",
    "25": "News & Politics",
    "26": "Howto & Style",
    "27": "Education",
    "28": "Science & Technology",
    "29": "Nonprofits & Activism",
}
UNASSIGNABLE_CATEGORIES = {"18": "Short Movies", "21": "Videoblogging", "30": "Movies", "42": "Shorts", "43": "Shows", "44": "Trailers"}
_FLAGS = ("embeddable", "publicStatsViewable", "selfDeclaredMadeForKids", "containsSyntheticMedia")

_SETTABLE = {
    "snippet": frozenset(["title", "description", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage"]),
    "status": frozenset([*_FLAGS, "privacyStatus", "license", "publishAt"]),
    "paidProductPlacementDetails": frozenset(["hasPaidProductPlacement"]),
}
"""What a client may set of these parts; the rest is YouTube's to say."""

Parts = dict[str, dict[str, Any]]


def parts_of(argument: str) -> tuple[str, ...]:
    """Read the `part` parameter. Raises Refused when it is missing or names what is none."""
    parts = tuple(dict.fromkeys(part.strip() for part in argument.split(",") if part.strip()))
    if not parts:
        raise refusal("missingRequiredParameter")
    if not set(parts) <= PARTS:
        raise refusal("unknownPart")
    return parts


def unknown_fields(resource: Mapping[str, Any]) -> list[str]:
    """What the resource tries to set though it cannot be set."""
    return [f"{part}.{name}" for part, settable in _SETTABLE.items() for name in resource.get(part, {}) if name not in settable]


def tags_length(tags: list[str]) -> int:
    """YouTube's own count: a comma between two, and quotes around each tag with a space."""
    return sum(len(tag) + (2 if " " in tag else 0) for tag in tags) + max(len(tags) - 1, 0)


def checked(resource: Any, *, parts: tuple[str, ...], now: float) -> Parts:
    """The writable parts of a resource that may be taken over as they are. Raises Refused with the rule that is broken."""
    if not isinstance(resource, Mapping):
        raise refusal("badRequest")
    given = {name: resource[name] for name in WRITABLE_PARTS if name in resource}
    if not all(isinstance(part, Mapping) for part in given.values()):
        raise refusal("parseError")
    if not set(given) <= set(parts):
        raise refusal("unexpectedPart")
    taken: Parts = {name: dict(part) for name, part in given.items()}
    if "snippet" in parts:
        taken["snippet"] = _snippet(taken.get("snippet", {}))
    if "status" in parts:
        taken["status"] = _status(taken.get("status", {}), now=now)
    if not isinstance(taken.get("paidProductPlacementDetails", {}).get("hasPaidProductPlacement", False), bool):
        raise refusal("invalidVideoMetadata")
    _localizations(taken.get("localizations", {}), taken.get("snippet", {}))
    return taken


def _snippet(snippet: dict[str, Any]) -> dict[str, Any]:
    title, description, tags = snippet.get("title", ""), snippet.get("description", ""), snippet.get("tags", [])
    if not _is_title(title):
        raise refusal("invalidTitle")
    if not isinstance(description, str) or len(description.encode()) > DESCRIPTION_BYTES or _has_brackets(description):
        raise refusal("invalidDescription")
    if not _are_tags(tags):
        raise refusal("invalidTags")
    category = snippet.get("categoryId", DEFAULT_CATEGORY)
    if category not in CATEGORIES:
        raise refusal("invalidCategoryId")
    return {**snippet, "title": title, "description": description, "tags": tags, "categoryId": category}


def _is_title(title: Any) -> bool:
    return isinstance(title, str) and bool(title.strip()) and len(title) <= TITLE_LENGTH and not _has_brackets(title)


def _are_tags(tags: Any) -> bool:
    if not isinstance(tags, list) or not all(isinstance(tag, str) and tag.strip() and not _has_brackets(tag) for tag in tags):
        return False
    return tags_length(tags) <= TAGS_LENGTH


def _has_brackets(text: str) -> bool:
    return "<" in text or ">" in text


def _status(status: dict[str, Any], *, now: float) -> dict[str, Any]:
    privacy = status.get("privacyStatus", "public")
    flags_are_flags = all(isinstance(status.get(flag, True), bool) for flag in _FLAGS)
    if privacy not in PRIVACIES or status.get("license", "youtube") not in LICENSES or not flags_are_flags:
        raise refusal("invalidVideoMetadata")
    taken = {"license": "youtube", "embeddable": True, "publicStatsViewable": True, **status, "privacyStatus": privacy}
    if "publishAt" in status:
        taken |= _schedule(status["publishAt"], privacy=privacy, now=now)
        if taken["privacyStatus"] == "public":
            del taken["publishAt"]
    return taken


def _schedule(publish_at: Any, *, privacy: str, now: float) -> dict[str, Any]:
    """A time that has passed publishes at once."""
    try:
        moment = datetime.fromisoformat(publish_at)
    except (TypeError, ValueError):
        raise refusal("invalidPublishAt") from None
    if moment.tzinfo is None or privacy != "private":
        raise refusal("invalidPublishAt")
    return {"privacyStatus": "public" if moment.timestamp() <= now else "private", "publishAt": publish_at}


def _localizations(localizations: dict[str, Any], snippet: dict[str, Any]) -> None:
    if localizations and not snippet.get("defaultLanguage"):
        raise refusal("defaultLanguageNotSet")
    for words in localizations.values():
        if not isinstance(words, Mapping) or not str(words.get("title", "")).strip():
            raise refusal("invalidVideoMetadata")
