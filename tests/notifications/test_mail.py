"""Sending mail: over real SMTP as EMAIL_URL says, both parts saying the same, and a failure that tells no secret."""

import logging
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.console import EmailBackend as Console
from django.utils.html import strip_tags
from pytest_django import Settings

from config.environment import Environment
from notifications.mail import Letter, Link, MailNotSent, in_html, in_text, send
from tests.mail_server import MailServer, mail_server

LETTER = Letter(
    subject="News of Zoë & others",
    paragraphs=("The account zoë<b> & co asked.", "It is done."),
    link=Link(label="Have a look", address="http://retake.example/look/?a=1&b=2"),
    after=("Do nothing if you do not care.",),
)


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A server, and the settings that EMAIL_URL makes of its address."""
    with mail_server() as server:
        use(f"smtp://127.0.0.1:{server.port}", settings, monkeypatch)
        yield server


def use(address: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    for name, value in Environment(Path("/dev/null")).mail("EMAIL_URL", "consolemail://").items():
        setattr(settings, name, value)


def test_a_letter_goes_out_by_the_server_that_is_set(server: MailServer) -> None:
    send(LETTER, to="alice@example.org")
    (taken,) = server.mails
    assert server.recipients == ["alice@example.org"]
    assert (taken["Subject"], taken["To"]) == (LETTER.subject, "alice@example.org")
    assert "Retake <retake@" in taken["From"]
    assert [part.get_content_type() for part in taken.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "zoë<b> & co asked." in taken.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert 'href="http://retake.example/look/?a=1&amp;b=2"' in taken.get_body(("html",)).get_content()  # type: ignore[union-attr]


def test_both_parts_say_the_same() -> None:
    html = in_html(LETTER)
    body = html[html.index("<body>") :]
    assert unescape(strip_tags(body)).split() == in_text(LETTER).split()


def test_what_a_person_wrote_is_text_in_both() -> None:
    assert "zoë&lt;b&gt; &amp; co" in in_html(LETTER)
    assert "zoë<b> & co" in in_text(LETTER)


def test_a_letter_without_a_link_has_none() -> None:
    bare = Letter(subject="News", paragraphs=("It is done.",))
    assert in_text(bare).split() == ["It", "is", "done.", "--", "Retake"]
    assert "<a " not in in_html(bare)


def test_a_server_that_refuses_is_told_without_its_words(server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    server.refuses = True
    with caplog.at_level(logging.DEBUG), pytest.raises(MailNotSent) as refused:
        send(LETTER, to="alice@example.org")
    assert server.mails == []
    assert "SMTPRecipientsRefused" in caplog.text
    assert "canary-5678" not in caplog.text + str(refused.value)
    assert "alice@example.org" not in caplog.text


def test_a_server_that_is_away_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as gone:
        use(f"smtp://127.0.0.1:{gone.port}", settings, monkeypatch)
    with pytest.raises(MailNotSent):
        send(LETTER, to="alice@example.org")


def test_a_server_that_breaks_off_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise SMTPServerDisconnected("in the middle")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", broken)
    with pytest.raises(MailNotSent):
        send(LETTER, to="alice@example.org")


@pytest.mark.parametrize(
    ("address", "made"),
    [
        ("", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        (
            "smtp+tls://me:p%40ss@mail.example.org:587",
            {
                "EMAIL_HOST": "mail.example.org",
                "EMAIL_PORT": 587,
                "EMAIL_HOST_USER": "me",
                "EMAIL_HOST_PASSWORD": "p@ss",
                "EMAIL_USE_TLS": True,
            },
        ),
        ("smtp+ssl://me:x@mail.example.org:465", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True}),
    ],
)
def test_the_address_of_a_server_becomes_djangos_settings(monkeypatch: pytest.MonkeyPatch, address: str, made: dict[str, object]) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    found = Environment(Path("/dev/null")).mail("EMAIL_URL", "consolemail://")
    assert {name: found[name] for name in made} == made


def test_by_default_a_mail_is_printed(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    use("", settings, monkeypatch)
    send(LETTER, to="alice@example.org")
    assert isinstance(mail.get_connection(), Console)
    assert "http://retake.example/look/" in capsys.readouterr().out
