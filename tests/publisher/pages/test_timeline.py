"""The timeline: attempts and what people did, in one story; and the report of it for whoever helps."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import clock
from publisher.interventions import By, carry_out
from publisher.models import Deed, Door, Intervention, Publication
from publisher.states import State
from publisher.timeline import timeline
from retries.models import SweepRun
from tests.factories import AttemptFactory
from tests.publisher.pages.conftest import Standing

NOW = datetime(2026, 11, 22, 13, 20, tzinfo=UTC)


def panel(browser: Client, row: Publication) -> str:
    return html.unescape(" ".join(browser.get(f"/publications/{row.pk}/panel").content.decode().split()))


def told(shown: str) -> list[str]:
    """What the timeline tells, the newest first."""
    return re.findall(r"<strong>([^<]+)</strong>", shown[shown.index('<ol class="timeline">') : shown.index("Report for support")])


def report(shown: str) -> str:
    found = re.search(r"<pre[^>]*>(.*?)</pre>", shown)
    assert found
    return found[1]


def test_it_tells_what_its_owner_and_staff_did_among_the_attempts(browser: Client, standing: Standing, alice: User, sam: User) -> None:
    row = standing("failed")
    AttemptFactory(publication=row, number=1, started_at=clock.now() - timedelta(hours=2))
    carry_out(Deed.HOLD, row, by=By(user=sam, door=Door.ADMIN, reason="We look into it."))
    row = Publication.objects.with_all().get(pk=row.pk)
    carry_out(Deed.RESUME, row, by=By(user=sam, door=Door.ADMIN, reason="It is mended."))
    AttemptFactory(publication=row, number=2, started_at=clock.now() + timedelta(minutes=1))
    shown = panel(browser, row)
    assert told(shown) == ["2 · First try", "The people who run Retake let it go on", "The people who run Retake held it", "1 · First try"]
    assert "</strong>: “We look into it.”" in shown
    assert "Details · 2 attempts" in shown
    assert "sam" not in shown


def test_what_one_did_oneself_is_told_to_you(browser: Client, standing: Standing, alice: User) -> None:
    row = standing("failed")
    carry_out(Deed.RETRY, row, by=By(user=alice, door=Door.PAGE))
    assert told(panel(browser, row)) == ["You asked for a retry"]


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("by_staff", [True, False])
def test_every_deed_has_words(deed: Deed, by_staff: bool) -> None:
    [told] = timeline([], [Intervention(deed=deed, door=Door.API, by_staff=by_staff, at=NOW, state_before=State.FAILED)])
    who = "The people who run Retake" if by_staff else "You"
    assert re.fullmatch(rf"{who} [a-z ]+(, by a program of yours)?", told.what)  # type: ignore[union-attr]


def test_a_retry_says_which_sweep_it_belongs_to(browser: Client, standing: Standing) -> None:
    slot = clock.now() - timedelta(minutes=20)
    run = SweepRun.objects.create(slot=slot, trigger="schedule", started_at=slot, leased_until=slot)
    AttemptFactory(publication=(row := standing("failed twice")), cause="automatic", sweep=run)
    assert "by the sweep <time" in panel(browser, row)


def test_the_report_holds_what_helps_and_nothing_secret(browser: Client, standing: Standing, sam: User) -> None:
    row = standing("failed", lease_token=None)
    Publication.objects.filter(pk=row.pk).update(progress_sealed=row.sealed({"session": "https://upload.example/?upload_id=canary"}))
    AttemptFactory(publication=row, number=1, http_status=503, error_code="server_error", request_id="req-1", error_detail="backendError")
    carry_out(Deed.RESET, row, by=By(user=sam, door=Door.ADMIN, reason="Counted wrongly."))
    said = report(panel(browser, row))
    for fact in (row.marker, "YouTube, account Atelier Nord", "State: failed", "Code: server_error", "503 backendError"):
        assert fact in said
    assert "attempt 1, publish, first; 60.0 s, 0 bytes; failed; server_error; HTTP 503; request req-1; backendError" in said
    assert "reset by staff, by the admin (Counted wrongly.); it was failed" in said
    assert "canary" not in said
    assert "access-before" not in said


def test_the_report_is_the_same_as_long_as_nothing_happens(browser: Client, standing: Standing) -> None:
    row = standing("failed")
    address = f"/publications/{row.pk}/panel"
    assert browser.get(address).headers["ETag"] == browser.get(address).headers["ETag"]


def test_where_one_is_asked_a_button_leads_to_the_account(browser: Client, standing: Standing) -> None:
    row = standing("unconfirmed, a person is asked")
    shown = panel(browser, row)
    assert "Look at Atelier Nord on YouTube</a>" in shown
    assert f'href="{row.connection.realm}/"' in shown


def test_where_it_is_too_early_for_a_no_it_says_from_when_on(browser: Client, standing: Standing) -> None:
    shown = panel(browser, standing("unconfirmed, a person is asked", deciding_since=clock.now()))
    assert "It may still appear: that it is not there can be said in <time" in shown or "can be said <time" in shown
    assert 'value="absent"' not in shown
    assert "It may still appear" not in panel(browser, standing("unconfirmed, a person is asked"))
