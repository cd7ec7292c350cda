"""The frame of every page: places, the sandbox's banner, messages, and nothing inline."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import Settings

pytestmark = [pytest.mark.urls("tests.pages.urls")]

TEMPLATES = Path(__file__).parents[3] / "templates"
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def _page_of(visitor: Client, person: User, address: str = "/") -> str:
    visitor.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return visitor.get(address).content.decode()


@pytest.mark.parametrize("address", ["/", "/upload/", "/connections/"])
def test_the_rail_marks_the_place_where_one_is(visitor: Client, alice: User, address: str) -> None:
    page = _page_of(visitor, alice, address)
    assert re.findall(r'<a href="([^"]*)"[^>]* aria-current="page">', page) == [address]


def test_only_staff_see_the_way_to_the_admin(visitor: Client, alice: User, sam: User) -> None:
    assert 'href="/admin/"' not in _page_of(visitor, alice)
    assert 'href="/admin/"' in _page_of(visitor, sam)


@pytest.mark.django_db
@pytest.mark.parametrize("sandbox", [True, False])
def test_the_banner_shows_while_the_platforms_are_stand_ins(visitor: Client, settings: Settings, sandbox: bool) -> None:
    settings.SANDBOX = sandbox
    page = visitor.get("/login/").content.decode()
    assert (settings.SANDBOX_URL in page) == sandbox
    assert ("stand-ins" in page) == sandbox


@pytest.mark.django_db
def test_a_page_has_a_language_a_title_and_a_way_past_the_rail(visitor: Client) -> None:
    page = visitor.get("/login/").content.decode()
    assert '<html lang="en">' in page
    assert "<title>Log in · Retake</title>" in page
    assert page.index('href="#content"') < page.index('id="content"')


@pytest.mark.parametrize(
    ("level", "role"), [(20, "status"), (25, "status"), (30, "alert"), (40, "alert")], ids=["info", "success", "warning", "error"]
)
def test_a_message_is_spoken_as_urgently_as_it_is(level: int, role: str) -> None:
    said = render_to_string("_messages.html", {"messages": [Message(level, "Mind <this>")]})
    assert f'role="{role}"' in said
    assert "Mind &lt;this&gt;" in said


def test_a_state_is_told_by_icon_word_and_what_is_next() -> None:
    chip = render_to_string("_state.html", {"kind": "failed", "word": "Failed", "next": "retries at 15:00", "link": "/videos/1/"})
    assert "#state-failed" in chip
    assert "<strong>Failed</strong> · retries at 15:00" in chip
    assert chip.strip().startswith('<a href="/videos/1/" class="state failed">')


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_holds_a_script_or_style_of_its_own(template: Path) -> None:
    assert not INLINE.findall(template.read_text())
