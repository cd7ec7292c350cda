"""Both ways in: codes, tokens of an hour and of sixty days, Pages to choose from."""

import hmac
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from platforms.sandbox.faults import Kind
from platforms.sandbox.instagram import Fault
from platforms.sandbox.instagram.granting import AT_FACEBOOK, AT_INSTAGRAM
from platforms.sandbox.plumbing import Response
from tests.sandbox.instagram.conftest import FACEBOOK, FORM, Caller, error

BACK = "http://127.0.0.1:8000/back"
CONSENT = {"instagram": "/www.instagram.com/oauth/authorize", "facebook": "/www.facebook.com/v26.0/dialog/oauth"}
SCOPES = {"instagram": AT_INSTAGRAM, "facebook": AT_FACEBOOK}
NORA = "10229000000000001"
PAGES = ["104000000000001", "104000000000002", "104000000000003"]


def consent(caller: Caller, login: str, *, method: str = "POST", form: dict[str, Any] | None = None, **changes: str) -> Response:
    asked = {"client_id": "app", "redirect_uri": BACK, "response_type": "code", "scope": ",".join(SCOPES[login]), "state": "s", **changes}
    given = {"answer": "allow", "account": "17841400000000001", "person": NORA, "page": PAGES, "scope": list(SCOPES[login]), **(form or {})}
    return caller.ask(method, CONSENT[login], urlencode(given, doseq=True).encode(), urlencode(asked))


def code(caller: Caller, login: str, **form: Any) -> str:
    location = urlsplit(consent(caller, login, form=form).header("Location"))
    return parse_qs(location.query)["code"][0]


def instagram_token(caller: Caller, given: str, **changes: str) -> Response:
    fields = {"client_id": "app", "client_secret": "s", "grant_type": "authorization_code", "redirect_uri": BACK, "code": given, **changes}
    return caller.ask("POST", "/api.instagram.com/oauth/access_token", urlencode(fields).encode(), Content_Type=FORM)


def facebook_token(caller: Caller, **fields: str) -> Response:
    sent = {"client_id": "app", "client_secret": "s", "redirect_uri": BACK, **fields}
    return caller.ask("GET", f"{FACEBOOK}/oauth/access_token", query=urlencode(sent))


def renewed(caller: Caller, path: str, **fields: str) -> Response:
    return caller.ask("GET", f"/graph.instagram.com/{path}", query=urlencode(fields))


def exchanged(caller: Caller, token: str, *, by: str = "s") -> Response:
    return renewed(caller, "access_token", grant_type="ig_exchange_token", client_secret=by, access_token=token)


def refreshed(caller: Caller, token: str) -> Response:
    return renewed(caller, "refresh_access_token", grant_type="ig_refresh_token", access_token=token)


# -- consent ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("login", "mark"), [("instagram", "_"), ("facebook", "_=_")])
def test_the_answer_goes_back_with_a_fragment_of_its_own(caller: Caller, login: str, mark: str) -> None:
    assert consent(caller, login, method="GET").status == 200
    location = urlsplit(consent(caller, login).header("Location"))
    assert (location.fragment, parse_qs(location.query)["state"]) == (mark, ["s"])
    denied = parse_qs(urlsplit(consent(caller, login, form={"answer": "deny"}).header("Location")).query)
    assert (denied["error"], denied["error_reason"]) == (["access_denied"], ["user_denied"])
    assert caller.broken == []


@pytest.mark.parametrize("login", ["instagram", "facebook"])
@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": ""},
        {"redirect_uri": "http://elsewhere.example/back"},
        {"scope": "instagram_business_content_publishing"},
        {"scope": ""},
        {"response_type": "token"},
    ],
)
def test_a_wrong_request_leads_nowhere(caller: Caller, login: str, changes: dict[str, str]) -> None:
    assert consent(caller, login, method="GET", **changes).status == 400


def test_a_missing_state_is_remembered(caller: Caller) -> None:
    consent(caller, "instagram", method="GET", state="")
    assert caller.broken == ["I10"]


def test_nothing_left_of_the_ticks_is_said(caller: Caller) -> None:
    answer = consent(caller, "facebook", form={"scope": []})
    assert (answer.status, b"Leave at least one tick" in answer.body) == (400, True)


# -- Instagram Login -------------------------------------------------------------------------------------------------
def test_a_code_becomes_a_token_of_an_hour_and_that_one_of_sixty_days(caller: Caller) -> None:
    short = instagram_token(caller, code(caller, "instagram")).json()
    assert (short["user_id"], short["permissions"]) == (17841400000000001, list(AT_INSTAGRAM))
    assert error(exchanged(caller, short["access_token"], by="wrong")) == "1"
    lasting = exchanged(caller, short["access_token"]).json()
    assert lasting["expires_in"] == 5_184_000
    caller.root, caller.token = "/graph.instagram.com/v26.0", lasting["access_token"]
    assert caller.get("me", fields="id,user_id,username,account_type").json() == {
        "id": "27100000000000001",
        "user_id": "17841400000000001",
        "username": "atelier.nord",
        "account_type": "BUSINESS",
    }
    caller.hours.pass_(hours=2)
    assert error(exchanged(caller, short["access_token"])) == "190/463"
    assert caller.broken == []


def test_the_answer_to_a_code_comes_in_two_shapes(caller: Caller) -> None:
    caller.stand_in.set(code_answer="in_data", permissions_as="text")
    (told,) = instagram_token(caller, code(caller, "instagram")).json()["data"]
    assert told["permissions"] == ",".join(AT_INSTAGRAM)


@pytest.mark.parametrize("changes", [{"redirect_uri": f"{BACK}/"}, {"client_id": "other"}, {"client_secret": ""}, {"grant_type": ""}])
def test_a_code_is_redeemed_as_it_was_asked_for(caller: Caller, changes: dict[str, str]) -> None:
    answer = instagram_token(caller, code(caller, "instagram"), **changes)
    assert (answer.status, answer.json()["error_type"]) == (400, "OAuthException")


def test_a_code_is_used_once_and_lives_an_hour(caller: Caller) -> None:
    given = code(caller, "instagram")
    assert instagram_token(caller, given).status == 200
    assert instagram_token(caller, given).json()["error_message"] == "Matching code was not found or was already used"
    assert caller.broken == ["I10"]
    late = code(caller, "instagram")
    caller.hours.pass_(hours=1, seconds=1)
    assert instagram_token(caller, late).status == 400


def test_a_code_of_one_login_opens_nothing_at_the_other(caller: Caller) -> None:
    assert instagram_token(caller, code(caller, "facebook")).status == 400
    assert facebook_token(caller, code=code(caller, "instagram")).status == 400


@pytest.mark.parametrize("ends", [False, True])
def test_a_token_is_renewed_once_it_is_a_day_old(puller: Caller, ends: bool) -> None:
    puller.stand_in.set(refresh_ends_old=ends)
    assert error(refreshed(puller, puller.token)) == "100"
    puller.hours.pass_(hours=25)
    new = refreshed(puller, puller.token).json()
    assert (new["expires_in"], new["token_type"]) == (5_184_000, "bearer")
    assert puller.get("me").status == (400 if ends else 200)
    puller.hours.pass_(days=61)
    assert error(refreshed(puller, new["access_token"])) == "190/463"


# -- Facebook Login --------------------------------------------------------------------------------------------------
def person(caller: Caller, **form: Any) -> Caller:
    """Let in as a person, with a token of sixty days."""
    short = facebook_token(caller, code=code(caller, "facebook", **form)).json()["access_token"]
    caller.token = facebook_token(caller, grant_type="fb_exchange_token", fb_exchange_token=short).json()["access_token"]
    return caller


def pages(caller: Caller, **asked: str) -> dict[str, Any]:
    told: dict[str, Any] = caller.get("me/accounts", fields="id,name,access_token,instagram_business_account{id,username}", **asked).json()
    return told


def test_a_person_has_pages_to_choose_from(caller: Caller) -> None:
    found = pages(person(caller))["data"]
    linked = [(each["name"], each.get("instagram_business_account", {}).get("username")) for each in found]
    assert linked == [("Atelier Nord", "atelier.nord"), ("Field Notes", "field.notes"), ("Nordic Bread", None)]
    caller.token = found[1]["access_token"]
    assert caller.get("17841400000000002", fields="username").json()["username"] == "field.notes"
    assert error(caller.get("17841400000000001", fields="username")) == "100/33"
    assert caller.broken == []


def test_pages_may_come_one_at_a_time(caller: Caller) -> None:
    caller.stand_in.set(pages_an_answer=2)
    first = pages(person(caller), limit="100")
    assert len(first["data"]) == 2
    second = pages(caller, limit="100", after=first["paging"]["cursors"]["after"])
    assert [each["name"] for each in second["data"]] == ["Nordic Bread"]
    assert "next" not in second["paging"]


def test_a_page_that_was_left_out_is_not_there(caller: Caller) -> None:
    assert [each["id"] for each in pages(person(caller, page=PAGES[1:2]))["data"]] == PAGES[1:2]


def test_permissions_tell_what_was_declined(caller: Caller) -> None:
    let = [scope for scope in AT_FACEBOOK if scope != "pages_show_list"]
    told = person(caller, scope=let).get("me/permissions").json()["data"]
    assert {each["permission"]: each["status"] for each in told} == {**dict.fromkeys(let, "granted"), "pages_show_list": "declined"}
    assert pages(caller)["data"] == []


def test_without_the_leave_to_publish_nothing_is_made(caller: Caller) -> None:
    caller.token = caller.stand_in.grant("atelier.nord", scopes=["instagram_basic", "pages_read_engagement"]).access_token
    assert error(caller.create()) == "10"


def test_a_person_takes_the_leave_back(caller: Caller) -> None:
    page_token = pages(person(caller))["data"][0]["access_token"]
    answer = caller.ask("DELETE", f"{FACEBOOK}/me/permissions", Authorization=f"Bearer {caller.token}")
    assert answer.json() == {"success": True}
    caller.token = page_token
    assert error(caller.get("me")) == "190/458"


def test_a_token_says_what_it_is(caller: Caller) -> None:
    person(caller)
    told = caller.ask("GET", f"{FACEBOOK}/debug_token", query=f"input_token={caller.token}", Authorization="Bearer app|s").json()["data"]
    assert (told["is_valid"], told["scopes"], told["app_id"]) == (True, list(AT_FACEBOOK), "app")
    caller.stand_in.revoke("atelier.nord")
    told = caller.ask("GET", f"{FACEBOOK}/debug_token", query=f"input_token={caller.token}", Authorization="Bearer app|s").json()["data"]
    assert (told["is_valid"], told["error"]["subcode"]) == (False, 458)
    other = caller.ask("GET", f"{FACEBOOK}/debug_token", query=f"input_token={caller.token}", Authorization="Bearer other|s")
    assert error(other) == "100"
    assert caller.broken == []


def test_a_proof_of_the_apps_secret_is_checked(caller: Caller) -> None:
    person(caller)
    proof = hmac.new(b"s", caller.token.encode(), "sha256").hexdigest()
    assert caller.get("me", appsecret_proof=proof).status == 200
    assert error(caller.get("me", appsecret_proof="wrong")) == "100"


def test_the_token_of_a_page_comes_anew_from_its_persons(caller: Caller) -> None:
    caller.stand_in.expire_access_tokens()
    assert error(caller.get("me")) == "190/463"
    caller.token = caller.who.user_token
    caller.token = pages(caller)["data"][0]["access_token"]
    assert caller.get("me", fields="name").json()["name"] == "Atelier Nord"
    caller.stand_in.expire_access_tokens(user_tokens=True)
    caller.token = caller.who.user_token
    assert error(caller.get("me")) == "190/463"


@pytest.mark.parametrize("status", ["400", "401"])
def test_a_bad_token_has_one_of_two_statuses(caller: Caller, status: str) -> None:
    caller.stand_in.set(unauthorized_http=status)
    caller.token = "nonsense"
    answer = caller.get("me")
    assert (answer.status, error(answer)) == (int(status), "190")


def test_errors_of_tokens_are_flat_at_instagram(caller: Caller) -> None:
    caller.stand_in.arm(Fault(kind=Kind.REFUSE, at="token", reason="1", times=2))
    assert instagram_token(caller, "x").json()["error_message"] == "An unknown error occurred"
    assert error(facebook_token(caller, code="x")) == "1"


def test_an_unknown_client_is_let_in_nowhere(caller: Caller) -> None:
    caller.stand_in.set(wrong_client=True)
    assert consent(caller, "instagram", method="GET").status == 400
    assert instagram_token(caller, "x").json()["error_message"] == "Invalid platform app"
    assert error(facebook_token(caller, code="x")) == "1"
