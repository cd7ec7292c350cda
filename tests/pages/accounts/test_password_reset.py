"""A new password by mail: one answer for every address, a link that works once, and mails that are not lost."""

import re
import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django import DjangoAssertNumQueries, Settings

from platforms import clock
from publisher import rounds, tasks
from publisher.accounts import password_reset
from publisher.models import BrowserSession, ResetRequest
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = "a heron on the jetty"


def asked_for(email: str, **request: str) -> ResetRequest:
    """Ask through the page, and let the worker do its part."""
    Client(**request).post("/password-reset/", {"email": email})
    asked = ResetRequest.objects.latest("pk")
    tasks.reset_password(asked.pk)
    asked.refresh_from_db()
    return asked


def link_in(body: str) -> str:
    found = re.search(r"^http://127\.0\.0\.1:8000(/password-reset/\S+)$", body, re.MULTILINE)
    assert found is not None, body
    return found[1]


def opened(link: str) -> tuple[Client, str]:
    """Follow a link as a browser does; gives the address of the form."""
    browser = Client()
    answer = browser.get(link, follow=True)
    assert answer.status_code == 200
    return browser, answer.redirect_chain[-1][0]


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The mail server does not answer."""

    def send(*_: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)
    return monkeypatch


def test_the_link_leads_to_a_new_password(alice: User) -> None:
    asked_for("alice@example.org")
    (sent,) = mail.outbox
    assert sent.to == ["alice@example.org"]
    browser, form = opened(link_in(sent.body))
    answer = browser.post(form, {"new_password": NEW}, follow=True)
    assert answer.redirect_chain == [("/login/", 302)]
    assert "Log in with the new one." in answer.content.decode()
    assert Client().login(username="alice", password=NEW)


def test_known_and_unknown_addresses_get_the_same_answer_by_the_same_work(alice: User) -> None:
    answers, work = [], []
    for email in ("alice@example.org", "nobody@example.org"):
        with CaptureQueriesContext(
            connection,
        ) as done:
            answer = Client().post("/password-reset/", {"email": email}, follow=True)
        answers.append((answer.redirect_chain, answer.content))
        work.append([query["sql"].split(" ")[0] for query in done.captured_queries])
    assert answers[0] == answers[1]
    assert work[0] == work[1]
    assert OrmQ.objects.count() == 2
    assert mail.outbox == [], "the page itself sends none, so its time tells nothing"


def test_only_those_who_have_the_address_get_a_mail(alice: User, bob: User) -> None:
    UserFactory(username="gone", email="gone@example.org", is_active=False)
    for email in ("nobody@example.org", "gone@example.org"):
        assert asked_for(email).due_at is None
    assert mail.outbox == []


def test_each_account_of_an_address_gets_its_own_link(alice: User) -> None:
    UserFactory(username="alice-again", email="Alice@example.org")
    asked_for("ALICE@example.org")
    assert sorted(sent.to[0] for sent in mail.outbox) == ["Alice@example.org", "alice@example.org"]
    assert len({link_in(sent.body) for sent in mail.outbox}) == 2


def test_the_link_begins_with_our_address_whatever_host_was_asked(alice: User, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://retake.example"
    asked_for("alice@example.org", HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example")
    assert "https://retake.example/password-reset/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


def test_a_link_works_once(alice: User) -> None:
    asked_for("alice@example.org")
    link = link_in(mail.outbox[0].body)
    (browser, form), (late, late_form) = opened(link), opened(link)
    browser.post(form, {"new_password": NEW})
    assert late.post(late_form, {"new_password": "another one altogether"}).status_code == 410
    again = Client().get(link, follow=True)
    assert again.status_code == 410
    assert "This link is no longer good" in again.content.decode()
    assert Client().login(username="alice", password=NEW)


def test_a_link_is_over_after_an_hour(alice: User) -> None:
    asked_for("alice@example.org")
    link = link_in(mail.outbox[0].body)
    for after, status in ((timedelta(minutes=59), 200), (timedelta(minutes=61), 410)):
        with time_machine.travel(timezone.now() + after, tick=False):
            assert Client().get(link, follow=True).status_code == status


@pytest.mark.parametrize("spoil", [lambda link: link[:-2] + "x/", lambda link: link.replace("/password-reset/", "/password-reset/x")])
def test_a_spoilt_link_is_over(alice: User, spoil: object) -> None:
    asked_for("alice@example.org")
    assert Client().get(spoil(link_in(mail.outbox[0].body)), follow=True).status_code == 410  # type: ignore[operator]


def test_a_link_to_an_account_that_was_closed_is_over(alice: User) -> None:
    asked_for("alice@example.org")
    User.objects.update(is_active=False)
    assert Client().get(link_in(mail.outbox[0].body), follow=True).status_code == 410


def test_the_link_does_not_stay_in_the_address_bar(alice: User) -> None:
    asked_for("alice@example.org")
    link = link_in(mail.outbox[0].body)
    _, form = opened(link)
    assert link.rstrip("/").rpartition("/")[2] not in form


def test_every_browser_is_logged_out(alice: User, bob: User) -> None:
    for user in (alice, bob):
        Client().force_login(user)
    asked_for("alice@example.org")
    browser, form = opened(link_in(mail.outbox[0].body))
    browser.post(form, {"new_password": NEW})
    assert set(BrowserSession.objects.exclude(user=None).values_list("user__username", flat=True)) == {"bob"}
    assert mail.outbox[-1].subject == "Your Retake password was changed"


@pytest.mark.parametrize(("who", "stays"), [("alice", False), ("bob", True)])
def test_a_browser_that_is_logged_in_can_follow_the_link_too(alice: User, bob: User, who: str, stays: bool) -> None:
    """Whoever forgot the password may still be logged in; somebody else's log-in there is none of its business."""
    browser = Client()
    browser.force_login({"alice": alice, "bob": bob}[who])
    asked_for("alice@example.org")
    form = browser.get(link_in(mail.outbox[0].body), follow=True).redirect_chain[-1][0]
    answer = browser.post(form, {"new_password": NEW}, follow=True)
    assert answer.status_code == 200
    assert "Your password is changed." in answer.content.decode()
    assert (browser.get("/account/").status_code == 200) is stays
    assert Client().login(username="alice", password=NEW)


def test_a_weak_password_is_refused_and_the_link_still_works(alice: User) -> None:
    asked_for("alice@example.org")
    browser, form = opened(link_in(mail.outbox[0].body))
    answer = browser.post(form, {"new_password": "short"})
    assert answer.status_code == 422
    assert "at least 10 characters" in answer.content.decode()
    assert browser.post(form, {"new_password": NEW}).status_code == 302


# -- limits and lost mails ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org"])
def test_one_address_gets_three_links_an_hour(alice: User, email: str) -> None:
    answers = [Client().post("/password-reset/", {"email": each}) for each in (email, email.upper(), email, email)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Too many links were asked for" in answers[-1].content.decode()
    ResetRequest.objects.update(asked_at=clock.now() - password_reset.SPAN)
    assert Client().post("/password-reset/", {"email": email}).status_code == 302


def test_one_place_asks_for_twenty_links_an_hour(alice: User) -> None:
    answers = [
        Client(REMOTE_ADDR="203.0.113.9").post("/password-reset/", {"email": f"user{n}@example.org"}).status_code
        for n in range(password_reset.MOST_FROM_ONE_PLACE + 1)
    ]
    assert (answers[-2:], set(answers[:-1])) == ([302, 429], {302})
    assert Client(REMOTE_ADDR="203.0.113.10").post("/password-reset/", {"email": "alice@example.org"}).status_code == 302


def test_a_mail_that_fails_is_tried_again_until_it_goes(alice: User, away: pytest.MonkeyPatch) -> None:
    asked = asked_for("alice@example.org")
    assert asked.due_at is not None
    assert asked.due_at > clock.now()
    tasks.reset_password(asked.pk)
    asked.refresh_from_db()
    assert asked.tries == 1, "it is not due yet"
    away.undo()
    ResetRequest.objects.update(due_at=clock.now())
    tasks.reset_password(asked.pk)
    tasks.reset_password(asked.pk)
    assert len(mail.outbox) == 1
    asked.refresh_from_db()
    assert asked.due_at is None


def test_a_mail_that_fails_for_hours_is_given_up(alice: User, away: pytest.MonkeyPatch) -> None:
    asked = asked_for("alice@example.org")
    for _ in password_reset.WAITS:
        ResetRequest.objects.update(due_at=clock.now())
        tasks.reset_password(asked.pk)
    asked.refresh_from_db()
    assert (asked.due_at, asked.tries) == (None, len(password_reset.WAITS) + 1)


def test_a_lost_wake_up_is_found_by_the_round(alice: User) -> None:
    Client().post("/password-reset/", {"email": "alice@example.org"})
    OrmQ.objects.all().delete()
    rounds.run_round()
    assert "publisher.tasks.reset_password" in [woken.task["func"] for woken in OrmQ.objects.all()]


def test_the_round_forgets_what_is_a_day_old(alice: User) -> None:
    asked_for("alice@example.org")
    ResetRequest.objects.update(asked_at=clock.now() - password_reset.KEPT_FOR)
    rounds.run_round()
    assert not ResetRequest.objects.exists()


def test_no_link_is_kept_in_the_database(alice: User) -> None:
    asked = asked_for("alice@example.org")
    token = link_in(mail.outbox[0].body).rstrip("/").rpartition("/")[2]
    assert token not in str(vars(asked))


@pytest.mark.parametrize(("backend", "said"), [("console", True), ("smtp", False)])
def test_it_says_where_the_mail_is_when_none_is_sent(settings: Settings, backend: str, said: bool) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    assert ("prints its mails where it runs" in Client().get("/password-reset/sent/").content.decode()) == said


def test_the_log_in_page_leads_to_it() -> None:
    assert 'href="/password-reset/"' in Client().get("/login/").content.decode()


def test_what_is_no_address_is_said(alice: User) -> None:
    answer = Client().post("/password-reset/", {"email": "nowhere"})
    assert (answer.status_code, ResetRequest.objects.count()) == (422, 0)


def test_the_page_takes_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        Client().get("/password-reset/")


def test_who_waits_for_wrong_passwords_may_log_in_after_a_reset(alice: User, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = Client().post("/login/", {"username": "alice", "password": "wrong"})
    assert answer.status_code == 429
    asked_for("alice@example.org")
    browser, form = opened(link_in(mail.outbox[0].body))
    browser.post(form, {"new_password": NEW})
    assert Client().post("/login/", {"username": "alice", "password": NEW}).status_code == 302
    assert PASSWORD != NEW
