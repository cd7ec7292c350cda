"""Trouble that passes: odd bodies, cut connections, ended tokens, at every moment. One post comes of it, and never two."""

import itertools

import pytest

from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Kind
from publisher.states import HoldReason, State
from tests.casts.cast import Moment, Trouble
from tests.contract.stage import MOMENTS, Stage, named, overcome
from tests.crash.scene import Scene
from tests.crash.scripts import places
from tests.crash.thinning import thinned
from videos.storage import store_whole

ODD = (Form.JSON, Form.HTML, Form.EMPTY, Form.LIST, Form.TRUNCATED, Form.CUT)
LOST = (Kind.DROP, Kind.CUT, Kind.LOSE)


@pytest.mark.parametrize("kind", [Kind.REFUSE, Kind.SPOIL])
def test_an_answer_of_any_shape_at_any_moment_is_overcome(scene: Scene, kind: Kind) -> None:
    for moment, form in thinned(list(itertools.product(MOMENTS, ODD)), one_in=2):
        with named(f"{form} at {moment}"):
            overcome(scene, Trouble(kind=kind, at=moment, form=form))


@pytest.mark.parametrize("kind", LOST)
def test_a_connection_that_is_cut_before_within_or_after_any_request_is_overcome(scene: Scene, kind: Kind) -> None:
    for moment in MOMENTS:
        with named(moment):
            overcome(scene, Trouble(kind=kind, at=moment))


@pytest.mark.parametrize("forgotten", [False, True])
def test_a_deciding_request_that_is_cut_is_overcome_though_the_upload_cannot_be_asked(scene: Scene, forgotten: bool) -> None:
    deaf = Trouble(kind=Kind.DROP, at=Moment.ASKING, times=8)
    for kind in LOST:
        with named(kind):
            overcome(scene, Trouble(kind=kind, at=Moment.DECIDING), deaf, switches=scene.cast.forgetful if forgotten else {})


def test_trouble_that_lasts_is_overcome_once_it_is_mended(scene: Scene) -> None:
    for moment in MOMENTS:
        with named(moment):
            overcome(scene, Trouble(kind=Kind.REFUSE, at=moment, times=None))


@pytest.fixture
def boundaries(stage: Stage) -> int:
    return places(stage.world, stage.scene).boundaries


def test_an_access_token_that_ends_midway_is_renewed_and_the_same_upload_goes_on(stage: Stage, boundaries: int) -> None:
    for place in thinned(range(boundaries), one_in=5):
        stage.begin()
        stage.world.network.answered.clear()
        stage.reach(place)
        stage.cast.end_access()
        stage.leave(place)
        stage.heal()
        stage.must_be_published()
        opened = [status for moments, status in stage.world.network.answered if Moment.OPENING in moments and 200 <= status < 300]
        assert len(opened) == 1 or Moment.OPENING not in stage.cast.moments, f"{len(opened)} uploads, the token ended at {place}"


def test_leave_that_is_taken_back_midway_asks_its_owner_and_goes_on_once_it_is_given_again(stage: Stage, boundaries: int) -> None:
    for place in thinned(range(boundaries), one_in=7):
        stage.begin()
        stage.reach(place)
        stage.cast.revoke()
        stage.leave(place)
        row = stage.go_on()
        assert row.state == State.PUBLISHED or row.hold_reason == HoldReason.RECONNECT, (place, row.state, row.hold_reason)
        stage.heal()
        stage.must_be_published()


def test_a_file_that_is_replaced_midway_is_refused_and_never_mixed(stage: Stage, boundaries: int) -> None:
    codes = set()
    for place in thinned(range(boundaries), one_in=5):
        stage.begin()
        kept = stage.cast.content + bytes([0])
        store_whole(stage.row.file_key, kept)
        stage.reach(place)
        store_whole(stage.row.file_key, bytes(len(kept)))
        stage.leave(place)
        row = stage.go_on()
        codes.add(row.error_code)
        assert {post.sha256 for post in stage.scene.made_of(row)} <= {row.file_sha256}
        assert row.state == State.PUBLISHED or row.error_code == "source_changed", (place, row.state, row.error_code)
    assert "source_changed" in codes
