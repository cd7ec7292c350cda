"""However many workers, messages and rounds there are: one claim, one attempt, one post."""

import pytest

from tests.acceptance.product import Owner, Product
from tests.acceptance.redelivery import READY

pytestmark = pytest.mark.processes


def test_two_workers_twenty_messages_and_rounds_at_once_make_one_post(product: Product, owner: Owner) -> None:
    title, video = owner.ready()
    product.stand_in.slow_down(1_000_000)
    code = f"from tests.acceptance.redelivery import redeliver; redeliver({title!r})"
    with product.another_worker():
        redelivering = product.home.manage("shell", "-v", "0", "-c", code, **product.settings)
        redelivering.says(READY)
        publication = owner.visitor.publish(video)
        told = publication.comes_to_be("Published")
        assert redelivering.child.wait(60) == 0
    assert len(told.sends) == 1
    assert len(product.stand_in.posts(title)) == 1
    assert product.stand_in.state()["overlaps"] == 0, "no byte was sent twice"
