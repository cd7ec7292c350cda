"""Signing in: an address in one way of writing it, a password that is used once, and tokens that rotate."""

import pytest

from platforms import errors
from platforms.grants import WrongAnswer
from platforms.peertube import PeerTubeSignIn
from platforms.sandbox.peertube.people import ONE_TIME_CODE, PASSWORD
from tests.platforms.peertube.conftest import API_URL, Scene

SIGN_IN = PeerTubeSignIn()


def signed_in(scene: Scene, **answers: str):
    given = {"address": API_URL, "username": "alice", "password": PASSWORD, "code": "", **answers}
    return SIGN_IN.sign_in(given, realm=API_URL, door_to=lambda realm: scene.door)


@pytest.mark.parametrize(
    ("typed", "realm"),
    [
        ("https://video.example.org", "https://video.example.org"),
        (" https://Video.Example.org/w/abc?x=1 ", "https://video.example.org"),
        ("video.example.org", "https://video.example.org"),
        ("https://video.example.org:8443/", "https://video.example.org:8443"),
        (API_URL, API_URL),
        (f"{API_URL}/", API_URL),
        (f"{API_URL}/w/abc", API_URL),
    ],
)
def test_an_address_is_read_in_one_way_of_writing_it(typed: str, realm: str) -> None:
    assert SIGN_IN.realm({"address": typed}, trusted=API_URL) == realm


@pytest.mark.parametrize(
    "typed", ["", "nonsense", "http://video.example.org", "ftp://video.example.org", "https://a b", "https://me@x.org"]
)
def test_what_is_no_address_is_told_beside_its_field(typed: str) -> None:
    with pytest.raises(WrongAnswer) as wrong:
        SIGN_IN.realm({"address": typed}, trusted=API_URL)
    assert wrong.value.field == "address"


def test_http_is_taken_where_private_hosts_are() -> None:
    assert SIGN_IN.realm({"address": "http://tube.lan:9000"}, in_the_clear=True) == "http://tube.lan:9000"


def test_every_channel_of_the_account_can_be_chosen(scene: Scene) -> None:
    found = signed_in(scene)
    assert [account.name for account in found.accounts] == ["Tide tables", "Second kitchen"]
    assert found.accounts[0].details["handle"] == "tide_tables@127.0.0.1:8100"
    assert PASSWORD not in repr(found)
    assert found.tokens.access_token not in repr(found)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"password": "wrong"}, "password"),
        ({"username": "nobody"}, "password"),
        ({"username": "otto"}, "code"),
        ({"username": "otto", "code": "000000"}, "code"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(scene: Scene, answers: dict[str, str], field: str) -> None:
    with pytest.raises(WrongAnswer) as wrong:
        signed_in(scene, **answers)
    assert wrong.value.field == field


def test_a_second_factor_is_passed_on(scene: Scene) -> None:
    assert [account.name for account in signed_in(scene, username="otto", code=ONE_TIME_CODE).accounts] == ["The locksmith"]


def test_an_account_without_a_channel_is_told_so(scene: Scene) -> None:
    with pytest.raises(errors.Refused, match="no_channel"):
        signed_in(scene, username="nora")


def test_a_renewed_pair_ends_the_one_before_in_both_halves(scene: Scene) -> None:
    first = signed_in(scene).tokens
    second = scene.grants.renew(first.refresh_token)
    assert second.refresh_token not in ("", first.refresh_token)
    with pytest.raises(errors.Unauthorized):
        scene.grants.identify(first.access_token)
    with pytest.raises(errors.Unauthorized, match="grant_ended"):
        scene.grants.renew(first.refresh_token)
    assert scene.grants.identify(second.access_token, account_id="2").name == "Second kitchen"


def test_a_channel_of_somebody_else_is_not_the_accounts(scene: Scene) -> None:
    with pytest.raises(errors.Unauthorized, match="channel_gone"):
        scene.grants.identify(scene.account.access_token, account_id="3")


def test_leave_is_given_back_also_where_it_has_ended(scene: Scene) -> None:
    tokens = signed_in(scene).tokens
    for _ in range(2):
        scene.grants.revoke(access_token=tokens.access_token, refresh_token=tokens.refresh_token)
    with pytest.raises(errors.Unauthorized):
        scene.grants.identify(tokens.access_token)


def test_what_is_left_of_the_quota_is_kept_with_the_channel(scene: Scene) -> None:
    scene.stand_in.set(quota_bytes=5_000_000)
    assert scene.grants.identify(scene.account.access_token).details["quota_left"] == 5_000_000
