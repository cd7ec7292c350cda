"""Several workers, pauses, kills, clocks, cancels and lost answers, interleaved at every commit and exchange."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.crash.play import VERBS, Play, history_of, play
from tests.crash.scene import Scene
from tests.crash.thinning import IS_AGAIN, IS_LONG
from tests.crash.world import World

HISTORIES = 2000 if IS_LONG else 2 if IS_AGAIN else 5
EXAMPLES = 1000 if IS_LONG else 3 if IS_AGAIN else 10


@pytest.mark.parametrize("first_seed", [1, 1_000_001, 2_000_001, 3_000_001])
def test_whatever_happens_each_video_is_posted_once_and_nothing_is_forgotten(scene: Scene, first_seed: int) -> None:
    for seed in range(first_seed, first_seed + HISTORIES):
        publications, wake, acts = history_of(seed)
        with pytest.MonkeyPatch.context() as patch:
            world = World(patch, scene.cast)
            scene.set(world, publications=publications)
            try:
                play(world, scene, acts, wake=wake)
            except AssertionError as broken:
                broken.add_note(f"seed {seed}: {publications} publications, the paused {'wake' if wake else 'die'}")
                raise


class Interleaving(RuleBasedStateMachine):
    """The same moves in hypothesis' hands, which shrinks what it finds to the shortest history."""

    scene: Scene

    @initialize(publications=st.integers(1, 2))
    def begin(self, publications: int) -> None:
        self.patch = pytest.MonkeyPatch()
        self.world = World(self.patch, self.scene.cast)
        self.scene.set(self.world, publications=publications)
        self.play = Play(self.world, self.scene)

    @rule(verb=st.sampled_from(sorted(set(VERBS))), a=st.integers(0, 5), b=st.integers(0, 10))
    def happen(self, verb: str, a: int, b: int) -> None:
        self.play.do(verb, a, b)

    def teardown(self) -> None:
        if not hasattr(self, "play"):
            return
        try:
            self.play.heal(wake=True)
        finally:
            self.world.end()
            self.patch.undo()


def test_no_interleaving_that_hypothesis_can_think_of_breaks_a_promise(scene: Scene) -> None:
    machine = type("InterleavingOfThisScene", (Interleaving,), {"scene": scene})
    few = settings(
        max_examples=EXAMPLES,
        stateful_step_count=25,
        deadline=None,
        derandomize=not IS_LONG,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=few)
