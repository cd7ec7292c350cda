"""What is kept of a platform's words."""

import pytest

from platforms.http import redact

SECRETS = [
    "Authorization: Bearer ya29.a0AfH6SMBx-secret",
    "authorization=Basic c2VjcmV0OnNlY3JldA==",
    '{"access_token": "secret", "refresh_token":"secret"}',
    "{'client_secret': 'secret'}",
    "token=secret&x=1",
    "code=4/0AX4secret failed",
    "https://www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&upload_id=secret",
    "https://bucket.s3.amazonaws.com/key?X-Amz-Signature=secret&X-Amz-Credential=secret",
    "https://alice:secret@example.org/",
    "https://example.org/#access_token=secret",
    "upload_id: secret",
    "ya29.secret",
    "1//0secret-secret",
    "session ABPtcPpsecret0123456789012345678901234567890",
    "password=secret",
    "api_key=secret",
]


@pytest.mark.parametrize("text", SECRETS)
def test_secrets_are_hidden(text: str) -> None:
    assert "secret" not in redact(text).replace("client_secret", "")


@pytest.mark.parametrize(
    "text",
    [
        "The request metadata specifies an invalid or empty video title.",
        "code: 403, reason: quotaExceeded",
        "Quota exceeded for quota metric 'Video Uploads' and limit 'Video Uploads per day' of service 'youtube.googleapis.com'",
        "consumer 'project_number:123'",
        "Invalid request. According to the Content-Range header, the upload offset is 262144 byte(s)",
        "2026-11-22T06:00:00Z",
        "Grüße, 日本語",
    ],
)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('over your <a href="/x">quota</a>.', "over your quota ."),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"),
        ("a\r\n\tb\x00c\x1b[31md", "a b c [31md"),
        ("left\u202eright", "left right"),
        ("R&amp;D", "R&D"),
        ("half a \ud83d sign", "half a sign"),
    ],
)
def test_markup_and_control_characters_go(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_it_is_bounded() -> None:
    assert len(redact("word " * 100_000)) == 600
    assert redact("word " * 100, longest=20) == "word word word word…"


@pytest.mark.parametrize(
    "text",
    ["<" * 200_000, "a=" * 100_000, "https://" * 50_000, "Bearer " * 50_000, '"' * 200_000, "a1" * 100_000],
    ids=lambda text: text[:8],
)
def test_hostile_text_costs_little(text: str) -> None:
    assert len(redact(text)) <= 600
