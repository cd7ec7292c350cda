"""The steps of registering Retake with TikTok, for whoever runs it.

Source: developers.tiktok.com/doc/login-kit-web, /content-posting-api-get-started and /content-sharing-guidelines; read 2026-11-05.
"""

from platforms.guide import Here, Link, Step, Value

_PORTAL = "https://developers.tiktok.com"


def steps(here: Here, *, scopes: tuple[str, ...]) -> tuple[Step, ...]:
    """Give the steps in their order, with what is done of each as far as Retake can see."""
    return (_app(here), _products(), _redirect(here), _scopes(scopes), _settings(here), _audit())


def _app(here: Here) -> Step:
    words = (
        "One app serves everyone who uses this Retake. A sandbox of it works at once, with up to ten accounts that you name as test users.",
        "Choose Web as its platform where Retake has an address with https, and Desktop where it runs on your own machine.",
    )
    link = Link(text="Open Manage apps", address=f"{_PORTAL}/apps")
    return Step(
        title="Register an app at TikTok for Developers", words=words, link=link, values=(Value(label="Website URL", text=here.site_url),)
    )


def _products() -> Step:
    words = ("In the Content Posting API, switch on Direct Post: without it TikTok takes drafts alone.",)
    return Step(title="Add the products Login Kit and Content Posting API", words=words)


def _redirect(here: Here) -> Step:
    words = ("Into Login Kit, letter for letter, the slash at its end included.",)
    return Step(title="Paste the redirect address", words=words, values=(Value(label="Redirect URI", text=here.redirect_uri),))


def _scopes(scopes: tuple[str, ...]) -> Step:
    words = ("These and no others; TikTok asks in its review what each is used for.",)
    return Step(title="Add the scopes", words=words, values=tuple(Value(label="Scope", text=scope) for scope in scopes))


def _settings(here: Here) -> Step:
    words = ("Put the client key and the client secret into Retake’s settings, and restart it.",)
    is_done = all(here.client.values())
    values = tuple(Value(label="Setting", text=name) for name in here.client)
    found = "Both are set." if is_done else f"Not set: {', '.join(name for name, shown in here.client.items() if not shown)}."
    return Step(title="Give Retake the key and the secret", words=words, values=values, done=is_done, found=found)


def _audit() -> Step:
    words = (
        "Until TikTok has audited the app, it lets five people a day post through it, to private accounts and for “Only me”. Drafts work.",
        "TikTok refuses the audit of tools that serve nobody but their own makers; then drafts are the way.",
    )
    link = Link(text="Apply for the audit", address=f"{_PORTAL}/application/content-posting-api")
    return Step(title="Have the app audited, if you want to post for everyone to see", words=words, link=link)
