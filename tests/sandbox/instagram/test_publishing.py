"""One container becomes one reel, and what is said about a second call is believed by nobody."""

import hashlib

import pytest

from platforms.sandbox.faults import Kind
from platforms.sandbox.instagram import Fault
from platforms.sandbox.plumbing import Dropped
from tests.sandbox.instagram.conftest import Caller, error

SHA256 = hashlib.sha256(b"v" * 1000).hexdigest()


def test_pushed_bytes_become_one_reel(caller: Caller) -> None:
    container, path = caller.created()
    assert caller.status(container)["video_status"]["uploading_phase"] == {"status": "in_progress", "bytes_transferred": 0}
    assert caller.took(path).json() == {"success": True, "message": "Upload successful."}
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


@pytest.mark.parametrize(
    ("profile", "said", "made"), [("same_id", "", 1), ("2207008", "24/2207008", 1), ("2207027", "9007/2207027", 1), ("second_media", "", 2)]
)
def test_a_second_call_is_answered_as_it_is_set_and_remembered(caller: Caller, profile: str, said: str, made: int) -> None:
    caller.stand_in.set(second_publish=profile)
    container = caller.ready()
    first = caller.publish(container).json()["id"]
    caller.status(container)
    second = caller.publish(container)
    assert (error(second) if second.status == 400 else "") == said
    if profile == "same_id":
        assert second.json()["id"] == first
    assert len(caller.stand_in.media()) == made
    assert caller.broken == ["I1"]


def test_what_is_not_ready_is_not_published(caller: Caller) -> None:
    container, path = caller.created()
    assert error(caller.publish(container)) == "9007/2207027"
    caller.put(path)
    caller.status(container)
    assert error(caller.publish(container)) == "9007/2207027"
    assert caller.stand_in.media() == []


def test_a_container_dies_after_a_day(caller: Caller) -> None:
    container = caller.ready()
    caller.hours.pass_(hours=24)
    assert caller.status(container)["status_code"] == "EXPIRED"
    assert error(caller.publish(container)) == "24/2207008"
    caller.stand_in.set(expired_publish="2207020")
    caller.status(container)
    assert error(caller.publish(container)) == "-2/2207020"


def test_another_accounts_container_and_none_at_all(caller: Caller) -> None:
    container = caller.ready()
    caller.who = caller.stand_in.grant("field.notes")
    caller.token = caller.who.access_token
    assert error(caller.publish(container)) == "24/2207006"
    assert error(caller.publish("17889000000000000")) == "24/2207008"


def test_a_restricted_account_publishes_nothing(caller: Caller) -> None:
    caller.who = caller.stand_in.grant("quiet.harbour")
    caller.token = caller.who.access_token
    assert error(caller.create()) == "25/2207050"


def test_the_quota_is_kept_and_told(caller: Caller) -> None:
    caller.stand_in.set(quota_total=1, quota_lag_seconds=30)
    caller.published()
    told = caller.get(f"{caller.who.ig_id}/content_publishing_limit", fields="quota_usage,config").json()["data"][0]
    assert told == {"quota_usage": 0, "config": {"quota_total": 1, "quota_duration": 86400}}
    caller.hours.pass_(seconds=31)
    assert caller.get(f"{caller.who.ig_id}/content_publishing_limit").json()["data"] == [{"quota_usage": 1}]
    since = str(int(caller.hours.now.timestamp()))
    assert caller.get(f"{caller.who.ig_id}/content_publishing_limit", since=since).json()["data"] == [{"quota_usage": 0}]
    assert caller.get(f"{caller.who.ig_id}/content_publishing_limit", since="1000").status == 400
    second = caller.ready(caption="Another")
    assert error(caller.publish(second)) == "9/2207042"
    caller.stand_in.begin_day()
    caller.status(second)
    assert caller.publish(second).status == 200


def test_an_error_may_come_although_the_reel_is_live(caller: Caller) -> None:
    container = caller.ready()
    caller.stand_in.arm(Fault(kind=Kind.SPOIL, at="publish", reason="2207051"))
    assert error(caller.publish(container)) == "4/2207051"
    assert caller.status(container)["status_code"] == "PUBLISHED"
    assert len(caller.stand_in.media()) == 1


def test_an_answer_may_be_lost(caller: Caller) -> None:
    container = caller.ready()
    caller.stand_in.arm(Fault(kind=Kind.LOSE, at="publish"))
    assert isinstance(caller.publish_for(container), Dropped)
    assert len(caller.stand_in.media()) == 1


def test_the_effect_may_come_later_than_the_answer(caller: Caller) -> None:
    caller.stand_in.set(effect_delay_seconds=60, listing_delay_seconds=30)
    container = caller.ready()
    caller.publish(container)
    assert caller.status(container)["status_code"] == "FINISHED"
    caller.hours.pass_(seconds=61)
    assert caller.status(container)["status_code"] == "PUBLISHED"
    assert caller.listed() == []
    caller.hours.pass_(seconds=30)
    assert len(caller.listed()) == 1


def test_its_answer_may_take_long(caller: Caller) -> None:
    caller.stand_in.set(publish_seconds=70)
    container, before = caller.ready(), caller.hours.now
    caller.publish(container)
    assert (caller.hours.now - before).total_seconds() == 70
