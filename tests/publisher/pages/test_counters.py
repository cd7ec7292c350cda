"""The counters in Chromium, held against the server's arithmetic: what one types counts the same on both sides."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from platforms import registry
from platforms.counting import hashtags
from platforms.models import Connection
from publisher.forms import WordsForm
from tests.services import CHROMIUM, need
from videos.models import Video
from videos.words import many_lines

pytestmark = [pytest.mark.browser, pytest.mark.appearance]

TEXTS = (
    "",
    "   ",
    "Glazing a bowl",
    "  two  blanks\tand a tab ",
    "é and e\u0301, Å and A\u030a",
    "釉薬の器",
    "😀😀 👩‍👩‍👧 🇩🇪",
    "a\u200bb\ufeffc",  # blanks of no width stay, and are counted
    "\ufeffbegins with one, ends with one\ufeff",
    "hidden\u0007control\u202eturned",
    "no\u00a0break\u3000wide\u2003em",
    "line\nbreak\n\n\nand more\n",
    "line\u2028separators\u2029too\u0085",
    '"quoted words", plain, "more"',
    "raku, Raku, RAKU, #raku, ##raku, # raku",
    "straße, STRASSE, ﬁre, FIRE, ς, σ, Σ",
    "ı, I, i, İ",
    " , ,, lonely , ",
    "two words, one, three words here",
    "a < b > c",
    "x" * 101,
    "é" * 150,
)


HASHED = ("#sea ", "#海 ", "#海", "a#b ", "/#part ", "#a#b ", "## ", "#e\u0301 ", "#1 ", "#_ ", "＃wide ", "&#39; ", "#Ⅷ ", "(#ñ)\n")
MANY = 61


def counted_by_the_server(text: str) -> dict[str, int]:
    form = WordsForm({"title": text, "description": text.replace("\n", "\r\n"), "tags": text})
    return {each.field.name: each.taken for each in form.counted(registry.adapter("youtube").counters)}


def seen_in_the_page(address: str, session: str) -> tuple[list[dict[str, int]], list[int]]:
    """What the counters say of each text, and how many hashtags are found to be too many in each of the hashed ones."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context()
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        page = context.new_page()
        page.goto(address)
        found = [counts(page, text) for text in TEXTS]
        hashtags = [too_many_hashtags(page, text * MANY) for text in HASHED]
        browser.close()
    return found, hashtags


def too_many_hashtags(page: Page, text: str) -> int:
    """The number of hashtags that the page complains of; 0 where it does not."""
    page.fill("#id_title", "")
    page.fill("#id_description", text)
    said = page.inner_text("#id_description_count_youtube [role=status]")
    match = re.search(r"(\d+) hashtags", said)
    assert (match is not None) == ("YouTube ignores all of them" in said)
    return int(match[1]) if match else 0


def counts(page: Page, text: str) -> dict[str, int]:
    """Type `text` into each field; give what its counter says then."""
    return page.evaluate(  # type: ignore[no-any-return]
        """(text) => Object.fromEntries(["title", "description", "tags"].map((name) => {
            const field = document.getElementById(`id_${name}`);
            field.value = text;
            field.dispatchEvent(new Event("input"));
            return [name, Number(document.querySelector(`#id_${name}_count_youtube [data-taken]`).textContent)];
        }))""",
        text,
    )


def test_what_one_types_counts_as_the_server_counts(
    browser: Client, bowl: Video, atelier: Connection, alice: User, live_server: LiveServer
) -> None:
    need("chromium")
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    with ThreadPoolExecutor(max_workers=1) as pool:  # Playwright's loop would make the ORM refuse to work in this one
        found, complained = pool.submit(seen_in_the_page, f"{live_server.url}/videos/{bowl.pk}/publish/", session).result(timeout=120)
    # A field of one line keeps no line break; what the browser leaves of one is what it sends.
    expected = [counted_by_the_server(text) for text in TEXTS]
    flat = [counted_by_the_server(text.replace("\n", "")) for text in TEXTS]
    for text, here, there, on_one_line in zip(TEXTS, found, expected, flat, strict=True):
        assert here == {**on_one_line, "description": there["description"]}, repr(text)
    counts_of_hashtags = [hashtags(many_lines(text * MANY)) for text in HASHED]
    assert complained == [count if count >= MANY else 0 for count in counts_of_hashtags]
