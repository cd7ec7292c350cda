"""The consent page: which account, which scopes, yes or no."""

from html import escape

from platforms.sandbox import pages
from platforms.sandbox.plumbing import Request
from platforms.sandbox.tiktok.creators import Creator
from platforms.sandbox.tiktok.oauth import SCOPES, Asked

NOTICE = "This is no TikTok page. It stands in for TikTok's consent page on this machine; no real account is touched."


def page(creators: list[Creator], asked: Asked, request: Request, *, problem: str = "") -> str:
    """The form posts back to the same address, so that nothing of the request is lost."""
    choices = "".join(_choice(creator, is_first=number == 0) for number, creator in enumerate(creators))
    scopes = "".join(_scope(scope) for scope in asked.scopes)
    said = f'<p class="failed" role="alert">{escape(problem)}</p>' if problem else ""
    target = f"{request.base}{request.path}?{request.query}"
    body = (
        f'<form class="card consent" method="post" action="{escape(target)}"><h1>Choose an account</h1>'
        f"<p><strong>{escape(asked.client_key)}</strong> would like to use a TikTok account. It goes back to "
        f"<code>{escape(asked.redirect_uri)}</code>.</p>{said}"
        f"<fieldset><legend>Account</legend>{choices}</fieldset>"
        f"<fieldset><legend>It would like to</legend>{scopes}</fieldset>"
        '<div class="row"><button class="primary" name="answer" value="allow">Authorize</button>'
        '<button name="answer" value="deny">Cancel</button></div></form>'
    )
    return pages.shell("Choose an account", body, notice=NOTICE)


def _choice(creator: Creator, *, is_first: bool) -> str:
    checked = " checked" if is_first else ""
    kind = "private" if creator.private else "everything off" if creator.comment_disabled else "public"
    return (
        f'<label class="choice"><input type="radio" name="account" value="{escape(creator.open_id)}"{checked}> '
        f"{escape(creator.nickname)} <code>@{escape(creator.username)}</code> {kind}</label>"
    )


def _scope(scope: str) -> str:
    return (
        f'<label class="tick"><input type="checkbox" name="scope" value="{escape(scope)}" checked>'
        f"<span>{escape(SCOPES[scope])}<br><code>{escape(scope)}</code></span></label>"
    )


def ticked(asked: Asked, form: dict[str, list[str]]) -> tuple[str, ...]:
    """Those of the asked scopes that the person left in. Raises ValueError when none is left."""
    left = tuple(scope for scope in asked.scopes if scope in form.get("scope", []))
    if not left:
        raise ValueError("Leave at least one tick, or press Cancel.")
    return left


def refusal_page(problem: str) -> str:
    return pages.shell(
        "Something went wrong",
        "<h1>Something went wrong</h1>",
        f'<p class="failed" role="alert">{escape(problem)}</p>',
        '<p class="quiet">The application that sent you here has to mend its request; there is nowhere to send you back to.</p>',
        notice=NOTICE,
    )
