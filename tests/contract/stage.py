"""One publication on its way to a platform, played step by step."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from platforms import registry
from platforms.contract import Account, Platform
from platforms.sandbox.plumbing import Request, Response
from publisher.models import Publication
from publisher.states import ENDED, State
from tests.casts import Cast
from tests.casts.cast import Moment, Trouble
from tests.crash.play import Play
from tests.crash.scene import Scene
from tests.crash.world import START, World

MOST_RUNS = 12
MOMENTS = tuple(moment for moment in Moment if moment is not Moment.ANY)


class Stage:
    """The world, the scene and the play of one test; `begin` sets it."""

    play: Play

    def __init__(self, world: World, scene: Scene) -> None:
        self.world = world
        self.scene = scene

    @property
    def cast(self) -> Cast:
        return self.world.cast

    @property
    def adapter(self) -> Platform:
        return registry.adapter(self.cast.slug, self.scene.connection.realm)

    @property
    def account(self) -> Account:
        """As the engine hands it over, with a token of its own."""
        grant = self.cast.grant()
        return Account(
            id=grant.account_id,
            name=grant.name,
            realm=self.scene.connection.realm,
            access_token=grant.access_token,
            scopes=frozenset(grant.scopes),
            details=grant.details,
        )

    @property
    def row(self) -> Publication:
        return Publication.objects.with_all().get(pk=self.scene.pks[0])

    def begin(self, *, publications: int = 1, to_renew: bool = False) -> None:
        """Publish, and leave it there."""
        self.scene.set(self.world, publications=publications, to_renew=to_renew)
        self.play = Play(self.world, self.scene)

    def go_on(self, *, until: Callable[[Publication], bool] = lambda row: row.state in ENDED) -> Publication:
        """Run it whenever its time comes, until it is as asked for, or ended, or holds."""
        for _ in range(MOST_RUNS):
            row = self.row
            if until(row) or row.state in (*ENDED, State.ON_HOLD) or row.is_asked:
                break
            self._come_to_its_time(row)
        return self.row

    def _come_to_its_time(self, row: Publication) -> None:
        """Without a round where none is needed: it looks at far more than this one row."""
        if row.state not in (State.WAITING, State.PROCESSING, State.UNCONFIRMED) or row.due_at is None or row.leased_until:
            self.play.do("calm", 0, 0)
            return
        self.world.time = max(self.world.time, (row.due_at - START).total_seconds())
        self.world.run(row.pk)
        self.play.judge("calm")

    def heal(self) -> Publication:
        """Everything is well again, and comes to its end."""
        self.world.network.in_its_place = lambda request: None
        self.play.heal(wake=True)
        return self.row

    def reach(self, place: int) -> None:
        """Have a worker run it up to this boundary, and stop there."""
        self.play.do("pauses", *divmod(place, 11))

    def leave(self, place: int) -> None:
        """Let that worker go on to its end."""
        self.play.do("finish", place % 11 % 3, 0)

    def answer(self, moment: Moment, response: Response) -> None:
        """From now on, whatever is asked at this moment is answered so, and nothing is done."""

        def in_its_place(request: Request) -> Response | None:
            return response if moment in self.cast.moments_of(request) else None

        self.world.network.in_its_place = in_its_place

    def must_be_published(self) -> None:
        """Once, whole, and without a rule of the platform broken."""
        row, posts = self.row, self.scene.made_of(self.row)
        assert (row.state, row.error_code) == (State.PUBLISHED, ""), (row.error_message, row.error_detail, row.due_at, self.world.now())
        assert [post.sha256 for post in posts] == [row.file_sha256]
        assert row.remote_id in posts[0].ids
        assert self.cast.broken_rules() == [], [str(each) for each in self.cast.broken_rules()]


@contextmanager
def staged(scene: Scene) -> Iterator[Stage]:
    """A world of its own for this scene: tests that try many things make one for each, since a database is slow to empty."""
    with pytest.MonkeyPatch.context() as patch:
        world = World(patch, scene.cast)
        try:
            yield Stage(world, scene)
        finally:
            world.end()


def overcome(scene: Scene, *troubles: Trouble, switches: Mapping[str, Any] | None = None) -> None:
    """Publish while all this goes wrong, then heal it: it has to be there once. Nothing to do where the platform knows no such trouble."""
    with staged(scene) as stage:
        if not all(map(stage.cast.knows, troubles)):
            return
        stage.cast.set(**(switches or {}))
        for trouble in troubles:
            stage.cast.arm(trouble)
        stage.begin(to_renew=True)
        stage.go_on()
        stage.heal()
        stage.must_be_published()


@contextmanager
def named(what: object) -> Iterator[None]:
    """Say which of many things it was that broke."""
    try:
        yield
    except AssertionError as broken:
        broken.add_note(str(what))
        raise
