"""One worker stopped, killed or misled at every single place, and at pairs of places."""

import os
from collections.abc import Iterable

import pytest

from tests.crash.mutants import MUTANTS, Mutate
from tests.crash.play import Play
from tests.crash.scene import Scene
from tests.crash.scripts import Script, in_pairs, singly
from tests.crash.world import World

IS_LONG = os.environ.get("CRASH") == "long"
SHARES = 8
"""Into so many tests the places are dealt out, so that they may run side by side."""

CAUGHT_BY = {
    "no_fence": "cancel at",
    "no_look": "zombie at 1",
    "done_before_the_effect": "death at",
    "blind_retry": "answer lost at exchange 2",
    "absence_without_settle_time": "answer lost at exchange 2",
    "hold_forgets_the_unknown": "answer lost at exchange 2",
    "cancel_unchecked": "cancel at",
}
"""Which of the scripts tell each mutant from the real engine, by how their names begin."""


def perform(scene: Scene, scripts: Iterable[tuple[str, Script]], mutate: Mutate | None = None) -> None:
    for name, script in scripts:
        with pytest.MonkeyPatch.context() as patch:
            world = World(patch)
            if mutate:
                mutate(patch)
            scene.set(world, publications=1)
            play = Play(world, scene)
            try:
                script(play)
                play.heal(wake=True)
            except AssertionError as broken:
                broken.add_note(name)
                raise
            finally:
                world.end()


@pytest.mark.parametrize("share", range(SHARES))
def test_no_single_place_makes_two_posts_or_none(scene: Scene, share: int) -> None:
    perform(scene, list(singly())[share :: SHARES if IS_LONG else SHARES * 2])


@pytest.mark.parametrize("share", range(SHARES))
def test_no_pair_of_deaths_makes_two_posts_or_none(scene: Scene, share: int) -> None:
    perform(scene, list(in_pairs(1 if IS_LONG else 97))[share::SHARES])


@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_an_engine_with_one_rule_broken_is_caught(scene: Scene, name: str) -> None:
    telling = [(what, script) for what, script in singly() if what.startswith(CAUGHT_BY[name])]
    with pytest.raises(Exception, match=r"twice|cancelled|without a post|nothing_sends"):
        perform(scene, telling, MUTANTS[name])
