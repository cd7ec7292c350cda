"""The consent pages of both logins: which account, or which person and Pages, which scopes, yes or no."""

from html import escape

from platforms.sandbox import pages
from platforms.sandbox.instagram.accounts import Account, Accounts, Page, Person
from platforms.sandbox.instagram.oauth import Asked
from platforms.sandbox.instagram.tokens import Kind, Leave
from platforms.sandbox.plumbing import Request

AT_INSTAGRAM = "This is no Instagram page. It stands in for Instagram's consent page on this machine; no real account is touched."
AT_FACEBOOK = "This is no Facebook page. It stands in for Facebook's consent page on this machine; no real account is touched."


def page(accounts: Accounts, asked: Asked, request: Request, *, problem: str = "") -> str:
    """The form posts back to the same address, so that nothing of the request is lost."""
    is_facebook = asked.login is Kind.USER
    title = "Choose what it may have" if is_facebook else "Choose an account"
    choices = _people(accounts) if is_facebook else _accounts(accounts)
    scopes = "".join(_tick("scope", scope, asked.known[scope], scope) for scope in asked.scopes)
    said = f'<p class="failed" role="alert">{escape(problem)}</p>' if problem else ""
    target = f"{request.base}{request.path}?{request.query}"
    body = (
        f'<form class="card consent" method="post" action="{escape(target)}"><h1>{title}</h1>'
        f"<p><strong>{escape(asked.client_id)}</strong> would like to use an Instagram account. It goes back to "
        f"<code>{escape(asked.redirect_uri)}</code>.</p>{said}{choices}"
        f"<fieldset><legend>It would like to</legend>{scopes}</fieldset>"
        '<div class="row"><button class="primary" name="answer" value="allow">Allow</button>'
        '<button name="answer" value="deny">Cancel</button></div></form>'
    )
    return pages.shell(title, body, notice=AT_FACEBOOK if is_facebook else AT_INSTAGRAM)


def _accounts(accounts: Accounts) -> str:
    choices = "".join(_account(account, is_first=number == 0) for number, account in enumerate(accounts.all()))
    return f"<fieldset><legend>Account</legend>{choices}</fieldset>"


def _account(account: Account, *, is_first: bool) -> str:
    kind = "business" if account.account_type == "BUSINESS" else "creator"
    told = f"{escape(account.name)} <code>@{escape(account.username)}</code> {kind}{', restricted' if account.restricted else ''}"
    return _choice("account", account.ig_id, told, is_first=is_first)


def _people(accounts: Accounts) -> str:
    people = "".join(_person(person, accounts, is_first=number == 0) for number, person in enumerate(accounts.people()))
    ticks = "".join(_page_tick(page, accounts) for page in accounts.pages())
    return f"<fieldset><legend>Who you are</legend>{people}</fieldset><fieldset><legend>Pages it may have</legend>{ticks}</fieldset>"


def _person(person: Person, accounts: Accounts, *, is_first: bool) -> str:
    count = len(accounts.pages(person.person_id))
    return _choice("person", person.person_id, f"{escape(person.name)}, {count} {'Page' if count == 1 else 'Pages'}", is_first=is_first)


def _page_tick(page: Page, accounts: Accounts) -> str:
    owner = accounts.person(page.person_id).name
    linked = f"@{accounts.get(page.ig_id).username}" if page.ig_id else "no Instagram account"
    return _tick("page", page.page_id, f"{page.name}, of {owner}", linked)


def _choice(name: str, value: str, told: str, *, is_first: bool) -> str:
    checked = " checked" if is_first else ""
    return f'<label class="choice"><input type="radio" name="{name}" value="{escape(value)}"{checked}> <span>{told}</span></label>'


def _tick(name: str, value: str, words: str, code: str) -> str:
    return (
        f'<label class="tick"><input type="checkbox" name="{name}" value="{escape(value)}" checked>'
        f"<span>{escape(words)}<br><code>{escape(code)}</code></span></label>"
    )


def leave_of(asked: Asked, form: dict[str, list[str]], accounts: Accounts) -> Leave:
    """What the person let the app have. Raises LookupError for who is not there, ValueError where nothing is left."""
    left = tuple(scope for scope in asked.scopes if scope in form.get("scope", []))
    if not left:
        raise ValueError("Leave at least one tick, or press Cancel.")
    declined = tuple(scope for scope in asked.scopes if scope not in left)
    if asked.login is Kind.INSTAGRAM:
        account = accounts.get(form.get("account", [""])[0])
        return Leave(client_id=asked.client_id, ig_id=account.ig_id, scopes=left, declined=declined)
    person = accounts.person(form.get("person", [""])[0])
    let = tuple(page.page_id for page in accounts.pages(person.person_id) if page.page_id in form.get("page", []))
    return Leave(client_id=asked.client_id, person_id=person.person_id, pages=let, scopes=left, declined=declined)


def refusal_page(problem: str) -> str:
    return pages.shell(
        "Something went wrong",
        "<h1>Something went wrong</h1>",
        f'<p class="failed" role="alert">{escape(problem)}</p>',
        '<p class="quiet">The application that sent you here has to mend its request; there is nowhere to send you back to.</p>',
        notice=AT_INSTAGRAM,
    )
