"""An order to delete a post, on every platform: deleted there once, gone already is deleted, and where there is no such call it is said."""

from typing import Any

import pytest

from platforms import registry
from platforms.errors import Unsupported
from publisher import services
from publisher.models import Removal, RemovalStep, StepState
from publisher.removing import steps
from publisher.states import State
from tests.contract.stage import Stage


@pytest.fixture
def asked(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A post is there; which posts its platform is asked to delete from now on."""
    stage.begin()
    stage.go_on()
    stage.must_be_published()
    adapter, asked = type(registry.adapter(stage.cast.slug, stage.scene.connection.realm)), []
    remove = adapter.remove

    def counted(self: Any, remote_id: str, account: Any) -> None:
        asked.append(remote_id)
        remove(self, remote_id, account)

    monkeypatch.setattr(adapter, "remove", counted)
    return asked


def _carried_out(stage: Stage) -> RemovalStep:
    services.remove(stage.row, by="alice")
    removal = Removal.objects.get()
    for _ in range(2):  # a wake-up that comes twice
        steps.go_on(removal.pk)
    return RemovalStep.objects.get()


def test_an_order_deletes_it_there_once_or_asks_its_owner(stage: Stage, asked: list[str]) -> None:
    step, row = _carried_out(stage), stage.row
    assert asked == [row.remote_id]
    if stage.cast.can_remove:
        assert (step.state, row.state) == (StepState.DONE, State.REMOVED)
    else:
        assert (step.state, step.error_code, row.state) == (StepState.ASKED, "no_such_call", State.PUBLISHED)
        assert step.error_message
        assert step.error_fix


def test_what_its_owner_deleted_there_before_is_deleted(stage: Stage, asked: list[str]) -> None:
    try:
        stage.adapter.remove(stage.row.remote_id or "", stage.account)
    except Unsupported:
        assert not stage.cast.can_remove
        return
    step = _carried_out(stage)
    assert (step.state, stage.row.state) == (StepState.DONE, State.REMOVED)
