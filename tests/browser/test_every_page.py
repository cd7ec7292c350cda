"""Every page in every state can be used by everybody: axe finds nothing, and so do the probes for what axe cannot see.

A new address fails here until `tests/browser/states` has a case for it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.architecture.addresses import addresses
from tests.architecture.test_urls import rule
from tests.browser import axe, probes
from tests.browser.chromium import Chromium, Complaints
from tests.browser.states import CASES, NO_PAGES
from tests.browser.states.case import Case, Scene, nothing
from tests.services import need

pytestmark = [pytest.mark.browser, pytest.mark.appearance, pytest.mark.filterwarnings("ignore:Bad Request", "ignore:Forbidden")]
with_errors = pytest.mark.urls("tests.browser.urls")
HOLDS_STILL = "Object.defineProperty(document, 'hidden', { get: () => true })"
"""What is live on a page asks for nothing while nobody sees it, so that nothing is exchanged under the probes."""
LookAt = Callable[[Case, Callable[[Page], list[str]]], list[str]]


@pytest.fixture
def look_at(chromium: Chromium, live_server: LiveServer, scene: Scene) -> LookAt:
    """Opens the page of a case as whom it says, does there what it says, and gives what `look` finds and the browser complains of."""

    def look_at(case: Case, look: Callable[[Page], list[str]]) -> list[str]:
        address = live_server.url + case.at(scene)

        def visit(page: Page) -> list[str]:
            complaints = Complaints(page=page)
            page.add_init_script(HOLDS_STILL)
            page.goto(address)
            case.then(page)
            found = look(page)
            page.wait_for_load_state("networkidle")  # the rows go once this ends, and nobody may be reading them then
            return [*found, *complaints.said]

        return chromium.visit(visit, cookies=_cookies(scene, case.who, live_server.url))

    return look_at


def _cookies(scene: Scene, who: str, address: str) -> list[dict[str, Any]]:
    if who == "nobody":
        return []
    client = Client()
    client.force_login(getattr(scene, who))
    return [{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": address}]


def test_every_page_of_the_urlconf_has_a_case() -> None:
    answering = {address.name for address in addresses() if 200 in (rule(address) or [()])[0]}
    without = sorted(answering - {case.address for case in CASES} - set(NO_PAGES))
    assert without == [], (
        f"no case shows {without}: add one to the CASES of a file in tests/browser/states, or say in NO_PAGES what else it is"
    )


@with_errors
@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_can_be_used_by_everybody(look_at: LookAt, case: Case) -> None:
    need("axe")
    found = look_at(case, lambda page: [*axe.findings(page, excused=case.excused), *probes.everything(page)])
    assert not found, "\n".join(found)


@with_errors
def test_every_page_has_a_title_of_its_own(scene: Scene) -> None:
    titles: dict[str, set[str]] = defaultdict(set)
    for case in CASES:
        if case.then is nothing:
            with each_alone():
                titles[_title(scene, case)].add(case.address)
    assert {title: sorted(pages) for title, pages in titles.items() if len(pages) > 1} == {}


@contextmanager
def each_alone() -> Iterator[None]:
    """Take back what a case made, for the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _title(scene: Scene, case: Case) -> str:
    browser = Client(raise_request_exception=False, headers={"host": "127.0.0.1:8000"})
    if case.who != "nobody":
        browser.force_login(getattr(scene, case.who))
    found = re.search(r"<title>(.*?)</title>", browser.get(case.at(scene)).content.decode(), re.DOTALL)
    assert found, case
    return " ".join(found[1].split())
