"""The videos that were posted: what the oracle counts, and the resource that the API shows of each."""

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from platforms.sandbox.store import Row, Store
from platforms.sandbox.youtube.metadata import Parts
from platforms.sandbox.youtube.processing import PARTS_TOTAL, Plan, Stage, stage


def timestamp(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, kw_only=True)
class Thumbnail:
    """The image that was set; `applied` is false where YouTube takes it and does nothing with it."""

    sha256: str
    size: int
    content_type: str
    applied: bool


@dataclass(frozen=True, kw_only=True)
class Video:
    """One post. Times in seconds since 1970, `size` in bytes; the bytes themselves were only hashed."""

    number: int
    id: str
    channel_id: str
    size: int
    sha256: str
    file_name: str
    metadata: Parts
    posted_at: float
    plan: Plan
    thumbnail: Thumbnail | None
    deleted_at: float | None

    @property
    def title(self) -> str:
        return str(self.metadata.get("snippet", {}).get("title", ""))

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(self.metadata.get("snippet", {}).get("tags", ()))

    def privacy(self, now: float) -> str:
        """What the world may see at that moment; a schedule that has come makes it public."""
        status = self.metadata.get("status", {})
        publish_at = status.get("publishAt")
        if publish_at and datetime.fromisoformat(publish_at).timestamp() <= now:
            return "public"
        return str(status.get("privacyStatus", "public"))

    def stage(self, now: float) -> Stage:
        return stage(self.plan, age=now - self.posted_at)

    def bears(self, marker: str) -> bool:
        """Whether a tag is this marker, or the file name or the description holds it."""
        description = str(self.metadata.get("snippet", {}).get("description", ""))
        return marker in self.tags or marker in self.file_name or marker in description


class Videos:
    """All videos, in the order in which they were posted."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now

    def post(
        self, *, channel_id: str, upload_id: str, size: int, sha256: str, file_name: str, metadata: Parts, plan: Plan, posted_at: float
    ) -> Video:
        """Make the post; the database refuses a second one of the same session."""
        id_ = secrets.token_urlsafe(8)[:11]
        self._store.run(
            "INSERT INTO youtube_videos (id, channel_id, upload_id, size, sha256, file_name, metadata, posted_at, plan)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id_,
            channel_id,
            upload_id,
            size,
            sha256,
            file_name,
            json.dumps(metadata),
            posted_at,
            json.dumps(asdict(plan)),
        )
        return self.all(ids=[id_])[0]

    def all(self, *, ids: Iterable[str] | None = None) -> list[Video]:
        """Every video, deleted ones too."""
        if ids is None:
            rows = self._store.rows("SELECT * FROM youtube_videos ORDER BY number")
        else:
            wanted = json.dumps(list(ids))
            rows = self._store.rows("SELECT * FROM youtube_videos WHERE id IN (SELECT value FROM json_each(?)) ORDER BY number", wanted)
        return [_video(row) for row in rows]

    def standing(self, id_: str) -> Video | None:
        """The video of that id, unless it was deleted."""
        return next((video for video in self.all(ids=[id_]) if video.deleted_at is None), None)

    def of_channel(self, channel_id: str) -> list[Video]:
        """Those that stand, newest first."""
        rows = self._store.rows("SELECT * FROM youtube_videos WHERE channel_id = ? AND deleted_at IS NULL ORDER BY number DESC", channel_id)
        return [_video(row) for row in rows]

    def rewrite(self, video: Video, metadata: Parts) -> None:
        self._store.run("UPDATE youtube_videos SET metadata = ? WHERE id = ?", json.dumps(metadata), video.id)

    def set_thumbnail(self, video: Video, thumbnail: Thumbnail) -> None:
        self._store.run("UPDATE youtube_videos SET thumbnail = ? WHERE id = ?", json.dumps(asdict(thumbnail)), video.id)

    def delete(self, video: Video) -> None:
        self._store.run("UPDATE youtube_videos SET deleted_at = ? WHERE id = ?", self._now(), video.id)

    def let_go(self) -> None:
        """End the processing of those that would be stuck for ever."""
        for video in self.all():
            if video.plan.outcome == "stuck":
                plan = Plan(seconds=self._now() - video.posted_at, outcome="processed")
                self._store.run("UPDATE youtube_videos SET plan = ? WHERE id = ?", json.dumps(asdict(plan)), video.id)


def _video(row: Row) -> Video:
    return Video(
        number=row["number"],
        id=row["id"],
        channel_id=row["channel_id"],
        size=row["size"],
        sha256=row["sha256"],
        file_name=row["file_name"],
        metadata=json.loads(row["metadata"]),
        posted_at=row["posted_at"],
        plan=Plan(**json.loads(row["plan"])),
        thumbnail=Thumbnail(**json.loads(row["thumbnail"])) if row["thumbnail"] else None,
        deleted_at=row["deleted_at"],
    )


def video_resource(
    video: Video, *, parts: Iterable[str], channel_title: str, base: str, file_details_shown: bool, now: float
) -> dict[str, Any]:
    """The parts that were asked for, as the API shows them to the owner."""
    stands = video.stage(now)
    every: dict[str, Any] = {
        "snippet": _snippet(video, channel_title=channel_title, base=base),
        "status": _status(video, stands, now=now),
        "contentDetails": {"duration": "PT10S" if stands.is_over else "PT0S", "dimension": "2d", "definition": "hd", "caption": "false"},
        "statistics": {"viewCount": "0", "likeCount": "0", "favoriteCount": "0", "commentCount": "0"},
        "player": {"embedHtml": f'<iframe src="{base}/watch?v={video.id}"></iframe>'},
        "processingDetails": _processing_details(stands, file_details_shown=file_details_shown),
        "suggestions": {"processingErrors": ["notAVideoFile"]} if stands.failure_reason == "invalidFile" else {},
        **{
            name: video.metadata[name]
            for name in ("localizations", "recordingDetails", "paidProductPlacementDetails")
            if name in video.metadata
        },
    }
    if file_details_shown and stands.is_over:
        every["fileDetails"] = {"fileName": video.file_name, "fileSize": str(video.size), "fileType": "video", "container": "mov,mp4"}
    shown = {part: every[part] for part in parts if part in every}
    return {"kind": "youtube#video", "etag": f"video-{video.id}", "id": video.id, **shown}


def thumbnails_of(video: Video, base: str) -> dict[str, dict[str, Any]]:
    sizes = {"default": (120, 90), "medium": (320, 180), "high": (480, 360)}
    address = f"{base}/thumbnails/{video.id}.svg"
    return {name: {"url": address, "width": width, "height": height} for name, (width, height) in sizes.items()}


def _snippet(video: Video, *, channel_title: str, base: str) -> dict[str, Any]:
    words = video.metadata.get("snippet", {})
    return {
        "publishedAt": timestamp(video.posted_at),
        "channelId": video.channel_id,
        "thumbnails": thumbnails_of(video, base),
        "channelTitle": channel_title,
        "liveBroadcastContent": "none",
        "localized": {"title": words.get("title", ""), "description": words.get("description", "")},
        **{name: value for name, value in words.items() if name != "tags" or value},
    }


def _status(video: Video, stands: Stage, *, now: float) -> dict[str, Any]:
    asked = video.metadata.get("status", {})
    privacy = video.privacy(now)
    shown = {**asked, "uploadStatus": stands.upload_status, "privacyStatus": privacy}
    if privacy == "public":
        shown.pop("publishAt", None)
    if "selfDeclaredMadeForKids" in asked:
        shown["madeForKids"] = asked["selfDeclaredMadeForKids"]
    if stands.failure_reason:
        shown["failureReason"] = stands.failure_reason
    if stands.rejection_reason:
        shown["rejectionReason"] = stands.rejection_reason
    return shown


def _processing_details(stands: Stage, *, file_details_shown: bool) -> dict[str, Any]:
    known = "available" if stands.is_over else "inProgress"
    details: dict[str, Any] = {
        "processingStatus": stands.processing_status,
        "fileDetailsAvailability": known if file_details_shown else "notAvailable",
        "processingIssuesAvailability": known,
        "tagSuggestionsAvailability": "notAvailable",
        "editorSuggestionsAvailability": "notAvailable",
        "thumbnailsAvailability": known,
    }
    if not stands.is_over:
        details["processingProgress"] = {
            "partsTotal": str(PARTS_TOTAL),
            "partsProcessed": str(int(stands.share * PARTS_TOTAL)),
            "timeLeftMs": str(int(stands.seconds_left * 1000)),
        }
    if stands.failure_reason:
        details["processingFailureReason"] = "transcodeFailed" if stands.failure_reason in ("codec", "conversion") else "uploadFailed"
    return details
