"""Makes containers: POST /{ig}/media, with everything that is checked before one exists.

Source: the reference of IG User Media, read 2026-09-30.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from platforms.sandbox.instagram.access import Access, Call
from platforms.sandbox.instagram.accounts import Account
from platforms.sandbox.instagram.allowances import DAY
from platforms.sandbox.instagram.answers import refused
from platforms.sandbox.instagram.conduct import Conduct
from platforms.sandbox.instagram.containers import PULL, RESUMABLE
from platforms.sandbox.instagram.fetching import Unfetchable
from platforms.sandbox.instagram.hosts import GRAPH_INSTAGRAM, UPLOAD_ROOT, UPLOADS
from platforms.sandbox.instagram.pulling import Pulling
from platforms.sandbox.instagram.world import World
from platforms.sandbox.plumbing import Response, json_response

MOST_CAPTION, MOST_HASHTAGS, MOST_MENTIONS, MOST_COLLABORATORS = 2200, 30, 20, 3
LONGEST_MS = 15 * 60 * 1000
TYPES = ("REELS", "VIDEO", "IMAGE", "STORIES", "CAROUSEL")
PARAMS = frozenset(
    {
        *("media_type", "video_url", "upload_type", "caption", "share_to_feed", "cover_url", "thumb_offset", "collaborators"),
        *("user_tags", "audio_name", "location_id", "is_ai_generated", "trial_params"),
    }
)
OF_THE_CALLER = frozenset({"access_token", "appsecret_proof"})
_HASHTAG, _MENTION = re.compile(r"(?<!\w)#\w+"), re.compile(r"(?<![\w.])@[\w.]+")


class Creating:
    """The answers of POST /{ig}/media. They raise `Refused`."""

    def __init__(self, world: World, access: Access, conduct: Conduct, pulling: Pulling) -> None:
        self._world = world
        self._access = access
        self._conduct = conduct
        self._pulling = pulling

    def make(self, call: Call) -> Response:
        account = self._access.account(call, self._access.token(call), call.node, to_publish=True)
        if account.restricted:
            raise refused("2207050")
        unknown = sorted(set(call.fields) - PARAMS - OF_THE_CALLER)
        if unknown:
            self._world.violations.note("I7", f"a parameter that is not documented: {', '.join(unknown)}", call.request)
        mode = self._mode(call)
        self._check_words(call)
        self._check_choices(call, account)
        self._check_allowance(account)
        return self._made(call, account, mode)

    def _mode(self, call: Call) -> str:
        """Whether bytes will be pushed or pulled."""
        if call.field("media_type") not in TYPES:
            raise refused("2207023")
        if call.field("media_type") != "REELS":
            raise refused("100", words="(#100) This stand-in makes reels alone")
        is_pushed = call.field("upload_type") == "resumable"
        if is_pushed and call.target.host == GRAPH_INSTAGRAM:
            self._world.violations.note("I13", "bytes pushed with Instagram Login, which pulls alone", call.request)
        if is_pushed and call.target.host != GRAPH_INSTAGRAM and not call.field("video_url"):
            return RESUMABLE
        address = call.field("video_url")
        if not address:
            raise refused("100", words="(#100) The parameter video_url is required")
        if not address.isascii() or not address.startswith(("http://", "https://")):
            self._broken(call, "an address that is no web address in US-ASCII")
            raise refused("100", words="(#100) video_url is not a valid URI")
        return PULL

    def _check_words(self, call: Call) -> None:
        caption = call.field("caption")
        if len(caption) > MOST_CAPTION:
            self._broken(call, "a caption that is too long")
            raise refused("2207010")
        if len(_HASHTAG.findall(caption)) > MOST_HASHTAGS:
            self._broken(call, "too many hashtags")
            raise refused("100", words="(#100) The caption has more than 30 hashtags")
        if len(_MENTION.findall(caption)) > MOST_MENTIONS:
            self._broken(call, "too many mentions")
            raise refused("2207040")

    def _check_choices(self, call: Call, account: Account) -> None:
        for name in ("share_to_feed", "is_ai_generated"):
            if call.field(name) not in ("", "true", "false"):
                raise refused("100", words=f"(#100) Param {name} must be a boolean")
        offset = call.field("thumb_offset") or "0"
        if not offset.isdecimal():
            raise refused("100", words="(#100) Param thumb_offset must be an integer")
        if int(offset) >= LONGEST_MS:
            raise refused("2207057")
        if len(_json(call, "collaborators", [])) > MOST_COLLABORATORS:
            raise refused("100", words="(#100) There are more than 3 collaborators")
        if call.field("location_id") and call.target.host == GRAPH_INSTAGRAM:
            raise refused("100", words="(#100) location_id is not supported")
        self._check_trial(call, account)
        if call.field("cover_url"):
            self._pulling.check_cover(call.field("cover_url"))

    def _check_trial(self, call: Call, account: Account) -> None:
        if not call.field("trial_params"):
            return
        trial = _json(call, "trial_params", {})
        if not isinstance(trial, Mapping) or trial.get("graduation_strategy") not in ("MANUAL", "SS_PERFORMANCE"):
            raise refused("100", words="(#100) Param trial_params is invalid")
        if not account.trial_reels:
            raise refused("2207081")

    def _check_allowance(self, account: Account) -> None:
        now = self._world.board.now
        if self._world.requests.count(account.ig_id, "container", since=self._world.now() - DAY) >= now.containers_a_day:
            raise refused(now.too_many_containers)

    def _made(self, call: Call, account: Account, mode: str) -> Response:
        params = {name: value for name, value in call.fields.items() if name in PARAMS}
        now = self._world.board.now
        container = self._world.containers.make(account.ig_id, mode=mode, params=params, life=now.container_seconds)
        self._world.requests.note(account.ig_id, "container")
        self._conduct.note_begun(container, call)
        if mode == RESUMABLE:
            place = f"{UPLOAD_ROOT}/{call.target.version or 'v26.0'}/{container.id}"
            return json_response(200, {"id": container.id, "uri": f"{call.request.base}/{UPLOADS}/{place}"})
        try:
            self._pulling.begin(container)
        except Unfetchable as problem:
            raise refused(problem.reason, words=str(problem)) from problem
        return json_response(200, {"id": container.id})

    def _broken(self, call: Call, what: str) -> None:
        self._world.violations.note("I7", what, call.request)


def _json(call: Call, name: str, usual: Any) -> Any:
    try:
        return json.loads(call.field(name)) if call.field(name) else usual
    except ValueError:
        raise refused("100", words=f"(#100) Param {name} is no JSON") from None
