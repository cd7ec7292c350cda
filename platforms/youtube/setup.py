"""The steps of registering Retake with Google, for whoever runs it.

Source: developers.google.com/youtube/v3/guides/auth/server-side-web-apps and support.google.com/cloud; read 2026-11-22.
"""

from urllib.parse import urlsplit

from platforms.guide import Here, Link, Step, Value

_CONSOLE = "https://console.cloud.google.com"
_OWN_MACHINE = ("localhost", "127.0.0.1", "::1")


def steps(here: Here, *, scopes: tuple[str, ...]) -> tuple[Step, ...]:
    """Give the steps in their order, with what is done of each as far as Retake can see."""
    return (
        _project(),
        _api(),
        _branding(here),
        _scopes(scopes),
        _test_users(),
        _client(here),
        _settings(here),
        _publishing(here),
        _quota(),
    )


def _project() -> Step:
    words = ("One project serves everyone who uses this Retake. Any name will do.",)
    return Step(title="Create a Google Cloud project", words=words, link=_page("Create a project", "projectcreate"))


def _api() -> Step:
    words = ("Without it, Google answers every call with “accessNotConfigured”.",)
    link = _page("Open it in the library", "apis/library/youtube.googleapis.com")
    return Step(title="Switch on the YouTube Data API v3", words=words, link=link)


def _branding(here: Here) -> Step:
    words = (
        "Give the app a name, your address for support, and the user type External. Internal is only for a Google Workspace whose own "
        "people are the only ones to connect; it then needs no test users and no verification.",
    )
    host = urlsplit(here.site_url).hostname or ""
    values = () if host in _OWN_MACHINE else (Value(label="Authorised domain", text=host),)
    return Step(title="Describe the app on the consent screen", words=words, link=_page("Open Branding", "auth/branding"), values=values)


def _scopes(scopes: tuple[str, ...]) -> Step:
    words = ("Under Data access, add this one and no other. Google calls it sensitive.",)
    values = tuple(Value(label="Scope", text=scope) for scope in scopes)
    return Step(title="Add the scope", words=words, link=_page("Open Data access", "auth/scopes"), values=values)


def _test_users() -> Step:
    words = (
        "A new app is in Testing: only the logins that you list as test users, at most 100, can connect a channel, "
        "and Google ends each leave after 7 days. List yours, and those of the others.",
    )
    return Step(title="Add test users", words=words, link=_page("Open Audience", "auth/audience"))


def _client(here: Here) -> Step:
    words = (
        "Of the type Web application. Paste this as the authorised redirect URI, letter for letter: "
        "a slash too few, or localhost for 127.0.0.1, and Google shows “redirect_uri_mismatch”.",
    )
    is_taken, found = _judged(here.site_url)
    return Step(
        title="Make the OAuth client",
        words=words,
        link=_page("Open Clients", "auth/clients"),
        values=(Value(label="Authorised redirect URI", text=here.redirect_uri),),
        done=None if is_taken else False,
        found=found,
    )


def _judged(site_url: str) -> tuple[bool, str]:
    """Whether Google takes a redirect to this address: https, or http to the browser's own machine."""
    site = urlsplit(site_url)
    if site.scheme == "https":
        return True, "Google takes this address: it is https."
    if site.hostname in _OWN_MACHINE:
        return True, "Google takes this address, for browsers on this machine alone."
    return False, "Google refuses this address: it has to be https. Serve Retake by https, and set SITE_URL to that address."


def _settings(here: Here) -> Step:
    words = ("Google shows the secret once, when the client is made. Put both into .env beside Retake, then start it again.",)
    unset = [name for name, shown in here.client.items() if not shown]
    named = ", ".join(f"{name} ({shown})" for name, shown in here.client.items())
    return Step(
        title="Give Retake the client ID and the secret",
        words=words,
        values=tuple(Value(label="Line for .env", text=f"{name}=") for name in unset),
        done=not unset,
        found=f"Not set: {' and '.join(unset)}." if unset else f"Set: {named}.",
    )


_SEEN = {True: "Still in Testing: the newest leave was given for 7 days.", False: "The newest leave was given without an end.", None: ""}


def _publishing(here: Here) -> Step:
    words = (
        "Under Audience, press Publish app: leave that is given from then on does not end after 7 days. "
        "Whoever is connected already reconnects once.",
        "Until Google has verified the app, it warns everyone beforehand, and lets in 100 people in all. Verification asks for a "
        "home page and a privacy policy on your own domain, and for a film of what the app does. "
        "For yourself and a few others you can do without.",
    )
    return Step(
        title="Publish the app, so that leave lasts",
        words=words,
        link=_page("Open Audience", "auth/audience"),
        done=None if here.in_trial is None else not here.in_trial,
        found=_SEEN[here.in_trial],
    )


def _quota() -> Step:
    words = (
        "Google gives a project 100 uploads a day, and 10,000 units for everything else, for all its people together. "
        "Both return at midnight in Los Angeles; what was too much waits until then. For more, Google wants an audit.",
    )
    link = Link(text="Ask for more", address="https://support.google.com/youtube/contact/yt_api_form")
    return Step(title="Know the quota", words=words, link=link)


def _page(text: str, path: str) -> Link:
    return Link(text=text, address=f"{_CONSOLE}/{path}")
