"""The consent page: which channel, which scopes, yes or no."""

from html import escape

from platforms.sandbox import pages
from platforms.sandbox.plumbing import Request
from platforms.sandbox.youtube.channels import TITLE_LENGTH, Channel, picture_url
from platforms.sandbox.youtube.oauth import SCOPES, Asked

NEW = "new"
NOTICE = "This is no Google page. It stands in for Google's consent page on this machine; no real account is touched."
WITHHELD = ("https://www.googleapis.com/auth/youtube.readonly",)
"""What is given where the rest is withheld."""
TESTING = "Google hasn’t verified this app. It is in Testing: only test users can go on, and the leave ends after 7 days."


def page(channels: list[Channel], asked: Asked, request: Request, *, problem: str = "", in_testing: bool = False) -> str:
    """The form posts back to the same address, so that nothing of the request is lost."""
    choices = "".join(_choice(channel, request.base, is_first=number == 0) for number, channel in enumerate(channels))
    scopes = "".join(_scope(scope) for scope in asked.scopes)
    said = f'<p class="failed" role="alert">{escape(problem)}</p>' if problem else ""
    testing = f'<p class="warned" role="note">{escape(TESTING)}</p>' if in_testing else ""
    target = f"{request.base}{request.path}?{request.query}"
    body = (
        f'<form class="card consent" method="post" action="{escape(target)}"><h1>Choose a channel</h1>{testing}'
        f"<p><strong>{escape(asked.client_id)}</strong> wants to use a YouTube channel. It goes back to "
        f"<code>{escape(asked.redirect_uri)}</code>.</p>{said}"
        f"<fieldset><legend>Channel</legend>{choices}{_new_choice()}</fieldset>"
        f"<fieldset><legend>It will be able to</legend>{scopes}</fieldset>"
        '<div class="row"><button class="primary" name="answer" value="allow">Allow</button>'
        '<button name="answer" value="deny">Cancel</button></div></form>'
    )
    return pages.shell("Choose a channel", body, notice=NOTICE)


def _choice(channel: Channel, base: str, *, is_first: bool) -> str:
    checked = " checked" if is_first else ""
    return (
        f'<label class="choice"><input type="radio" name="channel" value="{escape(channel.id)}"{checked}>'
        f'<img src="{escape(picture_url(channel, base))}" alt=""> {escape(channel.title)}</label>'
    )


def _new_choice() -> str:
    return (
        f'<label class="choice"><input type="radio" name="channel" value="{NEW}"> A new channel</label>'
        f'<label>Its name<input type="text" name="title" maxlength="{TITLE_LENGTH}" autocomplete="off"></label>'
    )


def _scope(scope: str) -> str:
    return (
        f'<label class="tick"><input type="checkbox" name="scope" value="{escape(scope)}" checked>'
        f"<span>{escape(SCOPES[scope])}<br><code>{escape(scope.rpartition('/')[2])}</code></span></label>"
    )


def ticked(asked: Asked, form: dict[str, list[str]]) -> tuple[str, ...]:
    """Those of the asked scopes that the person left in. Raises ValueError when none is left."""
    left = tuple(scope for scope in asked.scopes if scope in form.get("scope", []))
    if not left:
        raise ValueError("Leave at least one tick, or press Cancel.")
    return left


def refusal_page(problem: str) -> str:
    return pages.shell(
        "Access blocked",
        "<h1>Access blocked</h1>",
        f'<p class="failed" role="alert">{escape(problem)}</p>',
        '<p class="quiet">The application that sent you here has to mend its request; there is nowhere to send you back to.</p>',
        notice=NOTICE,
    )
