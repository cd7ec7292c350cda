"""Publishing to Rumble: one request, its tail held back, and nothing sent again by itself once that left."""

from dataclasses import replace
from datetime import timedelta

import pytest

from platforms import errors
from platforms.contract import Caption, Checkpoint, Published, Unclear, Working
from platforms.rumble.form import form_of
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Kind as Mishap
from platforms.sandbox.rumble import Fault
from tests.platforms.rumble.conftest import BASE, CONTENT, TAIL, Scene, upload_of

UPLOAD = upload_of()
MINUTE = timedelta(minutes=1)


def test_it_makes_one_video_of_these_bytes_with_these_words(scene: Scene) -> None:
    outcome = scene.publish(UPLOAD)
    (video,) = scene.stand_in.videos()
    assert isinstance(outcome, Working)
    assert (outcome.remote_id, outcome.url) == (video.video_id, f"{BASE}{video.page}")
    assert video.sha256 == UPLOAD.file.sha256
    assert video.description == "At low water.\n\n#sea #lowtide\n\nref:6789abcd"
    assert (video.guid, video.title) == (UPLOAD.marker, "Tide pools")
    assert scene.stand_in.violations() == []


def test_it_counts_as_published_once_it_plays(scene: Scene) -> None:
    scene.stand_in.set(processing_seconds=60.0)
    outcome = scene.publish(UPLOAD)
    early = scene.look(UPLOAD, outcome.progress, after=timedelta(seconds=10))
    assert isinstance(early, Working)
    late = scene.look(UPLOAD, early.progress, after=2 * MINUTE)
    assert late == Published(remote_id=scene.stand_in.videos()[0].video_id, url=outcome.url)


def test_all_but_the_tail_has_left_before_it_is_on_disk_that_the_tail_does(scene: Scene) -> None:
    left: list[tuple[bool, int]] = []
    scene.publish(UPLOAD, at=lambda checkpoint: left.append((checkpoint.deciding, scene.sent)))
    (first, deciding) = left
    assert first == (False, 0)
    assert deciding[0]
    whole = form_of(UPLOAD, scene.account).length
    assert whole - TAIL - 200 < deciding[1] - len(_head_of(scene.loop.requests[0])) < whole - TAIL + 1


def _head_of(request: bytes) -> bytes:
    return request.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


def test_a_worker_that_was_paused_before_the_tail_sends_nothing_more(scene: Scene) -> None:
    def pause(checkpoint: Checkpoint) -> None:
        scene.time.seconds += 6.0 if checkpoint.deciding else 0.0

    with pytest.raises(errors.NotSent) as refused:
        scene.publish(UPLOAD, at=pause)
    assert refused.value.nothing_exists
    assert scene.loop.requests == []
    assert scene.stand_in.videos() == []


def test_picture_and_captions_go_with_it(scene: Scene) -> None:
    captions = [Caption(language="de-AT", vtt=b"WEBVTT\n")]
    scene.publish(upload_of(poster=lambda: b"\xff\xd8\xff\xe0" + bytes(100), captions=lambda: captions))
    request = scene.loop.requests[0]
    assert b'name="thumb"; filename="picture.jpg"' in request
    assert b'name="cc_de"; filename="de.vtt"' in request
    assert request.rindex(b'name="video"') > request.rindex(b'name="cc_de"')
    assert scene.stand_in.violations() == []


@pytest.mark.parametrize(
    ("kind", "reason", "form"),
    [
        (Mishap.LOSE, "unavailable", Form.JSON),
        (Mishap.SPOIL, "something_went_wrong", Form.JSON),
        (Mishap.SPOIL, "timeout_of_cdn", Form.HTML),
        (Mishap.REFUSE, "bad_gateway", Form.HTML),
        (Mishap.REFUSE, "challenge", Form.HTML),
    ],
)
def test_what_is_no_clear_answer_leaves_it_to_looks(scene: Scene, kind: Mishap, reason: str, form: Form) -> None:
    scene.stand_in.arm(Fault(kind=kind, at="final", reason=reason, form=form))
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(UPLOAD)
    made = scene.stand_in.videos()
    looked = scene.look(UPLOAD, scene.saved, after=5 * MINUTE)
    assert (looked.remote_id == made[0].video_id) if made else isinstance(looked, Unclear)


@pytest.mark.parametrize(
    ("reason", "kind", "code"),
    [("title", errors.Refused, "title_refused"), ("invalid_token", errors.Unauthorized, "access_refused")],
)
@pytest.mark.parametrize("shape", ["object", "list"])
def test_an_error_of_a_field_proves_that_nothing_was_made(
    scene: Scene, reason: str, kind: type[errors.PlatformError], code: str, shape: str
) -> None:
    scene.stand_in.set(error_shape=shape)
    scene.stand_in.arm(Fault(kind=Mishap.REFUSE, at="final", reason=reason))
    with pytest.raises(kind) as refused:
        scene.publish(UPLOAD)
    assert (refused.value.code, refused.value.nothing_exists) == (code, True)


def test_a_refusal_without_errors_proves_nothing(scene: Scene) -> None:
    scene.stand_in.set(error_shape="absent")
    scene.stand_in.arm(Fault(kind=Mishap.REFUSE, at="final", reason="title"))
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(UPLOAD)


def lost(scene: Scene, *, made: bool = False, **changes: object) -> dict[str, object]:
    """The answer was lost."""
    scene.stand_in.arm(Fault(kind=Mishap.LOSE if made else Mishap.DROP, at="final"))
    with pytest.raises(errors.OutcomeUnknown):
        scene.publish(upload_of(**changes))
    return scene.saved


def test_looks_never_prove_absence_and_in_the_end_a_person_is_asked(scene: Scene) -> None:
    saved = lost(scene)
    for minutes, wait in ((1, 4), (5, 10), (15, 45)):
        looked = scene.look(UPLOAD, saved, after=minutes * MINUTE)
        assert isinstance(looked, Unclear)
        assert (looked.asks, looked.again_in) == (False, wait * MINUTE)
    assert scene.look(UPLOAD, saved, after=60 * MINUTE).asks


def test_a_video_is_found_by_its_reference(scene: Scene) -> None:
    assert scene.look(UPLOAD, lost(scene, made=True), after=MINUTE).remote_id == scene.stand_in.videos()[0].video_id


def test_a_video_is_found_by_its_guid_where_the_list_tells_it(scene: Scene) -> None:
    scene.stand_in.set(list_tells_guid=True)
    plain = {"options": {"reference": False}}
    assert scene.look(upload_of(**plain), lost(scene, made=True, **plain), after=MINUTE).remote_id


def test_without_a_reference_it_is_found_by_title_length_and_time_or_not_at_all(scene: Scene) -> None:
    plain = {"options": {"reference": False}}
    saved = lost(scene, made=True, **plain)
    assert isinstance(scene.look(upload_of(**plain), saved, after=MINUTE), Unclear)
    scene.stand_in.set(list_tells_details=True)
    seconds = scene.stand_in.videos()[0].seconds or 0
    fitting = upload_of(**plain, file=replace(UPLOAD.file, duration=float(seconds)))
    other = upload_of(**plain, file=replace(UPLOAD.file, duration=seconds + 9.0))
    assert scene.look(fitting, saved, after=2 * MINUTE).remote_id
    assert isinstance(scene.look(other, saved, after=3 * MINUTE), Unclear)


def test_without_a_publisher_id_a_person_is_asked_as_soon_as_an_answer_is_worth_something(scene: Scene) -> None:
    blind = replace(scene.account, details={})
    saved = lost(scene, made=True)
    early = scene.look(UPLOAD, saved, after=MINUTE, account=blind)
    assert (early.asks, early.again_in) == (False, 14 * MINUTE)
    assert scene.look(UPLOAD, saved, after=15 * MINUTE, account=blind).asks


@pytest.mark.parametrize("state", ["down", "gone", "challenge", "html"])
def test_a_list_that_is_not_shown_says_nothing(scene: Scene, state: str) -> None:
    saved = lost(scene, made=True)
    scene.stand_in.set(list_state=state)
    with pytest.raises(errors.PlatformError) as said:
        scene.look(UPLOAD, saved, after=MINUTE)
    assert isinstance(said.value, errors.Transient)


def test_after_a_persons_no_it_is_looked_for_once_more_before_it_is_sent_again(scene: Scene) -> None:
    saved = lost(scene, made=True)
    scene.time.seconds += 3600
    outcome = scene.publish(UPLOAD, saved)
    assert outcome.remote_id == scene.stand_in.videos()[0].video_id
    assert len(scene.stand_in.videos()) == 1


def test_a_person_who_is_right_has_it_sent_again(scene: Scene) -> None:
    saved = lost(scene)
    scene.time.seconds += 3600
    scene.publish(UPLOAD, saved)
    assert len(scene.stand_in.videos()) == 1
    assert scene.stand_in.violations() == []


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://rumble.com/vwg19z-test-title.html?mref=zc4j3&mc=2xjkt", "page-vwg19z"),
        (" https://www.rumble.com/vwg19z-test-title.html ", "page-vwg19z"),
        ("https://rumble.com/embed/vttv81/?pub=zc4j3", "ttv81"),
        ("https://rumble.com/c/SlowRivers", ""),
        ("https://rumble.com.example.org/vwg19z-test-title.html", ""),
    ],
)
def test_the_name_is_read_out_of_a_link(scene: Scene, link: str, name: str) -> None:
    real = type(scene.adapter)(api_url="https://rumble.com", web_url="https://rumble.com", door=scene.adapter._door)
    assert real.remote_id_in(link) == name


def test_what_rumble_does_not_take_is_said_beforehand(scene: Scene) -> None:
    def codes(**changes: object) -> list[str]:
        return [each.code for each in scene.adapter.problems(upload_of(**changes), scene.account, now=scene.now())]

    assert codes() == []
    assert codes(file=replace(UPLOAD.file, size=16 * 1024**3)) == ["file_too_large"]
    assert codes(options={"licence": "7"}) == ["licence_unknown"]
    blind = replace(scene.account, details={"publisher_id": ""})
    (problem,) = scene.adapter.problems(UPLOAD, blind, now=scene.now())
    assert (problem.code, problem.blocking) == ("cannot_look", False)


def test_the_token_is_in_the_body_alone(scene: Scene) -> None:
    scene.publish(UPLOAD)
    head, body = scene.loop.requests[0].split(b"\r\n\r\n", 1)
    assert scene.account.access_token.encode() not in head
    assert scene.account.access_token.encode() in body
    assert scene.account.access_token not in repr(form_of(UPLOAD, scene.account))
    assert len(CONTENT) == UPLOAD.file.size


def test_a_picture_that_is_refused_leaves_the_next_try_without_it_and_is_told(scene: Scene) -> None:
    upload = upload_of(poster=lambda: b"no picture")
    with pytest.raises(errors.Transient) as refused:
        scene.publish(upload)
    assert (refused.value.code, refused.value.nothing_exists) == ("thumbnail_refused", True)
    working = scene.publish(upload, scene.saved)
    assert b'name="thumb"' not in scene.loop.requests[-1]
    assert len(scene.stand_in.videos()) == 1
    outcome = scene.look(upload, working.progress, after=timedelta(hours=2))
    assert "did not take the picture" in outcome.warning
