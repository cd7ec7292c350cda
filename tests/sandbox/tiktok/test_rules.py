"""The stand-in is as strict as TikTok is documented to be, and remembers what no careful client does."""

import hashlib
from typing import Any

import pytest

from platforms.sandbox.plumbing import Response
from platforms.sandbox.tiktok import Fault
from platforms.sandbox.tiktok.answers import FAIL_REASONS, GRANT_ERRORS, REASONS
from platforms.sandbox.tiktok.faults import Kind
from tests.sandbox.tiktok.conftest import POST, Caller

MIB = 2**20
MB = 10**6


def code(answer: Response) -> str:
    return str(answer.json()["error"]["code"])


def test_a_file_in_one_piece_becomes_one_post(caller: Caller) -> None:
    publish_id, query = caller.opened()
    assert caller.put(query, 0, 999, 1000).status == 201
    assert caller.status(publish_id)["status"] == "PROCESSING_UPLOAD"
    caller.hours.pass_(seconds=5)
    assert caller.status(publish_id)["status"] == "PUBLISH_COMPLETE"
    (post,) = caller.stand_in.posts()
    assert post.sha256 == hashlib.sha256(b"v" * 1000).hexdigest()
    assert caller.put(query, 0, 999, 1000).status == 416
    assert len(caller.stand_in.posts()) == 1
    caller.hours.pass_(seconds=5)
    assert caller.status(publish_id)["publicaly_available_post_id"] == [int(post.post_id or 0)]
    assert caller.broken == []


@pytest.mark.parametrize(
    ("size", "piece", "count", "is_taken_at", "is_taken_at_2_20"),
    [
        (1000, 1000, 1, True, True),
        (1000, 500, 2, False, False),
        (64 * MB, 64 * MB, 1, True, True),
        (65 * MB, 65 * MB, 1, False, True),
        (68 * MB, 68 * MB, 1, False, False),
        (17 * MB, 10 * MB, 1, False, False),
        (100 * MB, 5 * MB, 20, True, False),
        (100 * MB, 16 * MIB, 5, True, True),
        (100 * MB, 16 * MIB, 6, False, False),
        (4_001 * MB, 16 * MIB, 238, False, True),
        (0, 0, 0, False, False),
    ],
)
def test_the_arithmetic_of_pieces_is_checked_in_both_readings_of_a_megabyte(
    caller: Caller, size: int, piece: int, count: int, is_taken_at: bool, is_taken_at_2_20: bool
) -> None:
    caller.stand_in.set(keeps_pace=False)
    caller.call(f"{POST}/creator_info/query/", {})
    for megabyte, is_taken in ((MB, is_taken_at), (MIB, is_taken_at_2_20)):
        caller.stand_in.set(megabyte=megabyte)
        answer = caller.open(size=size, piece=piece, count=count)
        assert (code(answer) == "ok") is is_taken, (megabyte, answer.json())
    assert set(caller.broken) == (set() if is_taken_at and is_taken_at_2_20 else {"T4"})


@pytest.mark.parametrize("tells_last_byte", [False, True])
def test_pieces_follow_each_other_and_progress_is_told(caller: Caller, tells_last_byte: bool) -> None:
    caller.stand_in.set(megabyte=1, tells_last_byte=tells_last_byte)
    publish_id, query = caller.opened(size=100, piece=40, count=2)
    assert caller.put(query, 40, 99, 100).status == 416
    assert caller.put(query, 0, 39, 100).status == 206
    again = caller.put(query, 0, 39, 100)
    assert (again.status, again.header("Content-Range")) == (416, f"bytes 0-{39 if tells_last_byte else 40}/100")
    assert caller.status(publish_id)["uploaded_bytes"] == 40
    assert caller.put(query, 40, 79, 100).status == 400
    assert caller.put(query, 40, 99, 100).status == 201
    assert caller.broken == ["T5"]


@pytest.mark.parametrize(
    ("headers", "status", "rule"),
    [
        ({"Authorization": "Bearer x"}, 201, ["T2"]),
        ({"Transfer_Encoding": "chunked"}, 400, ["T3"]),
        ({"Content_Type": "application/octet-stream"}, 400, []),
        ({"Content_Range": "bytes 0-999/2000"}, 400, ["T5"]),
    ],
)
def test_bytes_come_as_they_have_to(caller: Caller, headers: dict[str, str], status: int, rule: list[str]) -> None:
    _, query = caller.opened()
    assert caller.put(query, 0, 999, 1000, **headers).status == status
    assert caller.broken == rule


def test_an_address_dies_after_an_hour_and_another_is_none(caller: Caller) -> None:
    _, query = caller.opened()
    caller.hours.pass_(hours=1, seconds=1)
    assert caller.put(query, 0, 999, 1000).status == 403
    assert caller.put("upload_token=x", 0, 999, 1000).status == 404


@pytest.mark.parametrize(("name", "most"), [("video/init", 6), ("status/fetch", 30), ("creator_info/query", 20)])
def test_who_asks_too_often_is_refused_and_it_is_remembered(caller: Caller, name: str, most: int) -> None:
    answers = [caller.call(f"{POST}/{name}/", {}) for _ in range(most + 1)]
    assert [answer.status for answer in answers].count(429) == 1
    assert code(answers[-1]) == "rate_limit_exceeded"
    assert caller.broken == ["T6"]
    caller.hours.pass_(minutes=1, seconds=1)
    assert caller.call(f"{POST}/{name}/", {}).status != 429


@pytest.mark.parametrize(
    ("info", "said", "rules"),
    [
        ({"privacy_level": "FOLLOWER_OF_CREATOR"}, "privacy_level_option_mismatch", []),
        ({"privacy_level": ""}, "privacy_level_option_mismatch", []),
        ({"title": "a" * 2201}, "invalid_param", ["T9"]),
        ({"title": "🌊" * 1101}, "invalid_param", ["T9"]),
        ({"privacy_level": "SELF_ONLY", "brand_content_toggle": True}, "invalid_param", ["T8"]),
        ({"disable_duet": None}, "invalid_param", []),
    ],
)
def test_words_and_audience_are_checked(caller: Caller, info: dict[str, Any], said: str, rules: list[str]) -> None:
    caller.call(f"{POST}/creator_info/query/", {})
    assert code(caller.open(**info)) == said
    assert caller.broken == rules


def test_a_post_whose_creator_was_not_asked_for_before_is_remembered(caller: Caller) -> None:
    assert code(caller.open()) == "ok"
    assert caller.broken == ["T7"]


def test_an_app_that_was_not_audited_posts_to_private_accounts_for_only_me(caller: Caller) -> None:
    caller.stand_in.set(audited=False)
    assert code(caller.open(privacy_level="SELF_ONLY")) == "unaudited_client_can_only_post_to_private_accounts"
    caller.token = caller.stand_in.grant("quiet.harbour").access_token
    assert code(caller.open(privacy_level="FOLLOWER_OF_CREATOR")) == "unaudited_client_can_only_post_to_private_accounts"
    assert code(caller.open(privacy_level="SELF_ONLY")) == "ok"
    caller.stand_in.set(active_users=0)
    assert code(caller.open(privacy_level="SELF_ONLY")) == "reached_active_user_cap"


def test_a_day_has_so_many_posts_and_creator_info_says_so_with_200(caller: Caller) -> None:
    caller.stand_in.set(daily_posts=1)
    _, query = caller.opened()
    caller.put(query, 0, 999, 1000)
    asked = caller.call(f"{POST}/creator_info/query/", {})
    assert (asked.status, code(asked)) == (200, "spam_risk_too_many_posts")
    assert (caller.open().status, code(caller.open())) == (403, "spam_risk_too_many_posts")
    caller.hours.pass_(hours=25)
    caller.token = caller.stand_in.grant("atelier.nord").access_token
    assert code(caller.open()) == "ok"


def test_an_inbox_holds_five_drafts_until_one_is_posted(caller: Caller) -> None:
    for _ in range(5):
        publish_id, query = caller.opened(draft=True)
        caller.put(query, 0, 999, 1000)
        caller.hours.pass_(minutes=1)
    assert caller.status(publish_id)["status"] == "SEND_TO_USER_INBOX"
    assert code(caller.open(draft=True)) == "spam_risk_too_many_pending_share"
    caller.stand_in.world.tasks.post_draft(caller.stand_in.world.tasks.drafts()[0])
    assert code(caller.open(draft=True)) == "ok"
    assert len(caller.stand_in.posts()) == 1


def test_a_task_is_told_to_its_own_user_alone(caller: Caller) -> None:
    publish_id, _ = caller.opened()
    assert caller.status("v_pub_file~v2-1.0")["code"] == "invalid_publish_id"
    caller.token = caller.stand_in.grant("quiet.harbour").access_token
    assert caller.status(publish_id)["code"] == "token_not_authorized_for_specified_publish_id"


@pytest.mark.parametrize("reason", FAIL_REASONS)
def test_each_documented_failure_can_be_had(caller: Caller, reason: str) -> None:
    caller.stand_in.set(outcome=reason)
    publish_id, query = caller.opened()
    caller.put(query, 0, 999, 1000)
    caller.hours.pass_(seconds=5)
    said = caller.status(publish_id)
    assert (said["status"], said["fail_reason"]) == ("FAILED", reason)
    assert caller.stand_in.posts() == []


@pytest.mark.parametrize("reason", [name for name, reason in REASONS.items() if reason.words])
def test_each_documented_error_can_be_had(caller: Caller, reason: str) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="status", reason=reason))
    answer = caller.call(f"{POST}/status/fetch/", {"publish_id": "x"})
    assert (answer.status, code(answer)) == (REASONS[reason].http, reason)


@pytest.mark.parametrize("reason", GRANT_ERRORS)
def test_each_documented_error_of_tokens_can_be_had(caller: Caller, reason: str) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="token", reason=reason))
    answer = caller.grant(grant_type="refresh_token", refresh_token="x")
    assert (answer.status, answer.json()["error"]) == (GRANT_ERRORS[reason].http, reason)


@pytest.mark.parametrize("ends", [False, True])
def test_a_refresh_token_is_used_once(caller: Caller, ends: bool) -> None:
    caller.stand_in.set(refresh_ends_access=ends)
    first = caller.stand_in.grant("atelier.nord")
    assert caller.grant(grant_type="refresh_token", refresh_token=first.refresh_token).json()["refresh_token"] != first.refresh_token
    assert caller.grant(grant_type="refresh_token", refresh_token=first.refresh_token).json()["error"] == "invalid_grant"
    assert caller.broken == ["T1"]
    caller.token = first.access_token
    assert caller.call("/v2/user/info/", method="GET", query="fields=open_id").status == (401 if ends else 200)


def test_tokens_are_asked_for_with_a_form_alone(caller: Caller) -> None:
    assert caller.ask("POST", "/v2/oauth/token/", b"{}", Content_Type="application/json").json()["error"] == "invalid_request"


def test_it_never_fetches_a_video_itself(caller: Caller) -> None:
    caller.call(f"{POST}/creator_info/query/", {})
    answer = caller.call(f"{POST}/inbox/video/init/", {"source_info": {"source": "PULL_FROM_URL", "video_url": "https://a.example/v.mp4"}})
    assert (answer.status, code(answer)) == (403, "url_ownership_unverified")


def test_its_pages_are_shown_and_its_buttons_do_what_they_say(caller: Caller) -> None:
    _, query = caller.opened()
    caller.put(query, 0, 999, 1000)
    caller.hours.pass_(seconds=10)
    page = caller.ask("GET", "/").body.decode()
    for words in ("1 in all.", "No rule was broken.", "No draft waits."):
        assert words in page
    (post,) = caller.stand_in.posts()
    assert "Tide" in caller.ask("GET", f"/@atelier.nord/video/{post.post_id}").body.decode()
    assert caller.ask("GET", "/@atelier.nord/video/1").status == 404
    assert caller.ask("POST", "/panel/refuse", b"reason=internal_error&at=init&times=1").status == 303
    assert caller.open().status == 500
    assert caller.ask("POST", "/panel/nothing").status == 400


def test_what_is_said_of_a_creator_comes_with_200(caller: Caller) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="creator", reason="spam_risk_too_many_posts"))
    answer = caller.call(f"{POST}/creator_info/query/", {})
    assert (answer.status, code(answer)) == (200, "spam_risk_too_many_posts")


def test_an_error_of_anything_is_flat_where_it_strikes_the_tokens(caller: Caller) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, reason="unavailable"))
    assert caller.grant(grant_type="refresh_token", refresh_token="x").json()["error"] == "internal_error"
