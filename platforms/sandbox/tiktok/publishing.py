"""The calls of the API: who it is, what one may choose from, opening an upload, and what became of it.

Source: developers.tiktok.com/doc/content-posting-api-reference-direct-post and its neighbours, read 2026-09-11.
"""

import json
from collections.abc import Mapping
from typing import Any

from platforms.sandbox.plumbing import Request, Response
from platforms.sandbox.tiktok import pieces
from platforms.sandbox.tiktok.allowances import DAY, MINUTE, PACES
from platforms.sandbox.tiktok.answers import Refused, refused, said
from platforms.sandbox.tiktok.creators import Creator
from platforms.sandbox.tiktok.tasks import Task
from platforms.sandbox.tiktok.tokens import Bearer
from platforms.sandbox.tiktok.world import World

PUBLISH, UPLOAD, BASIC, PROFILE, LIST = "video.publish", "video.upload", "user.info.basic", "user.info.profile", "video.list"
MOST_CAPTION = 2200
FRESH_SECONDS = 300.0
"""How long what a creator may choose from counts as read right before a post."""
_FIELDS = {"open_id": BASIC, "union_id": BASIC, "avatar_url": BASIC, "display_name": BASIC, "username": PROFILE}


class Publishing:
    """The answers of the API. Each raises `Refused`."""

    def __init__(self, world: World) -> None:
        self._world = world

    # -- who asks --
    def _bearer(self, request: Request, *scopes: str) -> Bearer:
        scheme, _, token = request.header("Authorization").partition(" ")
        bearer = self._world.tokens.bearer(token.strip()) if scheme == "Bearer" else None
        if bearer is None:
            raise refused("access_token_invalid")
        if not bearer.scopes & set(scopes):
            raise refused("scope_not_authorized", words=f"The user did not authorize the scope required: {' or '.join(scopes)}.")
        return bearer

    def _paced(self, bearer: Bearer, name: str, request: Request) -> None:
        most = PACES[name]
        if self._world.board.now.keeps_pace and self._world.requests.count(bearer.open_id, name, seconds=MINUTE) >= most:
            self._world.violations.note("T6", f"more than {most} of {name} in a minute", request)
            raise refused("rate_limit_exceeded")
        self._world.requests.note(bearer.open_id, name)

    # -- people --
    def user(self, request: Request) -> Response:
        bearer = self._bearer(request, BASIC)
        fields = [name for name in request.argument("fields").split(",") if name]
        if not fields or not set(fields) <= _FIELDS.keys():
            raise refused("invalid_params", words="Fields is invalid")
        if not {_FIELDS[name] for name in fields} <= bearer.scopes:
            raise refused("scope_not_authorized")
        creator = self._world.creators.get(bearer.open_id)
        known = {
            "open_id": creator.open_id,
            "union_id": f"union{creator.open_id}",
            "avatar_url": f"{request.base}/pictures/{creator.username}.svg",
            "display_name": creator.nickname,
            "username": creator.username,
        }
        return said({"user": {name: known[name] for name in fields}})

    def creator(self, request: Request) -> Response:
        bearer = self._bearer(request, PUBLISH)
        self._paced(bearer, "creator", request)
        creator = self._world.creators.get(bearer.open_id)
        if self._day_is_used_up(creator):
            raise refused("spam_risk_too_many_posts", http=200)
        return said(
            {
                "creator_avatar_url": f"{request.base}/pictures/{creator.username}.svg",
                "creator_username": creator.username,
                "creator_nickname": creator.nickname,
                "privacy_level_options": list(creator.privacies),
                "comment_disabled": creator.comment_disabled,
                "duet_disabled": creator.duet_disabled or creator.private,
                "stitch_disabled": creator.stitch_disabled or creator.private,
                "max_video_post_duration_sec": creator.most_seconds,
            }
        )

    # -- opening an upload --
    def open_post(self, request: Request) -> Response:
        bearer = self._bearer(request, PUBLISH)
        self._paced(bearer, "init", request)
        content = _content(request)
        creator, info = self._world.creators.get(bearer.open_id), content.get("post_info")
        if not isinstance(info, dict):
            raise refused("invalid_param", words="post_info is missing")
        self._check_words(info, request)
        self._check_audience(creator, info, request)
        if self._day_is_used_up(creator):
            raise refused("spam_risk_too_many_posts")
        return self._opened(bearer, content, request, info=info)

    def open_draft(self, request: Request) -> Response:
        bearer = self._bearer(request, UPLOAD)
        self._paced(bearer, "init", request)
        waiting = [task for task in self._world.tasks.drafts() if task.open_id == bearer.open_id]
        if len([task for task in waiting if task.opened_at > self._world.now() - DAY]) >= self._world.board.now.pending_drafts:
            raise refused("spam_risk_too_many_pending_share")
        return self._opened(bearer, _content(request), request, info=None)

    def _check_words(self, info: Mapping[str, Any], request: Request) -> None:
        toggles = ("disable_comment", "disable_duet", "disable_stitch", "brand_content_toggle", "brand_organic_toggle")
        title = info.get("title", "")
        if not isinstance(title, str) or len(title.encode("utf-16-le", "surrogatepass")) // 2 > MOST_CAPTION:
            self._world.violations.note("T9", "a caption that is too long", request)
            raise refused("invalid_param", words="title is too long")
        if any(not isinstance(info.get(name), bool) for name in toggles):
            raise refused("invalid_param", words="A toggle is missing")
        cover = info.get("video_cover_timestamp_ms", 0)
        if not isinstance(cover, int) or isinstance(cover, bool) or not 0 <= cover < 2**31:
            raise refused("invalid_param", words="video_cover_timestamp_ms is no int32")
        if info["brand_content_toggle"] and info.get("privacy_level") == "SELF_ONLY":
            self._world.violations.note("T8", "branded content for nobody but oneself", request)
            raise refused("invalid_param", words="Branded content cannot be private")

    def _check_audience(self, creator: Creator, info: Mapping[str, Any], request: Request) -> None:
        asked_at = self._world.requests.last(creator.open_id, "creator")
        if asked_at is None or self._world.now() - asked_at > FRESH_SECONDS:
            self._world.violations.note("T7", "a post, and what its creator may choose from was not read before", request)
        if info.get("privacy_level") not in creator.privacies:
            raise refused("privacy_level_option_mismatch")
        now = self._world.board.now
        if not now.audited and (info["privacy_level"] != "SELF_ONLY" or not creator.private):
            raise refused("unaudited_client_can_only_post_to_private_accounts")
        people = self._world.requests.people("post") | {creator.open_id}
        if not now.audited and len(people) > now.active_users:
            raise refused("reached_active_user_cap")

    def _day_is_used_up(self, creator: Creator) -> bool:
        return self._world.requests.count(creator.open_id, "post", seconds=DAY) >= self._world.board.now.daily_posts

    def _opened(self, bearer: Bearer, content: Mapping[str, Any], request: Request, *, info: Mapping[str, Any] | None) -> Response:
        source = content.get("source_info")
        if not isinstance(source, dict):
            raise refused("invalid_param", words="source_info is missing")
        if source.get("source") == "PULL_FROM_URL":
            raise refused("url_ownership_unverified")
        size, piece, count = (source.get(name) for name in ("video_size", "chunk_size", "total_chunk_count"))
        if source.get("source") != "FILE_UPLOAD" or not all(isinstance(each, int) for each in (size, piece, count)):
            raise refused("invalid_param", words="source_info is invalid")
        problem = pieces.problem_of(int(size or 0), int(piece or 0), int(count or 0), megabyte=self._world.board.now.megabyte)
        if problem:
            self._world.violations.note("T4", problem, request)
            raise refused("invalid_params", words=problem)
        task = self._world.tasks.open(
            bearer.open_id, draft=info is None, info=info or {}, size=int(size or 0), piece=int(piece or 0), pieces=int(count or 0)
        )
        address = f"{request.base}/upload/?upload_id={task.publish_id[-12:]}&upload_token={task.upload_token}"
        return said({"publish_id": task.publish_id, "upload_url": address})

    # -- what became of it --
    def status(self, request: Request) -> Response:
        bearer = self._bearer(request, PUBLISH, UPLOAD)
        self._paced(bearer, "status", request)
        task = self._own(bearer, request)
        now = self._world.now()
        told: dict[str, Any] = {"status": task.status(now), "uploaded_bytes": task.received}
        if task.fail_reason(now):
            told["fail_reason"] = task.fail_reason(now)
        told["publicaly_available_post_id"] = [int(task.post_id)] if task.post_id and self._is_told(task) else []
        return said(told)

    def _is_told(self, task: Task) -> bool:
        """Whether the id of its post is known by now; of one that is not public it never is."""
        ready = self._world.now() >= (task.posted_at or 0.0) + self._world.board.now.public_id_seconds
        return ready and (task.draft or task.privacy == "PUBLIC_TO_EVERYONE")

    def cancel(self, request: Request) -> Response:
        """It is there for downloads alone."""
        self._own(self._bearer(request, PUBLISH, UPLOAD), request)
        raise refused("invalid_param", words="publish_not_cancellable")

    def _own(self, bearer: Bearer, request: Request) -> Task:
        task = self._world.tasks.find(str(_content(request).get("publish_id", "")))
        if task is None:
            raise refused("invalid_publish_id")
        if task.open_id != bearer.open_id:
            raise refused("token_not_authorized_for_specified_publish_id")
        return task

    def videos(self, request: Request) -> Response:
        """The newest public ones."""
        bearer = self._bearer(request, LIST)
        public = [task for task in self._world.tasks.posts() if task.open_id == bearer.open_id and self._is_told(task)]
        listed = [{"id": task.post_id, "create_time": int(task.posted_at or 0), "title": task.title[:150]} for task in reversed(public)]
        return said({"videos": listed[:20], "cursor": 0, "has_more": len(listed) > 20})


def _content(request: Request) -> Mapping[str, Any]:
    try:
        content = json.loads(request.content() or b"{}")
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise Refused(refused("invalid_param", words="The body is no JSON object").response)
    return content
