"""The pages of the numbers: periods, platforms, charts with their words, and who may see them."""

import re
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from platforms import clock
from platforms.models import Connection
from tests.publisher.stats.histories import BUSY, DAY, a_month, first, published, retry

SVG = re.compile(r'<svg class="chart.*?</svg>', re.DOTALL)


@pytest.fixture
def browser(alice: User) -> Client:
    browser = Client()
    browser.force_login(alice)
    return browser


def page(browser: Client, query: str = "", *, at: str = "/numbers/") -> str:
    return " ".join(browser.get(f"{at}{query}").content.decode().split())


def test_the_rail_leads_there(browser: Client) -> None:
    assert '<a href="/numbers/" aria-current="page">' in page(browser)


def test_whoever_has_nothing_yet_is_led_to_the_next_step(browser: Client) -> None:
    empty = page(browser)
    assert "Nothing to count yet" in empty
    assert re.findall(r'class="button primary" href="([^"]*)"', empty) == ["/videos/upload/"]
    assert "data-figure" not in empty


def test_where_nothing_ended_it_says_so_and_draws_nothing(browser: Client, atelier: Connection) -> None:
    published(atelier, now=clock.now(), ago=9 * DAY)
    empty = page(browser)
    assert "Nothing was published or given up in this time." in empty
    assert "Nothing that ended in this time needed an automatic retry." in empty
    assert "Nothing failed or had to wait in this time." in empty
    assert SVG.findall(empty) == []


@pytest.mark.parametrize(
    ("query", "chosen"),
    [("", "7 days"), ("?period=24h", "24 hours"), ("?period=all", "All time"), ("?period=8d", "7 days"), ("?period=", "7 days")],
)
def test_the_period_that_is_asked_for_is_marked_and_an_unknown_one_is_the_usual(
    browser: Client, atelier: Connection, query: str, chosen: str
) -> None:
    published(atelier, now=clock.now())
    assert re.findall(r'class="choice"[^>]*aria-current="page">([^<]*)', page(browser, query)) == [chosen, "All platforms"]


def test_every_chart_says_in_words_what_it_draws(browser: Client, atelier: Connection) -> None:
    a_month(atelier, now=clock.now())
    drawn = [ElementTree.fromstring(svg) for svg in SVG.findall(page(browser, "?period=30d"))]  # noqa: S314 - our own page
    assert [svg.find("title").text for svg in drawn] == [
        "How publications ended, by day",
        "What each automatic retry came to",
        "Failures by code",
    ]
    for svg in drawn:
        assert svg.get("role") == "img"
        assert svg.get("aria-labelledby").split() == [svg.find(part).get("id") for part in ("title", "desc")]
        assert re.search(r"\d", svg.find("desc").text)


def test_the_columns_are_as_high_as_what_they_stand_for(browser: Client, atelier: Connection) -> None:
    now = clock.now()
    for _ in range(3):
        published(atelier, now=now)
    published(atelier, first("failed", *BUSY), retry("published"), now=now)
    [svg, *_] = [ElementTree.fromstring(svg) for svg in SVG.findall(page(browser))]  # noqa: S314 - our own page
    heights = {rect.get("class"): float(rect.get("height").removesuffix("em")) for rect in svg.iter("rect") if "em" in rect.get("height")}
    assert heights["made"] == 3 * heights["later"]
    assert heights["made"] + heights["later"] == pytest.approx(heights["whole"])


def test_no_chart_needs_a_script_or_an_inline_style(browser: Client, atelier: Connection) -> None:
    a_month(atelier, now=clock.now())
    shown = page(browser, "?period=30d")
    assert len(SVG.findall(shown)) == 3
    assert "style=" not in shown


def test_what_others_published_is_not_on_ones_page(browser: Client, atelier: Connection, bobs: Connection) -> None:
    a_month(bobs, now=clock.now())
    assert "Nothing to count yet" in page(browser, "?period=all")
    published(atelier, now=clock.now())
    assert re.findall(r'data-figure="ended.ended" value="(\d+)"', page(browser, "?period=all")) == ["1"]


def test_staff_choose_a_platform(sam: User, atelier: Connection, elsewhere: Connection) -> None:
    browser, now = Client(), clock.now()
    browser.force_login(sam)
    published(atelier, now=now), published(elsewhere, now=now)
    ended = r'data-figure="ended.ended" value="(\d+)"'
    assert re.findall(ended, page(browser, at="/admin/numbers/")) == ["2"]
    one = page(browser, f"?platform={atelier.provider}", at="/admin/numbers/")
    assert re.findall(ended, one) == ["1"]
    assert f'href="?period=30d&amp;platform={atelier.provider}"' in one


def test_staff_need_the_right_to_see_publications(alice: User) -> None:
    browser = Client()
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    browser.force_login(alice)
    assert browser.get("/admin/numbers/").status_code == 403
    alice.user_permissions.add(Permission.objects.get(codename="view_publication"))
    assert browser.get("/admin/numbers/").status_code == 200


def test_the_admin_leads_there(sam: User) -> None:
    browser = Client()
    browser.force_login(sam)
    assert '<a href="/admin/numbers/">Numbers</a>' in page(browser, at="/admin/")
