"""Two workers that need a new token at the same moment: one asks, both go on."""

import threading

import pytest

from platforms import clock, connections
from tests.factories import ConnectionFactory
from tests.platforms.connections.google import said
from tests.threads import in_threads, on_a_database_for_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.platforms.connections.urls")]


@pytest.mark.parametrize("token", ["ended", "refused"])
def test_two_at_once_are_one_renewal(google, alice, tmp_path, monkeypatch, token):
    """The platform rotates: a second use of the old refresh token would be refused, and would look like an ended grant."""
    row = ConnectionFactory(user=alice, token_expires_at=clock.now())
    others_wait = threading.Event()
    monkeypatch.setattr(clock, "sleep", lambda seconds: others_wait.set() or threading.Event().wait(0.01))

    def rotate(asked):
        if asked.form["refresh_token"] != "refresh-before":
            return said(400, {"error": "invalid_grant"})
        assert others_wait.wait(10), "the other one has to be waiting by now"
        return google.tokens()

    google.answers["/youtube/token"] = rotate

    def access_patiently():
        while True:
            try:
                return connections.access(row, refused_version=1 if token == "refused" else None)
            except connections.RefreshBusy:
                continue

    with on_a_database_for_threads(tmp_path):
        granted = in_threads(2, access_patiently)
    assert {(one.account.access_token, one.token_version) for one in granted} == {("access-canary-1", 2)}
    assert len(google.to("/token")) == 1
