"""Every address has a rule for every role; none changes anything by a GET, or anything at all without proof of the page.

A new address fails here until it has its row in the table.
"""

import re

import pytest
from django.apps import apps
from django.http import HttpResponseBase

from publisher.models import BrowserSession
from tests.architecture.addresses import Address, House, addresses
from tests.architecture.conftest import ROLES, Enter

ADDRESSES = addresses()
Statuses = tuple[int, int, int, int]
"""For a visitor, the owner, somebody else and staff."""

EVERYONE: Statuses = (200, 200, 200, 200)
UNREADY: Statuses = (503, 503, 503, 503)
LOGGED_IN: Statuses = (302, 200, 200, 200)
OWNER: Statuses = (302, 200, 404, 404)
NEVER: Statuses = (405, 405, 405, 405)
NEVER_ONCE_LOGGED_IN: Statuses = (302, 405, 405, 405)
OWNER_ACTS: Statuses = (302, 302, 404, 404)
LED_ON: Statuses = (302, 302, 302, 302)
VISITOR: Statuses = (200, 302, 302, 302)
OVER: Statuses = (410, 410, 410, 410)
STAFF: Statuses = (302, 302, 302, 200)
NOTHING_THERE: Statuses = (404, 404, 404, 404)
BY_TOKEN: Statuses = (401, 401, 401, 401)
"""The API, to whom comes with a log-in alone; what tokens open is in tests/publisher/api/test_permissions.py."""
STAFF_MAY_NOT: Statuses = (302, 302, 302, 403)

# What a GET, and a POST of an empty form, is answered.
RULES: dict[str, tuple[Statuses, Statuses]] = {
    "home": (LED_ON, LED_ON),
    "health_live": (EVERYONE, NEVER),
    # Nothing works while a test looks: what it says when, is in tests/publisher/test_readiness.py.
    "health_ready": (UNREADY, NEVER),
    "signup": (VISITOR, VISITOR),
    "login": (VISITOR, VISITOR),
    "logout": (NEVER, LED_ON),
    "password_reset": (EVERYONE, (422, 422, 422, 422)),
    "password_reset_sent": (EVERYONE, NEVER),
    # Without a good link. What good ones do is in tests/pages/accounts.
    "password_reset_confirm": (OVER, OVER),
    "email_confirm": (OVER, OVER),
    "account": (LOGGED_IN, NEVER),
    "change_password": (LOGGED_IN, (302, 422, 422, 422)),
    "delete_account": (LOGGED_IN, (302, 422, 422, 422)),
    "change_email": (LOGGED_IN, (302, 422, 422, 422)),
    "late_posts": (LOGGED_IN, (302, 422, 422, 422)),
    "time_zone": (LOGGED_IN, (302, 422, 422, 422)),
    "api_tokens": (LOGGED_IN, (302, 422, 422, 422)),
    "revoke_token": (OWNER, OWNER_ACTS),
    "browsers": (LOGGED_IN, NEVER),
    "end_browser": (NEVER, OWNER_ACTS),
    "end_other_browsers": (NEVER, LED_ON),
    "library": (LOGGED_IN, NEVER),
    "rows": (LOGGED_IN, NEVER),
    "attention": (LOGGED_IN, NEVER),
    "causes": (LOGGED_IN, NEVER),
    "retry_many": (NEVER, LED_ON),
    "notices": (LOGGED_IN, NEVER),
    "read_notices": (NEVER, LED_ON),
    "video": (OWNER, NEVER),
    "file": (OWNER, NEVER),
    "together": (OWNER, NEVER),
    "retry_failed": (NEVER, OWNER_ACTS),
    "twins": ((302, 204, 404, 404), NEVER),
    "keep_twins": (NEVER, OWNER_ACTS),
    "panel": (OWNER, NEVER),
    "cover": (OWNER, NEVER),
    "cover_part": (OWNER, NEVER),
    "cover_preview": (OWNER, NEVER),
    "cover_strip": (NEVER, OWNER_ACTS),
    "cover_frame": (NEVER, (302, 422, 404, 404)),
    "cover_image": (NEVER, (302, 422, 404, 404)),
    "cover_focus": (NEVER, (302, 422, 404, 404)),
    "cover_automatic": (NEVER, OWNER_ACTS),
    "send_captions": (NEVER, OWNER_ACTS),
    "send_picture": (NEVER, OWNER_ACTS),
    "retry_follow_up": (NEVER, OWNER_ACTS),
    "delete_video": (OWNER, (302, 422, 404, 404)),
    "keep_file": (NEVER, OWNER_ACTS),
    "removal_step": (NEVER, OWNER_ACTS),
    "delete_post": (OWNER, OWNER_ACTS),
    "deleted": (LOGGED_IN, NEVER),
    "storage": (LOGGED_IN, NEVER),
    "fit": (OWNER, NEVER),
    "fit_part": (OWNER, NEVER),
    "cancel_fit": (NEVER, OWNER_ACTS),
    "refit": (NEVER, OWNER_ACTS),
    "use_fit": (NEVER, OWNER_ACTS),
    "use_original": (NEVER, OWNER_ACTS),
    "fit_poster": (OWNER, NEVER_ONCE_LOGGED_IN),
    "watch_fit": ((302, 302, 404, 404), NEVER_ONCE_LOGGED_IN),
    "watching_fit": (OWNER, NEVER_ONCE_LOGGED_IN),
    # A form that is sent empty is shown again.
    "publish": (OWNER, OWNER),
    "edit": (OWNER, OWNER),
    "change": (OWNER, OWNER),
    "change_again": (NEVER, OWNER_ACTS),
    "reschedule": (OWNER, OWNER),
    "retry": (NEVER, OWNER_ACTS),
    "cancel": (NEVER, OWNER_ACTS),
    "confirm": (NEVER, OWNER_ACTS),
    "connections": (LOGGED_IN, NEVER),
    "own_defaults": (LOGGED_IN, LED_ON),
    "patterns": (LOGGED_IN, NEVER),
    "new_pattern": (LOGGED_IN, (302, 422, 422, 422)),
    "pattern": (OWNER, (302, 422, 404, 404)),
    "delete_pattern": (OWNER, OWNER_ACTS),
    "default_pattern": (NEVER, OWNER_ACTS),
    "numbers": (LOGGED_IN, NEVER),
    "schedule": (LOGGED_IN, NEVER),
    "staff_numbers": (STAFF, (302, 302, 302, 405)),
    # Here it is set up, so that only staff need the steps.
    "setup": ((302, 404, 404, 200), NEVER),
    "defaults": (OWNER, (302, 200, 404, 404)),
    "disconnect": (OWNER, OWNER_ACTS),
    "test_connection": (NEVER, OWNER_ACTS),
    # For platforms without a consent page alone: tests/platforms/connections/test_sign_in.py.
    "sign_in": ((302, 404, 404, 404), (302, 404, 404, 404)),
    "choose_account": ((302, 404, 404, 404), (302, 404, 404, 404)),
    "social:begin": (NEVER, LED_ON),
    "social:complete": ((302, 400, 400, 400), NEVER),
    "upload": (LOGGED_IN, (302, 422, 422, 422)),
    "upload_begin": (NEVER, (401, 400, 400, 400)),
    "upload_addresses": (NEVER, (401, 400, 404, 404)),
    "upload_part": (NEVER, NEVER),
    "upload_complete": (NEVER, (401, 400, 404, 404)),
    "upload_cancel": (NEVER, (401, 204, 404, 404)),
    "upload_drop": (NEVER_ONCE_LOGGED_IN, OWNER_ACTS),
    "details": (OWNER, (302, 422, 404, 404)),
    "captions": (OWNER, (302, 422, 404, 404)),
    "caption_file": (OWNER, NEVER_ONCE_LOGGED_IN),
    "edit_caption": (OWNER, (302, 422, 404, 404)),
    "drop_caption": (NEVER_ONCE_LOGGED_IN, OWNER_ACTS),
    "poster": (OWNER, NEVER_ONCE_LOGGED_IN),
    "strip_frame": (OWNER, NEVER_ONCE_LOGGED_IN),
    "watch": ((302, 302, 404, 404), NEVER_ONCE_LOGGED_IN),
    "watching": (OWNER, NEVER_ONCE_LOGGED_IN),
    "download": (OWNER, NEVER_ONCE_LOGGED_IN),
    # Whoever holds the ticket: it is signed, names one file, and runs out.
    "media": (EVERYONE, NEVER),
    "fetched": (EVERYONE, NEVER),
    "own_post_file": (OWNER, NEVER_ONCE_LOGGED_IN),
    "own_post_picture": (OWNER, NEVER_ONCE_LOGGED_IN),
    # For platforms that offer it alone: tests/publisher/pages/by_hand.
    "by_hand": ((302, 404, 404, 404), (302, 404, 404, 404)),
    "reference": (LOGGED_IN, NEVER),
    "api:openapi-json": (EVERYONE, NEVER),
    "api:start": (NEVER, BY_TOKEN),
    "api:stop": (NEVER, BY_TOKEN),
    "api:trigger": (NEVER, BY_TOKEN),
    "api:status": (BY_TOKEN, NEVER),
    "api:failed": (BY_TOKEN, NEVER),
    "api:retry": (NEVER, BY_TOKEN),
    "api:reset": (NEVER, BY_TOKEN),
    "api:stats": (BY_TOKEN, NEVER),
    "api:publications": (BY_TOKEN, BY_TOKEN),
    "api:publish": (BY_TOKEN, BY_TOKEN),
    "api:publication": (BY_TOKEN, NEVER),
    "api:remove_publication": (BY_TOKEN, NEVER),
    "api:retry_publication": (NEVER, BY_TOKEN),
    "api:cancel_publication": (NEVER, BY_TOKEN),
    "api:confirm_publication": (NEVER, BY_TOKEN),
    "api:revise_publication": (NEVER, BY_TOKEN),
    "api:reschedule_publication": (NEVER, BY_TOKEN),
    "api:videos": (BY_TOKEN, NEVER),
    "api:video": (BY_TOKEN, NEVER),
    "api:remove_video": (BY_TOKEN, NEVER),
    "api:fits": (BY_TOKEN, BY_TOKEN),
    "api:make_fit": (BY_TOKEN, BY_TOKEN),
    "api:fit": (BY_TOKEN, NEVER),
    "api:cancel_fit": (NEVER, BY_TOKEN),
    "api:connections": (BY_TOKEN, NEVER),
    "api:connection": (BY_TOKEN, NEVER),
    "api:api-root": (NOTHING_THERE, NOTHING_THERE),
    "nothing_here": (NOTHING_THERE, NOTHING_THERE),
    "admin:login": ((200, 200, 200, 302), EVERYONE),
    "admin:logout": ((302, 302, 302, 405), LED_ON),
}
# The admin has the same pages for each model. Facts are neither added, changed nor deleted; accounts are Django's own.
ADMIN_RULES: list[tuple[str, Statuses, Statuses]] = [
    (r"admin:(jsi18n|password_change_done)", STAFF, (302, 302, 302, 405)),
    (r"admin:autocomplete", (302, 302, 302, 403), (302, 302, 302, 405)),
    (r"admin:view_on_site", (302, 302, 302, 404), (302, 302, 302, 404)),
    (r"admin:(index|app_list|password_change)", STAFF, STAFF),
    (r"admin:auth_.+_(add|change|delete|password_change)", STAFF, STAFF),
    (r"admin:videos_video_change", STAFF, STAFF),
    # Staff pause a platform by adding a hold.
    (r"admin:platforms_hold_add", STAFF, STAFF),
    (r"admin:retries_sweeprun_(stop|start|now)", (302, 302, 302, 405), LED_ON),
    (r"admin:.+_(add|delete)", STAFF_MAY_NOT, STAFF_MAY_NOT),
    (r"admin:.+_change", STAFF, STAFF_MAY_NOT),
    (r"admin:.+_(changelist|history)", STAFF, STAFF),
    (r"admin:", LED_ON, LED_ON),
]
THE_ADMINS_CATCH_ALL = (302, 302, 302, 404)


def rule(address: Address) -> tuple[Statuses, Statuses] | None:
    if address.route.endswith("(?P<url>.*)$"):
        return THE_ADMINS_CATCH_ALL, THE_ADMINS_CATCH_ALL
    if address.name in RULES:
        return RULES[address.name]
    return next(((get, post) for pattern, get, post in ADMIN_RULES if re.fullmatch(pattern, address.name)), None)


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every table but the sessions."""
    models = [model for model in apps.get_models(include_auto_created=True) if model is not BrowserSession]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    assert [str(address) for address in ADDRESSES if rule(address) is None] == []
    assert set(RULES) - {address.name for address in ADDRESSES} == set()


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_get_is_answered_by_the_rule_and_changes_nothing(house: House, enter: Enter, address: Address) -> None:
    browsers, before = {role: enter(role) for role in ROLES}, everything()
    answers = {role: read(browser.get(house.path(address))) for role, browser in browsers.items()}
    assert tuple(answer.status_code for answer in answers.values()) == rule(address)[0]
    assert everything() == before
    for answer in answers.values():
        assert_guarded(answer)


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_post_is_answered_by_the_rule(house: House, enter: Enter, address: Address) -> None:
    # The owner last: what they do is done.
    answers = {role: enter(role).post(house.path(address)) for role in ("anonymous", "other", "staff", "owner")}
    assert tuple(answers[role].status_code for role in ROLES) == rule(address)[1]
    for answer in answers.values():
        assert_guarded(answer)


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_nothing_is_done_without_proof_that_our_page_asked(house: House, enter: Enter, address: Address) -> None:
    browsers, before = [enter("owner", csrf=True), enter("staff", csrf=True)], everything()
    for browser in browsers:
        for method in (browser.post, browser.put, browser.patch, browser.delete):
            # The API does not look at the log-in that a page brings: without a token nothing is done there at all.
            refused = {401, 403, 404, 405} if address.route.startswith("api/") else {403}
            assert method(house.path(address)).status_code in refused
    assert everything() == before


@pytest.mark.parametrize("address", [each for each in ADDRESSES if "<int:pk>" in each.route], ids=str)
def test_what_is_not_ones_own_cannot_be_told_from_what_is_not_there(house: House, enter: Enter, address: Address) -> None:
    browser, path = enter("other"), house.path(address)
    nowhere = re.sub(r"\d+", "987654321", path)
    for method in (browser.get, browser.post):
        assert method(path).status_code == method(nowhere).status_code


def read(answer: HttpResponseBase) -> HttpResponseBase:
    """Read a streamed answer to its end, as a browser does: until then it holds one of a few places.

    Its end closes it, as the test client does it; `close()` would close the database of the test with it.
    """
    if answer.streaming:
        b"".join(answer)  # type: ignore[call-overload]
    return answer


def assert_guarded(answer: HttpResponseBase) -> None:
    """Every answer says what a browser may do with it."""
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    own = r"'none'" if "sandbox" in policy else r"'self'( 'nonce-[\w+/=]+')?"
    assert re.fullmatch(own, policy["script-src"])
    assert re.fullmatch(own, policy["style-src"])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"
