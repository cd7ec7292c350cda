"""kill -9 of any process in the midst of an upload: it goes on within seconds, and there is one post."""

import hashlib
import os
import signal
from pathlib import Path

import pytest

from tests.acceptance.files import larger
from tests.acceptance.product import Owner, Product
from tests.acceptance.roles import pid_of
from tests.acceptance.stand_in import goes_on

pytestmark = pytest.mark.processes

SIZE = 96 * 1024 * 1024
BYTES_PER_SECOND = 2_000_000


ROLES = {
    "sqlite": ("web worker", "web", "sender", "round", "sentinel", "worker", "run"),
    "postgres": ("sender", "worker"),
}


@pytest.fixture
def roles(request: pytest.FixtureRequest) -> tuple[str, ...]:
    return ROLES[request.node.callspec.params["shared"]]


def test_kills_of_every_process_cost_seconds_and_no_second_post(
    product: Product, owner: Owner, roles: tuple[str, ...], tmp_path: Path
) -> None:
    file = larger(product.run.sample(), tmp_path / "long.mp4", size=SIZE)
    title, video = owner.ready(file)
    product.stand_in.slow_down(BYTES_PER_SECOND)
    publication = owner.visitor.publish(video)
    for role in roles:
        goes_on(product.stand_in)
        os.kill(pid_of(product.run, role), signal.SIGKILL)
        if role == "run":
            product.run.child.wait(30)
            product.start_again()
    goes_on(product.stand_in)
    product.stand_in.slow_down(0)
    told = publication.comes_to_be("Published")
    (post,) = product.stand_in.posts(title)
    assert post["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert product.stand_in.broken_rules() == []
    assert "First failed" not in told.panel.words, "none of it counts as a failure"
