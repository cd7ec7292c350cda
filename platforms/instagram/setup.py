"""The steps of registering Retake with Meta, for whoever runs it.

Source: developers.facebook.com/docs/instagram-platform/create-an-instagram-app and .../app-review; read 2026-10-06.
"""

from platforms.guide import Here, Link, Step, Value

_APPS = "https://developers.facebook.com/apps"


def steps(here: Here) -> tuple[Step, ...]:
    """Give the steps in their order, with what is done of each as far as Retake can see."""
    return (_app(here), _facebook(here), _instagram(here), _settings(here), _live())


def _app(here: Here) -> Step:
    words = (
        "One app serves everyone who uses this Retake. Choose the type Business.",
        "There are two ways to log in, and one of them is enough. By Facebook Retake sends the video itself and can delete Reels; the "
        "account has to be linked to a Page. By Instagram any professional account will do, and Instagram comes for the video.",
    )
    link = Link(text="Open Meta for Developers", address=_APPS)
    return Step(
        title="Register an app at Meta for Developers", words=words, link=link, values=(Value(label="App domain", text=here.site_url),)
    )


def _facebook(here: Here) -> Step:
    words = (
        "Add the product Facebook Login for Business, and paste this into Valid OAuth redirect URIs, letter for letter.",
        "Permissions: instagram_basic, instagram_content_publish, instagram_manage_contents, pages_show_list, pages_read_engagement.",
    )
    return Step(title="For log-in by Facebook", words=words, values=(Value(label="Redirect URI", text=here.redirect_uri),))


def _instagram(here: Here) -> Step:
    words = (
        "Add the product Instagram, choose API setup with Instagram login, and paste this into Business login settings, letter for letter.",
        "Meta takes https alone there. The id and the secret of this login are the Instagram app’s own, and not those of the Facebook app.",
    )
    others = [address for address in here.redirects.values() if address != here.redirect_uri]
    return Step(title="For log-in by Instagram", words=words, values=tuple(Value(label="Redirect URI", text=each) for each in others))


def _settings(here: Here) -> Step:
    words = ("Put the id and the secret of one login, or of both, into Retake’s settings, and restart it.",)
    missing = [name for name, shown in here.client.items() if not shown]
    pairs = (("FACEBOOK_APP_ID", "FACEBOOK_APP_SECRET"), ("INSTAGRAM_APP_ID", "INSTAGRAM_APP_SECRET"))
    is_done = any(all(here.client.get(name) for name in names) for names in pairs)
    found = "All of them are set." if not missing else f"Not set: {', '.join(missing)}."
    values = tuple(Value(label="Setting", text=name) for name in here.client)
    return Step(title="Give Retake the ids and the secrets", words=words, values=values, done=is_done, found=found)


def _live() -> Step:
    words = (
        "Until Meta has reviewed the app, accounts of people with a role on it can be connected, and testers who accepted an invitation.",
        "For everyone else, apply for Advanced Access to the permissions above, and switch the app to Live.",
    )
    return Step(
        title="Have the app reviewed, if others are to connect accounts", words=words, link=Link(text="Open your apps", address=_APPS)
    )
