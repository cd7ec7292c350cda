"""Mails: a letter as plain values, set as text and as HTML that say the same, and sent to one person."""

import logging
import smtplib
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


class MailNotSent(Exception):
    """The mail server did not take it. Nothing was sent; the same letter may be tried again later."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """What the letter asks its reader to open. The address may be a secret: it is for the letter alone."""

    label: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What one mail says: a subject, paragraphs, and where the reader should go on, if anywhere.

    `after` stands below the link: how long it is good, and what to do if one did not ask for it.
    """

    subject: str
    paragraphs: tuple[str, ...]
    link: Link | None = None
    after: tuple[str, ...] = ()


def send(letter: Letter, *, to: str) -> None:
    """Send it now, within the timeout of the settings. Raises `MailNotSent`."""
    mail = EmailMultiAlternatives(letter.subject, in_text(letter), to=[to])
    mail.attach_alternative(in_html(letter), "text/html")
    try:
        mail.send()
    except (smtplib.SMTPException, OSError) as broken:
        # The error's own text may quote the address and what the server was told: its kind is enough.
        log.warning("A mail was not sent (%s): %s", letter.subject, type(broken).__name__)
        raise MailNotSent("The mail server did not take the mail.") from None


def in_text(letter: Letter) -> str:
    return render_to_string("mail/letter.txt", {"letter": letter})


def in_html(letter: Letter) -> str:
    return render_to_string("mail/letter.html", {"letter": letter})
