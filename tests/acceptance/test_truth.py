"""No page says that a video is published while the platform has none."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.acceptance.product import Owner, Product
from tests.acceptance.visitor import Publication

pytestmark = [pytest.mark.processes, pytest.mark.parametrize("shared", ["sqlite"], indirect=True)]

_DENIALS = re.compile(r"nothing (is|was|will be) published|counts as published once", re.IGNORECASE)


def test_no_page_says_published_while_the_platform_has_no_video(product: Product, owner: Owner) -> None:
    product.stand_in.slow_down(500_000)
    title, publication = owner.publishes()
    pages = (lambda: publication.told().panel.words, *readings(publication))
    with ThreadPoolExecutor(len(pages)) as pool:
        heard = [said for answers in pool.map(listen, pages) for said in answers]
    (post,) = product.stand_in.posts(title)
    before = [words for at, words in heard if at <= post["posted_at"]]
    assert len(before) > 30
    assert [words for words in before if "published" in _DENIALS.sub("", words).lower()] == []
    percents = {int(found) for words in before for found in re.findall(r"Uploading · (\d+) %", words)}
    assert len(percents) > 2, "what it says meanwhile is how far it has come"


def readings(publication: Publication) -> tuple[Callable[[], str], Callable[[], str]]:
    """What else shows the publication: the video's page, and the rows of the library."""
    visitor = publication.visitor
    return (lambda: visitor.another_tab().open(publication.video).words, lambda: visitor.another_tab().open("/library/rows").words)


def listen(read: Callable[[], str]) -> list[tuple[float, str]]:
    """Read ten times a second until it says Published; give what was said, with when it had arrived."""
    heard: list[tuple[float, str]] = []
    until = time.monotonic() + 90
    while time.monotonic() < until:
        words = read()
        heard.append((time.time(), words))
        if "Published" in words:
            return heard
        time.sleep(0.1)
    raise AssertionError(heard[-1])
