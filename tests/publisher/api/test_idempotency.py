"""Idempotency-Key: the same request with the same key is answered the same, and done once."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django_q.models import OrmQ

from platforms import clock
from publisher.api import deeds, idempotency, post_retry
from publisher.models import Intervention, KeptAnswer, Publication
from publisher.rounds import run_round
from retries.models import SweepRun, SweepSwitch
from tests.publisher.api.conftest import Program, Standing, token_of

pytestmark = pytest.mark.django_db


def test_a_repetition_gets_the_first_answer_and_does_nothing(hers: Program, standing: Standing) -> None:
    row = standing("failed")
    first = hers.post(f"/post-retry/{row.pk}/retry", key="a-1")
    Publication.objects.filter(pk=row.pk).update(state="failed")
    again = hers.post(f"/post-retry/{row.pk}/retry", key="a-1")
    assert (again.status, again.body) == (first.status, first.body)
    assert ("Idempotent-Replayed" in first.headers, again.headers["Idempotent-Replayed"]) == (False, "true")
    assert Intervention.objects.count() == OrmQ.objects.count() == 1
    assert Publication.objects.get(pk=row.pk).state == "failed"


def test_a_refusal_is_repeated_too(hers: Program, standing: Standing) -> None:
    row = standing("published")
    first = hers.post(f"/post-retry/{row.pk}/retry", key="a-1")
    Publication.objects.filter(pk=row.pk).update(state="failed", remote_id=None, deciding_since=None, due_at=clock.now())
    again = hers.post(f"/post-retry/{row.pk}/retry", key="a-1")
    assert (first.status, again.status, again.code) == (409, 409, "nothing_to_retry")
    assert hers.post(f"/post-retry/{row.pk}/retry", key="a-2").status == 200


def test_each_sweep_asked_for_with_one_key_runs_once(staffs: Program) -> None:
    first, again = staffs.post("/post-retry/trigger", key="noon"), staffs.post("/post-retry/trigger", key="noon")
    assert first.body == again.body
    assert SweepRun.objects.count() == 1


@pytest.mark.parametrize("other", ["another body", "another address", "another query"])
def test_another_request_may_not_use_the_key(staffs: Program, other: str) -> None:
    staffs.post("/post-retry/stop", {"reason": "a"}, key="k")
    asked = {
        "another body": lambda: staffs.post("/post-retry/stop", {"reason": "b"}, key="k"),
        "another address": lambda: staffs.post("/post-retry/start", {"reason": "a"}, key="k"),
        "another query": lambda: staffs.post("/post-retry/stop?x=1", {"reason": "a"}, key="k"),
    }[other]()
    assert asked.status == 422
    assert SweepSwitch.objects.read().why == "a"


def test_the_key_of_one_person_says_nothing_to_another(staffs: Program, hers: Program, standing: Standing) -> None:
    row = standing("failed")
    assert hers.post(f"/post-retry/{row.pk}/retry", key="k").status == 200
    assert "Idempotent-Replayed" not in staffs.post(f"/post-retry/{row.pk}/retry", key="k").headers


def test_while_the_first_still_runs_the_second_is_told_to_wait(staffs: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    during: list[Any] = []
    whole = post_retry.status_now

    def slow() -> Any:
        if not during:
            during.append(None)
            during[0] = staffs.post("/post-retry/stop", key="k")
        return whole()

    monkeypatch.setattr(post_retry, "status_now", slow)
    assert staffs.post("/post-retry/stop", key="k").status == 200
    assert (during[0].status, during[0].code) == (409, "still_running")
    assert "Retry-After" in during[0].headers


def test_a_bug_is_kept_for_nobody_and_takes_back_what_was_done(hers: Program, standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    row = standing("failed")
    with monkeypatch.context() as patch:
        patch.setattr(deeds, "told", lambda *_: 1 / 0)
        assert hers.post(f"/post-retry/{row.pk}/retry", key="k").status == 500
    assert Publication.objects.get(pk=row.pk).state == "failed"
    assert not Intervention.objects.exists()
    assert hers.post(f"/post-retry/{row.pk}/retry", key="k").status == 200


class Killed(BaseException):
    """The process ends here; nothing of ours runs after it."""


def _die_before_keeping(monkeypatch: pytest.MonkeyPatch, hers: Program, path: str) -> None:
    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(idempotency, "_keep", killed)
        patch.setattr(KeptAnswer.objects.__class__, "claimed", lambda self, claim: self.none(), raising=False)
        with pytest.raises(Killed):
            hers.post(path, key="k")


def test_who_dies_between_the_deed_and_its_answer_has_done_nothing(
    hers: Program, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = standing("failed")
    _die_before_keeping(monkeypatch, hers, f"/post-retry/{row.pk}/retry")
    assert Publication.objects.get(pk=row.pk).state == "failed"
    assert KeptAnswer.objects.get().status is None
    assert hers.post(f"/post-retry/{row.pk}/retry", key="k").code == "still_running"
    KeptAnswer.objects.update(asked_at=clock.now() - idempotency.CLAIM_FOR)
    assert hers.post(f"/post-retry/{row.pk}/retry", key="k").status == 200
    assert Intervention.objects.count() == OrmQ.objects.count() == 1


def test_one_that_was_taken_over_meanwhile_takes_back_what_it_did(
    hers: Program, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = standing("failed")
    plain = deeds.told

    def slow(*given: Any) -> Any:
        KeptAnswer.objects.update(asked_at=clock.now() + timedelta(seconds=1))  # somebody took the claim
        return plain(*given)

    monkeypatch.setattr(deeds, "told", slow)
    assert hers.post(f"/post-retry/{row.pk}/retry", key="k").code == "still_running"
    assert Publication.objects.get(pk=row.pk).state == "failed"
    assert not Intervention.objects.exists()


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "ü", "a\x00"])
def test_a_key_that_is_none_is_refused(hers: Program, standing: Standing, key: str) -> None:
    row = standing("failed")
    told = hers.ask("POST", f"/post-retry/{row.pk}/retry", headers={"Idempotency-Key": key})
    assert (told.status, told.code) == (400, "bad_key")
    assert Publication.objects.get(pk=row.pk).state == "failed"


def test_who_may_not_ask_leaves_no_key_behind(alice: User, hers: Program) -> None:
    Program(token=token_of(alice, reads_only=True)).post("/post-retry/1/retry", key="k")
    hers.post("/post-retry/start", key="k")
    hers.post("/post-retry/1/retry", {"unknown": 1}, key="k")
    assert not KeptAnswer.objects.exists()


def test_the_round_forgets_answers_after_a_day(alice: User) -> None:
    now = clock.now()
    for key, age in (("old", timedelta(hours=24)), ("new", timedelta(hours=23))):
        KeptAnswer.objects.create(user=alice, key=key, request_digest="x", status=200, body="{}", asked_at=now - age)
    run_round()
    assert [row.key for row in KeptAnswer.objects.all()] == ["new"]
