"""One retry of many: shown first, row by row, what it will do and what it will refuse; then done, and summed up."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_q.models import OrmQ

from platforms import clock
from platforms.models import Connection, Hold
from publisher import retry_many
from publisher.facts import facts_of, with_facts
from publisher.foresight import foresee
from publisher.models import Deed, Intervention, Publication
from publisher.services import ON_ITS_WAY
from tests.factories import ConnectionFactory
from tests.publisher.pages.conftest import Standing
from tests.publisher.stages import STAGES

ADDRESS = "/attention/retry/"


def ask(browser: Client, **given: object) -> str:
    answer = browser.post(ADDRESS, given)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def confirm(browser: Client, *rows: Publication) -> str:
    answer = browser.post(ADDRESS, {"confirmed": "1", "row": [row.pk for row in rows]}, follow=True)
    assert answer.redirect_chain == [("/attention/", 302)]
    return " ".join(str(message) for message in answer.context["messages"])


def offered(shown: str) -> set[int]:
    return {int(pk) for pk in re.findall(r'name="row" value="(\d+)"', shown)}


def states() -> dict[int, str]:
    return dict(Publication.objects.values_list("pk", "state"))


# -- before ----------------------------------------------------------------------------------------------------------


def test_it_says_first_what_each_retry_will_do_and_what_it_will_refuse_and_why(browser: Client, standing: Standing, alice: User) -> None:
    broken = ConnectionFactory(user=alice, name="Second Kitchen", problem="reconnect")
    fine, kept = standing("failed"), standing("failed", progress_sealed="sealed")
    needy, copy = standing("failed", connection=broken), standing("rejected, a copy is there")
    shown = ask(browser, row=[row.pk for row in (fine, kept, needy, copy)])
    assert "Retry 2 videos?" in shown
    assert "2 of the 4 that you chose can be retried now, 2 cannot." in shown
    assert "Sends it from the start. Nothing of it was published." in shown
    assert "Goes on where it stopped, at 61 %, if YouTube still has that part; else from the start." in shown
    assert "Reconnect Second Kitchen first; what waits for it then goes on by itself." in shown
    assert "A failed copy is on YouTube." in shown
    assert offered(shown) == {fine.pk, kept.pk}


def test_asking_changes_nothing(browser: Client, standing: Standing) -> None:
    rows = [standing(stage) for stage in STAGES]
    before = list(Publication.objects.order_by("pk").values())
    ask(browser, all="1", row=[row.pk for row in rows])
    assert list(Publication.objects.order_by("pk").values()) == before
    assert not OrmQ.objects.exists()
    assert not Intervention.objects.exists()


def test_a_whole_cause_is_chosen_by_one_tick(browser: Client, standing: Standing) -> None:
    same = [standing("failed") for _ in range(7)]
    standing("refused")
    slug = re.search(r'name="cause"\s+value="([^"]+)"', browser.get("/attention/").content.decode())
    assert slug
    assert offered(ask(browser, cause=slug[1])) == {row.pk for row in same}


def test_all_means_all_that_can_be_retried(browser: Client, standing: Standing) -> None:
    chosen = [standing(stage) for stage in ("failed", "exhausted", "refused", "marked by staff", "on hold: overdue", "on hold: by_hand")]
    for stage in ("on hold: reconnect", "unconfirmed, a person is asked", "uploading", "published", "on hold: crashed"):
        standing(stage)
    assert offered(ask(browser, all="1")) == {row.pk for row in chosen}


def test_nothing_ticked_leads_back_and_says_so(browser: Client) -> None:
    answer = browser.post(ADDRESS, follow=True)
    assert answer.redirect_chain == [("/attention/", 302)]
    assert "Nothing was chosen." in answer.content.decode()


def test_somebody_elses_are_passed_over(browser: Client, standing: Standing, bob: User) -> None:
    own, bobs = standing("failed"), standing("failed", connection=ConnectionFactory(user=bob))
    assert offered(ask(browser, row=[own.pk, bobs.pk])) == {own.pk}
    assert confirm(browser, own, bobs) == "1 queued."
    assert states() == {own.pk: "waiting", bobs.pk: "failed"}


def test_one_go_takes_only_so_many_and_says_so(browser: Client, standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry_many, "MOST", 2)
    monkeypatch.setattr("publisher.views.attention.MOST", 2)
    rows = [standing("failed") for _ in range(5)]
    shown = ask(browser, all="1")
    assert offered(shown) == {rows[3].pk, rows[4].pk}
    assert "You chose 3 more than the 2 that one go takes: these are the newest." in shown


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 40, "²", "1' OR 1"])
def test_what_is_no_key_is_passed_over(browser: Client, standing: Standing, nonsense: str) -> None:
    row = standing("failed")
    assert offered(ask(browser, row=[nonsense, row.pk], cause=[nonsense])) == {row.pk}


def test_a_visitor_is_led_to_log_in_and_back_to_the_page(standing: Standing) -> None:
    row = standing("failed")
    answer = Client().post(ADDRESS, {"confirmed": "1", "row": row.pk})
    assert answer["Location"] == "/login/?next=/attention/"
    assert states() == {row.pk: "failed"}


@pytest.mark.parametrize("stage", STAGES)
def test_whatever_is_foreseen_has_words(standing: Standing, alice: User, stage: str) -> None:
    row = with_facts(Publication.objects.with_all().filter(pk=standing(stage).pk), now=clock.now()).get()
    foreseen = foresee(Deed.RETRY, facts_of(row))
    said = retry_many._words(foreseen.code, row)
    assert re.fullmatch(r"[A-Z][^{}]*\.", said)
    assert "It changed just now" not in said


def test_a_hold_of_its_account_is_foreseen(browser: Client, standing: Standing, atelier: Connection) -> None:
    row = standing("failed")
    Hold.objects.place("outage", platform="youtube", realm=atelier.realm, connection=None, until=None, now=clock.now())
    shown = ask(browser, row=[row.pk])
    assert "None of these can be retried now" in shown
    assert "Nothing is sent to Atelier Nord for now; it goes on by itself when that is over." in shown
    assert offered(shown) == set()


# -- after -----------------------------------------------------------------------------------------------------------


def test_it_queues_what_it_can_and_sums_up(browser: Client, standing: Standing, alice: User) -> None:
    broken = ConnectionFactory(user=alice, name="Second Kitchen", problem="reconnect")
    fine = [standing("failed"), standing("exhausted"), standing("refused")]
    needy = [standing("failed", connection=broken) for _ in range(2)]
    said = confirm(browser, *fine, *needy)
    assert said == "3 queued, 2 not: Reconnect Second Kitchen first; what waits for it then goes on by itself. (2)"
    assert [states()[row.pk] for row in (*fine, *needy)] == ["waiting"] * 3 + ["failed"] * 2
    assert OrmQ.objects.count() == 3
    kept = Intervention.objects.filter(deed=Deed.RETRY, by=alice, door="page")
    assert set(kept.values_list("publication", flat=True)) == {row.pk for row in fine}


def test_sending_it_twice_does_it_once(browser: Client, standing: Standing) -> None:
    rows = [standing("failed") for _ in range(3)]
    assert confirm(browser, *rows) == "3 queued."
    due = list(Publication.objects.order_by("pk").values_list("due_at", flat=True))
    assert confirm(browser, *rows) == f"0 queued, 3 not: {ON_ITS_WAY} (3)"
    assert list(Publication.objects.order_by("pk").values_list("due_at", flat=True)) == due
    assert OrmQ.objects.count() == Intervention.objects.count() == 3


def test_it_deletes_no_copy_unasked(browser: Client, standing: Standing) -> None:
    row = standing("rejected, a copy is there")
    assert confirm(browser, row).startswith("0 queued, 1 not: A failed copy is on YouTube.")
    row.refresh_from_db()
    assert (row.state, row.remote_id) == ("permanently_failed", "copy-1")
