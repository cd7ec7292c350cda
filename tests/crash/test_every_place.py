"""One worker stopped, killed or misled at every single place, and at pairs of places."""

from collections.abc import Iterable

import pytest

from tests.casts import CASTS, Cast
from tests.casts.cast import Mutate
from tests.crash.mutants import mutants
from tests.crash.play import Play
from tests.crash.scene import Scene
from tests.crash.scripts import Places, Script, in_pairs, places, singly
from tests.crash.thinning import IS_AGAIN, IS_LONG, thinned
from tests.crash.world import World

SHARES = 8
"""Into so many tests the places are dealt out, so that they may run side by side."""
EVERY_MUTANT = [pytest.param(cast, name, id=f"{slug}-{name}") for slug, cast in CASTS.items() for name in cast.caught_by]


def perform(scene: Scene, scripts: Iterable[tuple[str, Script]], mutate: Mutate | None = None) -> None:
    for name, script in scripts:
        with pytest.MonkeyPatch.context() as patch:
            world = World(patch, scene.cast)
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


def places_of(scene: Scene) -> Places:
    with pytest.MonkeyPatch.context() as patch:
        world = World(patch, scene.cast)
        try:
            return places(world, scene)
        finally:
            world.end()


def test_a_calm_life_has_many_places_and_meets_the_platform_often(scene: Scene) -> None:
    found = places_of(scene)
    assert found.boundaries > 15
    assert found.exchanges > 3


@pytest.mark.parametrize("share", range(SHARES))
def test_no_single_place_makes_two_posts_or_none(scene: Scene, share: int) -> None:
    perform(scene, thinned(list(singly(places_of(scene), scene.cast))[share::SHARES], one_in=8))


@pytest.mark.parametrize("share", range(SHARES))
def test_no_pair_of_deaths_makes_two_posts_or_none(scene: Scene, share: int) -> None:
    perform(scene, thinned(list(in_pairs(places_of(scene)))[share::SHARES], one_in=97))


@pytest.mark.skipif(IS_AGAIN and not IS_LONG, reason="that a broken rule is caught says nothing of the database; CRASH=long")
@pytest.mark.parametrize(("cast", "name"), EVERY_MUTANT, indirect=["cast"])
def test_an_engine_or_adapter_with_one_rule_broken_is_caught(scene: Scene, name: str) -> None:
    cast = scene.cast
    telling = [(what, script) for what, script in singly(places_of(scene), scene.cast) if what.startswith(cast.caught_by[name])]
    with pytest.raises(Exception, match=r"twice|cancelled|without a post|nothing_sends"):
        perform(scene, telling, mutants(cast)[name])


def test_every_mutant_is_caught_or_it_is_said_why_it_cannot_be(cast: type[Cast]) -> None:
    assert {*cast.caught_by, *cast.cannot_be_told} == set(mutants(cast))
    assert not set(cast.caught_by) & set(cast.cannot_be_told)
    assert all(reason.endswith(".") for reason in cast.cannot_be_told.values())
