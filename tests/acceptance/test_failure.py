"""A publication that fails says why, what comes next and what can be done; Retry pressed twice at once makes one post."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.acceptance.product import Owner, Product
from tests.acceptance.visitor import Form, Visitor

pytestmark = pytest.mark.processes


def test_it_fails_says_so_and_two_presses_of_retry_make_one_post(product: Product, owner: Owner) -> None:
    product.stand_in.fail(reason="backendError", at="init", times=50)
    title, publication = owner.publishes()
    told = publication.comes_to_be("Failed")
    assert told.next.startswith("retries ")
    assert "(1 of 5)" in told.next
    for words in ("Nothing was published.", "Automatic retry 1 of 5 runs", "YouTube’s own words", "Backend Error"):
        assert words in told.panel.words
    card = owner.visitor.open("/library/")
    assert f"Failed · {told.next}" in card.words
    assert card.form("Retry YouTube now").action == told.panel.form("Retry YouTube now").action

    product.stand_in.heal()
    press_at_once(
        owner.visitor.open(publication.video).form("Retry YouTube now"), [owner.visitor.another_tab(), owner.visitor.another_tab()]
    )
    told = publication.comes_to_be("Published")
    assert [send.partition(" · ")[2] for send in told.sends] == [
        "Retried by hand : Accepted, the platform is at work",
        "First try : Failed",
    ]
    assert len(product.stand_in.posts(title)) == 1
    assert product.stand_in.broken_rules() == []


def press_at_once(form: Form, tabs: list[Visitor]) -> None:
    barrier = Barrier(len(tabs))

    def press(tab: Visitor) -> None:
        barrier.wait()
        tab.send(form)

    with ThreadPoolExecutor(len(tabs)) as pool:
        list(pool.map(press, tabs))
