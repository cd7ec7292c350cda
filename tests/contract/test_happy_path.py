"""All is well: one post, with the right bytes and the right words."""

from pathlib import Path

import pytest

from platforms.contract import Words
from platforms.errors import Unsupported
from publisher.models import Publication
from tests.casts import Cast
from tests.contract.stage import Stage
from tests.crash.calm import run_calmly
from tests.crash.scene import Scene
from tests.crash.served import served
from tests.crash.timepiece import Timepiece


def test_it_makes_one_post_of_these_bytes_with_these_words(stage: Stage) -> None:
    stage.begin()
    row = stage.go_on()
    stage.must_be_published()
    (post,) = stage.cast.posts()
    assert post.title == stage.cast.headline(Words(title=row.title, description=row.description, tags=tuple(row.tags)))


def test_each_of_two_at_once_becomes_its_own_post(stage: Stage) -> None:
    stage.begin(publications=2)
    for worker, pk in enumerate(stage.scene.pks):
        stage.world.start(worker, pk)
    while stage.world.workers:
        for worker in list(stage.world.workers):
            stage.world.step(worker)
    stage.heal()
    assert len(stage.cast.posts()) == 2


def test_over_a_real_socket_it_makes_one_post_too(transactional_db: None, cast: type[Cast], tmp_path: Path) -> None:
    timepiece = Timepiece()
    with served(cast, tmp_path, timepiece) as platform, pytest.MonkeyPatch.context() as patch:
        timepiece.rule(patch)
        patch.setattr("platforms.clock.sleep", timepiece.move_on)
        scene = Scene(cast)
        scene.set(platform, publications=1, to_renew=True)
        run_calmly(scene.pks[0], timepiece)
        (post,) = platform.cast.posts()
        assert scene.made_of(Publication.objects.get()) == [post]
        assert platform.cast.broken_rules() == []


def test_removing_a_post_twice_is_removing_it(stage: Stage) -> None:
    stage.begin()
    remote_id = stage.go_on().remote_id or ""
    if not stage.cast.can_remove:
        with pytest.raises(Unsupported) as said:
            stage.adapter.remove(remote_id, stage.account)
        assert said.value.message.endswith(".")
        return
    for _ in range(2):
        stage.adapter.remove(remote_id, stage.account)
