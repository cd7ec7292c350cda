"""What an instance says, sorted by what to do next: by status, code and parameter, never by a word of the message."""

from datetime import timedelta

import pytest

from platforms import errors
from platforms.peertube.errors import DOWN, GRANT_TABLE, ODD, TABLE, UNKNOWN
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Kind
from platforms.sandbox.peertube import Fault
from tests.platforms.peertube.conftest import KIB, Scene, some_bytes, upload_of

CONTENT = some_bytes(300 * KIB)

SORTED = {
    "quota_reached": (errors.Refused, "file_exceeds_quota"),
    "max_file_size_reached": (errors.Refused, "file_too_large"),
    "bad_type": (errors.Refused, "file_type_refused"),
    "unreadable": (errors.Refused, "file_unreadable"),
    "filtered": (errors.Refused, "forbidden"),
    "user_blocked": (errors.Unauthorized, "account_blocked"),
    "invalid_token": (errors.Unauthorized, "access_refused"),
    "unauthorized_request": (errors.Unauthorized, "access_refused"),
    "too_many": (errors.RateLimited, "rate_limited"),
    "chunk_mismatch": (errors.Transient, "out_of_step"),
    "locked": (errors.Transient, "busy"),
    "bad_words": (errors.Refused, "request_refused"),
    "bad_channel": (errors.Refused, "request_refused"),
    "not_found": (errors.Refused, "not_found"),
    "server_error": (errors.Transient, "platform_down"),
    "bad_gateway": (errors.Transient, "platform_down"),
    "unavailable": (errors.Transient, "platform_down"),
}


@pytest.mark.parametrize("reason", sorted(SORTED))
def test_a_refusal_of_the_opening_is_sorted(scene: Scene, reason: str) -> None:
    kind, code = SORTED[reason]
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at="init", reason=reason, times=9))
    with pytest.raises(errors.PlatformError) as refusal:
        scene.publish(upload_of(CONTENT))
    assert (type(refusal.value), refusal.value.code) == (kind, code)
    assert scene.stand_in.videos() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"words": {"title": "ab"}}, "title_refused"),
        ({"words": {"title": "Tide pools", "tags": tuple("abcdefg")}}, "tags_refused"),
        ({"words": {"title": "Tide pools", "description": "x" * 10_001}}, "description_refused"),
        ({"options": {"privacy": "9"}}, "privacy_refused"),
    ],
)
def test_the_word_that_was_wrong_is_named(scene: Scene, changes: dict[str, dict[str, object]], code: str) -> None:
    upload = upload_of(CONTENT)
    given = {name: type(getattr(upload, name))(**value) for name, value in changes.items()}
    with pytest.raises(errors.Refused) as refusal:
        scene.publish(upload_of(CONTENT, **given))
    assert refusal.value.code == code


@pytest.mark.parametrize(("said", "waits"), [(90, timedelta(seconds=90)), (None, timedelta(minutes=1))])
def test_a_slower_pace_is_waited_for_as_long_as_was_said(scene: Scene, said: int | None, waits: timedelta) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at="init", reason="too_many", retry_after=said))
    with pytest.raises(errors.RateLimited) as limit:
        scene.publish(upload_of(CONTENT))
    assert limit.value.retry_after in (waits, timedelta(seconds=60))


@pytest.mark.parametrize("form", [Form.HTML, Form.EMPTY, Form.LIST, Form.TRUNCATED, Form.CUT])
def test_an_answer_that_cannot_be_read_is_trouble_that_passes(scene: Scene, form: Form) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at="init", reason="server_error", form=form, times=9))
    with pytest.raises(errors.Transient):
        scene.publish(upload_of(CONTENT))


def test_every_row_says_in_plain_words_what_happened_and_what_to_do() -> None:
    for row in (*TABLE, *GRANT_TABLE, DOWN, ODD, UNKNOWN):
        assert row.message.endswith(".")
        assert row.source
        if row.kind.name in ("REFUSED", "UNAUTHORIZED", "MISCONFIGURED"):
            assert row.fix.endswith("."), row.code
