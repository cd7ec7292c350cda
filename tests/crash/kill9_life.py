"""One publication's life, from the wish to its end, with children that die on the way and others that take over."""

import os

from publisher import rounds, services, sweep
from publisher.models import Attempt, Publication
from publisher.states import ENDED, HoldReason, State
from retries.failure import Kind
from tests.casts import Cast
from tests.crash.calm import run_calmly
from tests.crash.forks import exit_code, fork
from tests.crash.kill9 import Fate, run_under
from tests.crash.scene import Scene
from tests.crash.served import Served
from tests.crash.timepiece import Timepiece

KILLED = -9
MOST_RUNS = 60


class Life:
    """Lives as often as it is told to, each time with a publication of its own."""

    def __init__(self, scene: Scene, platform: Served, timepiece: Timepiece, fate: Fate) -> None:
        self._scene = scene
        self._platform = platform
        self._timepiece = timepiece
        self._fate = fate
        self.begin()
        run_calmly(self.pk, timepiece)

    @property
    def cast(self) -> Cast:
        return self._platform.cast

    @property
    def boundaries(self) -> list[str]:
        """Those that were met in the life that was lived last."""
        return self._fate.met()

    def begin(self) -> None:
        """Publish, and leave it there."""
        self._platform.heal()
        self._scene.set(self._platform, publications=1, to_renew=True)
        [self.pk] = self._scene.pks
        self._fate.begin()

    def live(self, *deaths: int) -> None:
        """Begin one, and let it come to its end."""
        self.begin()
        self.go_on(*deaths)

    def go_on(self, *deaths: int) -> int:
        """Let it come to its end, though a child dies at each of `deaths`: numbers of boundaries, each counted from the death before.

        Gives how many died: it may end before all of the deaths have come.
        """
        died = 0
        *later, next_death = reversed(deaths or (0,))
        self._fate.strike(at=next_death)
        for _ in range(MOST_RUNS):
            if self._row().state in ENDED:
                break
            self._come_to_its_time()
            code = exit_code(fork(run_under(self._fate, self.pk)))
            self._platform.come_to_rest()
            assert code in (0, KILLED), "a run fell over"
            if code == KILLED:
                died += 1
                self._fate.strike(at=later.pop() if later else 0)
        self.judge()
        return died

    def race(self, *, workers: int) -> list[int]:
        """Have several children run it, off at the same moment; give their exit codes."""
        gate, opener = os.pipe()

        def run_once_open() -> None:
            os.close(opener)
            os.read(gate, 1)  # nothing comes: it ends when the last opener is closed
            run_under(self._fate, self.pk)()

        pids = [fork(run_once_open) for _ in range(workers)]
        os.close(gate)
        os.close(opener)
        return [exit_code(pid) for pid in pids]

    def _row(self) -> Publication:
        return Publication.objects.get(pk=self.pk)

    def _come_to_its_time(self) -> None:
        """Its lease runs out, or its time comes; then round and sweep do what is theirs to do."""
        row = self._row()
        if row.state == State.ON_HOLD and row.hold_reason == HoldReason.RECONNECT:
            self._scene.reconnect()  # whoever died over the answer of a renewal took the only copy of the tokens along
            rounds.run_round()
            row = self._row()
        if row.is_asked:
            self._answer(row)
            row = self._row()
        moment = row.leased_until or row.due_at
        assert moment is not None, f"{row.state} without a next time"
        self._timepiece.move_on(max(0.0, (moment - self._timepiece.now()).total_seconds()))
        rounds.run_round()
        if row.state == State.FAILED:
            sweep.sweep_slot(self._timepiece.now())

    def _answer(self, row: Publication) -> None:
        """Whoever is asked looks there, and tells the truth."""
        posts = self._scene.made_of(row)
        services.confirm(row, services.Found(remote_id=posts[0].id, url="") if posts else None)

    def judge(self) -> None:
        """It is there once, whole, and we say so; nobody broke a rule of the platform, and nothing of ours fell over."""
        row = self._row()
        posts = self._scene.made_of(row)
        assert [post.sha256 for post in posts] == [row.file_sha256], f"{len(posts)} posts; {row.state} {row.error_code}"
        is_told = row.state == State.PUBLISHED and row.remote_id in posts[0].ids
        assert is_told, f"it is there, but we say {row.state} as {row.remote_id}"
        assert (row.leased_until, row.due_at, row.lane_id) == (None, None, None), "something goes on after the end"
        assert not self.cast.broken_rules(), self.cast.broken_rules()
        attempts = Attempt.objects.filter(publication=row)
        assert not attempts.filter(ended_at=None).exists(), "an attempt was left open"
        assert not attempts.filter(error_kind=Kind.BUG).exists(), "a bug of ours was met"
