"""The captions of a video on YouTube: each language is one track, brought where it is missing and replaced where it is there."""

from collections.abc import Iterator, Sequence

from googleapiclient.http import MediaInMemoryUpload

from platforms import errors
from platforms.contract import Caption, Followed
from platforms.youtube.calls import Calls

NAME = ""
"""Of our tracks: viewers read it behind the language, and one track a language needs none."""
SPOKEN = "asr"
"""The kind of a track that YouTube's speech recognition made; it is not ours to replace. Source: docs/captions, snippet.trackKind."""
NO_LEAVE = (
    "The video is on YouTube, but without its captions: Retake was not granted leave to see to captions on this channel. "
    "Reconnect the account and leave every permission ticked, then send the captions again."
)


def bring_each(calls: Calls, captions: Sequence[Caption], video_id: str) -> Followed:
    """See to it that each language has one track, ours; what is refused becomes a warning, and the others go on.

    Raises what passes: the follow-up is tried again then, and finds the tracks that are there already.
    """
    if not captions:
        return Followed()
    try:
        there = _tracks(calls, video_id)
        refusals = list(_refusals(calls, captions, video_id, there))
    except errors.Unauthorized as refusal:
        if refusal.code != "permission_missing":
            raise
        return Followed(warning=NO_LEAVE)
    except errors.Refused as refusal:
        if refusal.code != "video_gone":
            return Followed(warning=_warning([_said(refusal)]))
        # For some minutes after it was made, YouTube may not find a video that is there.
        raise errors.Transient("not_listed_yet", "YouTube does not show the video yet.", max_failures=5) from refusal
    return Followed(warning=_warning(refusals) if refusals else "")


def language_tag(code: str) -> str:
    """A language by BCP 47 as it is usually written: `pt-BR`, `zh-Hans`."""
    first, *others = code.split("-")
    return "-".join([first.lower(), *(each.title() if len(each) == 4 else each.upper() for each in others)])


def _tracks(calls: Calls, video_id: str) -> dict[str, str]:
    """The ids of the tracks under our name, by language in small letters."""
    found = [(str(track.get("id", "")), track.get("snippet", {})) for track in calls.captions(video_id)]
    return {
        str(snippet.get("language", "")).lower(): id_
        for id_, snippet in found
        if id_ and snippet.get("name", "") == NAME and str(snippet.get("trackKind", "")).lower() != SPOKEN
    }


def _refusals(calls: Calls, captions: Sequence[Caption], video_id: str, there: dict[str, str]) -> Iterator[str]:
    for caption in captions:
        language, media = language_tag(caption.language), MediaInMemoryUpload(caption.vtt, mimetype="application/octet-stream")
        try:
            if track := there.get(language.lower()):
                calls.replace_captions(track, media)
            else:
                calls.add_captions(video_id, media, language=language, name=NAME)
        except errors.Refused as refusal:
            if refusal.code == "video_gone":
                raise
            yield f"{language}: {_said(refusal)}"


def _warning(refusals: list[str]) -> str:
    return " ".join(["The video is on YouTube, but not with all of its captions.", *refusals])


def _said(refusal: errors.Refused) -> str:
    return f"{refusal.message} {refusal.fix}".strip()
