"""Sending: one post of the right bytes and words, drafts that wait, and addresses that die."""

from dataclasses import replace
from datetime import timedelta

import pytest

from platforms import errors
from platforms.contract import Checkpoint, Later, Published, Working
from platforms.sandbox.faults import Kind
from platforms.sandbox.tiktok import Fault
from platforms.tiktok import plan, transfer
from platforms.tiktok.transfer import MOST_WINDOWS
from tests.platforms.tiktok.conftest import API_URL, DRAFT, KIB, SMALL, Scene, some_bytes, upload_of

LONG_DEAD = timedelta(hours=2)


@pytest.fixture
def in_pieces(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes that are small enough for a test: 600 KiB are 38 pieces."""
    scene.stand_in.set(megabyte=1000)
    monkeypatch.setattr(plan, "MOST_IN_ONE", 64_000)
    monkeypatch.setattr(plan, "PIECE_BYTES", 16_000)
    monkeypatch.setattr(transfer, "TAIL_BYTES", 4_000)


def test_one_post_of_these_bytes_and_words_comes_of_it(scene: Scene) -> None:
    upload = upload_of()
    outcome = scene.publish(upload)
    assert isinstance(outcome, Working)
    (post,) = scene.stand_in.posts()
    assert (post.sha256, post.title) == (upload.file.sha256, "Tide pools\n\nAt low water.\n\n#sea #lowtide")
    assert post.info["privacy_level"] == "PUBLIC_TO_EVERYONE"
    assert [post.info[f"disable_{name}"] for name in ("comment", "duet", "stitch")] == [False, True, True]
    looked = scene.look(upload, outcome.progress, after=timedelta(seconds=30))
    assert looked == Published(remote_id=post.post_id, url=f"{API_URL}/@atelier.nord/video/{post.post_id}")
    assert scene.stand_in.violations() == []


def test_the_task_is_on_disk_before_a_byte_leaves_and_all_but_the_tail_is_sent_before_it_decides(scene: Scene) -> None:
    scene.publish(upload_of())
    assert [(point.deciding, bool(point.progress["publish_id"])) for point in scene.checkpoints] == [(False, True), (True, True)]
    sent: list[int] = []

    def at(checkpoint: Checkpoint) -> None:
        if checkpoint.deciding:
            sent.append(len(scene.loop.wires[-1].sent.partition(b"\r\n\r\n")[2]))

    scene.publish(upload_of(), at=at)
    assert sent == [len(SMALL) - 256 * KIB]


def test_no_token_goes_with_the_bytes(scene: Scene) -> None:
    scene.publish(upload_of())
    (put,) = [request for request in scene.loop.requests if request.startswith(b"PUT ")]
    assert b"authorization" not in put.partition(b"\r\n\r\n")[0].lower()


@pytest.mark.usefixtures("in_pieces")
def test_a_large_file_goes_in_pieces_and_goes_on_where_it_was(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.DROP, at="send", times=None))
    with pytest.raises(errors.Transient):
        scene.publish(upload_of())
    scene.stand_in.world.faults.heal()
    outcome = scene.publish(upload_of(), scene.saved)
    assert isinstance(outcome, Working)
    assert [post.sha256 for post in scene.stand_in.posts()] == [upload_of().file.sha256]
    assert sum(request.startswith(b"POST /tiktok/v2/post/publish/video/init/") for request in scene.loop.requests) == 1


@pytest.mark.usefixtures("in_pieces")
def test_an_upload_goes_on_in_the_pieces_that_were_announced_though_they_are_others_by_now(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(point: Checkpoint) -> None:
        if point.sent == 48_000:
            scene.stand_in.arm(Fault(kind=Kind.DROP, at="send", times=None))

    with pytest.raises(errors.Transient):
        scene.publish(upload_of(), at=break_off)
    scene.stand_in.world.faults.heal()
    monkeypatch.setattr(plan, "PIECE_BYTES", 20_000)
    assert isinstance(scene.publish(upload_of(), scene.saved), Working)
    assert [post.sha256 for post in scene.stand_in.posts()] == [upload_of().file.sha256]
    assert scene.stand_in.violations() == []


@pytest.mark.usefixtures("in_pieces")
@pytest.mark.parametrize("switches", [{"keeps_parts": True}, {"tells_last_byte": True}, {"takes_last_piece_again": True}])
@pytest.mark.parametrize("at", ["send", "final"])
@pytest.mark.parametrize("kind", [Kind.CUT, Kind.LOSE])
def test_what_the_documents_leave_open_is_right_either_way(scene: Scene, switches: dict[str, bool], at: str, kind: Kind) -> None:
    scene.stand_in.set(**switches)
    scene.stand_in.arm(Fault(kind=kind, at=at))
    assert isinstance(scene.publish(upload_of()), Working)
    assert [post.sha256 for post in scene.stand_in.posts()] == [upload_of().file.sha256]
    assert scene.stand_in.violations() == []


def test_a_draft_carries_the_file_alone_and_waits_for_a_person(scene: Scene) -> None:
    upload = upload_of(options=DRAFT)
    outcome = scene.publish(upload)
    looked = scene.look(upload, outcome.progress, after=timedelta(seconds=30))
    assert isinstance(looked, Working)
    assert "TikTok inbox" in looked.waits_for
    assert scene.stand_in.posts() == []
    (draft,) = scene.stand_in.world.tasks.drafts()
    assert draft.info == {}
    scene.stand_in.world.tasks.post_draft(draft)
    later = scene.look(upload, looked.progress, after=timedelta(days=3))
    assert isinstance(later, Published)
    assert later.remote_id == scene.stand_in.posts()[0].post_id


def test_an_address_that_died_is_left_only_after_two_answers_a_minute_apart(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.DROP, at="final", times=None))
    with pytest.raises(errors.PlatformError):
        scene.publish(upload_of())
    scene.stand_in.world.faults.heal()
    first = scene.saved
    scene.time.seconds += LONG_DEAD.total_seconds()
    before = len(scene.time.slept)
    scene.publish(upload_of(), {**first, "final": False})
    assert sum(scene.time.slept[before:]) >= 60
    assert scene.saved["publish_id"] != first["publish_id"]
    assert len(scene.stand_in.posts()) == 1


def test_an_address_that_is_nearly_dead_is_waited_for(scene: Scene) -> None:
    scene.stand_in.arm(Fault(kind=Kind.REFUSE, at="final", reason="upload_expired", times=None))
    with pytest.raises(errors.PlatformError):
        scene.publish(upload_of())
    scene.time.seconds += timedelta(minutes=59).total_seconds()
    waits = scene.publish(upload_of(), scene.checkpoints[0].progress)
    assert isinstance(waits, Later)
    assert timedelta(minutes=2) < waits.again_in < timedelta(minutes=4)


def test_a_line_that_is_too_slow_for_an_hour_is_said_in_the_end(scene: Scene) -> None:
    with pytest.raises(errors.Transient, match="window_over"):
        scene.publish(upload_of(), {"version": 1, "windows": MOST_WINDOWS})
    assert scene.saved["windows"] == 0


def test_our_own_pace_is_waited_for_and_is_no_failure(scene: Scene) -> None:
    class Taken:
        def take(self, pace: object) -> timedelta:
            return timedelta(seconds=17)

        def oldest(self, pace: object, *, within: timedelta) -> None:
            return None

    scene.account = replace(scene.account, turns=Taken())
    assert scene.publish(upload_of()) == Later(progress={**scene.publish(upload_of()).progress}, again_in=timedelta(seconds=17))
    assert scene.loop.requests == []


@pytest.mark.parametrize(
    ("change", "code"),
    [({"private": 1}, "privacy_refused"), ({"most_seconds": 10}, "video_too_long")],
)
def test_what_changed_in_the_app_since_it_was_asked_for_is_met_before_anything_is_sent(
    scene: Scene, change: dict[str, int], code: str
) -> None:
    scene.stand_in.world.creators.set(scene.stand_in.world.creators.named("atelier.nord"), **change)
    with pytest.raises(errors.Refused, match=code):
        scene.publish(upload_of())
    assert scene.stand_in.world.tasks.all() == []


def test_an_app_that_was_not_audited_is_told_so_with_the_way_out(scene: Scene) -> None:
    scene.stand_in.set(audited=False)
    with pytest.raises(errors.Refused) as refusal:
        scene.publish(upload_of())
    assert refusal.value.code == "app_not_audited"
    assert "draft" in refusal.value.fix
    assert isinstance(scene.publish(upload_of(some_bytes(KIB), options=DRAFT)), Working)


def test_a_day_that_is_used_up_is_waited_for_until_the_oldest_post_is_a_day_old(scene: Scene) -> None:
    scene.stand_in.set(daily_posts=0)
    with pytest.raises(errors.QuotaExceeded) as refusal:
        scene.publish(upload_of())
    assert refusal.value.resets_at(scene.now()) == scene.now() + timedelta(hours=6)


def test_nothing_is_removed_there_and_that_is_said(scene: Scene) -> None:
    with pytest.raises(errors.Unsupported) as said:
        scene.adapter.remove("7500000000000000001", scene.account)
    assert "TikTok app" in said.value.fix
