"""Error pages: in our hand, with the way on, and without a word of what broke inside."""

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import Settings

pytestmark = [pytest.mark.urls("tests.pages.urls")]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.filterwarnings("ignore:Bad Request", "ignore:Forbidden")
@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/unreadable/", 400, "could not read this request"),
        ("/forbidden/", 403, "not open to everyone"),
        ("/nowhere/", 404, "nothing at this address"),
        ("/broken/", 500, "nothing is posted twice"),
    ],
)
@pytest.mark.django_db
def test_each_says_what_it_means_and_shows_nothing_of_the_inside(
    visitor: Client, settings: Settings, address: str, status: int, said: str
) -> None:
    settings.DEBUG = False
    answer = visitor.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert 'href="/"' in page
    for inside in ("secret-canary", "Traceback", "RuntimeError", str(settings.BASE_DIR), settings.SECRET_KEY):
        assert inside not in page


@pytest.mark.django_db
def test_a_page_that_is_not_there_keeps_the_rail_for_who_is_logged_in(visitor: Client, alice: User) -> None:
    visitor.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert 'class="rail"' in visitor.get("/nowhere/").content.decode()


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_the_last_resorts_need_no_database_no_context_and_no_manifest(settings: Settings, template: str) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert "/static/css/tokens.css" in render_to_string(template)


@pytest.mark.django_db
def test_a_form_without_its_proof_leads_back_to_its_page(strict_visitor: Client) -> None:
    strict_visitor.get("/login/")
    answer = strict_visitor.post("/login/", headers={"Referer": "http://testserver/login/?next=/upload/"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Nothing was changed." in page
    assert 'href="http://testserver/login/?next=/upload/"' in page
    assert "sent no cookie" not in page


@pytest.mark.django_db
def test_a_form_without_its_proof_leads_nobody_to_another_site(strict_visitor: Client) -> None:
    answer = strict_visitor.post("/login/", headers={"Referer": "https://evil.example/trap"})
    assert "evil.example" not in answer.content.decode()


@pytest.mark.django_db
def test_a_browser_without_cookies_is_told_so(strict_visitor: Client) -> None:
    assert "sent no cookie" in strict_visitor.post("/login/").content.decode()
