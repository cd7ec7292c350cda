"""The whole path, as a newcomer walks it: sign up, upload, connect, publish, and find it published once."""

import hashlib
import re
from urllib.parse import urljoin

import pytest

from tests.acceptance.product import Product

pytestmark = pytest.mark.processes


def test_a_newcomer_uploads_connects_publishes_and_it_is_there_once(product: Product) -> None:
    newcomer = product.newcomer()
    newcomer.sign_up()
    sample = product.run.sample()
    video = newcomer.upload(sample, title="My first walk")
    page = newcomer.open(video)
    assert "0:12" in page.words
    assert "1280 × 720" in page.words
    poster = re.search(r'(?:src|poster)="([^"]+/poster[^"]*)"', page.html)
    assert poster, page.html
    assert newcomer.fetch(poster[1])[:2] == b"\xff\xd8", "the poster is a JPEG"

    assert "Harbour Light is connected." in newcomer.connect("Harbour Light").words
    publication = newcomer.publish(video, privacy="unlisted")
    told = publication.comes_to_be("Published")
    link = told.panel.links["Open on YouTube"]

    (post,) = product.stand_in.posts("My first walk")
    assert link.endswith(f"watch?v={post['id']}")
    assert "My first walk" in newcomer.open(link).words
    assert post["sha256"] == hashlib.sha256(sample.read_bytes()).hexdigest()
    assert post["privacy"] == "unlisted"
    assert "Published" in newcomer.open("/library/").words
    assert product.stand_in.broken_rules() == []


def test_nobody_else_sees_it(product: Product) -> None:
    alice, charlie = product.newcomer(), product.newcomer()
    alice.sign_up()
    video = alice.upload(product.run.sample(), title="For my eyes")
    charlie.sign_up()
    assert charlie.status(video) == 404
    assert "For my eyes" not in charlie.open("/library/").words
    anonymous = product.newcomer()
    assert anonymous.open(video).url.startswith(urljoin(product.run.url, "/login/"))
