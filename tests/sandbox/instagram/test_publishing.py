"""One container becomes one reel, and what is said about a second call is believed by nobody."""

import hashlib

from tests.sandbox.instagram.conftest import Caller

SHA256 = hashlib.sha256(b"v" * 1000).hexdigest()


def test_pushed_bytes_become_one_reel(caller: Caller) -> None:
    container, path = caller.created()
    assert caller.status(container)["video_status"]["uploading_phase"] == {"status": "in_progress", "bytes_transferred": 0}
    answer = caller.put(path)
    assert answer.json() == {"success": True, "message": "Upload successful."}  # type: ignore[union-attr]
    assert caller.status(container)["status_code"] == "IN_PROGRESS"
    caller.hours.pass_(seconds=5)
    assert caller.status(container)["status_code"] == "FINISHED"
    media = caller.publish(container).json()["id"]
    assert caller.status(container)["status_code"] == "PUBLISHED"
    (made,) = caller.stand_in.media()
    assert (made.id, made.container_id, made.caption, made.sha256, made.deleted) == (media, container, "Tide", SHA256, False)
    assert [each["id"] for each in caller.listed()] == [media]
    assert caller.broken == []


def test_pulled_bytes_become_one_reel(puller: Caller) -> None:
    media = puller.published()
    (made,) = puller.stand_in.media()
    assert (made.id, made.sha256) == (media, SHA256)
    assert puller.get(media, fields="permalink").json()["permalink"].endswith(f"/reel/{made.shortcode}/")
    assert puller.broken == []
