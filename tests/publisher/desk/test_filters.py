"""Publications are found by what staff are asked about; a filter never offers thousands."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import clock
from publisher.models import Publication
from tests.factories import AttemptFactory, ConnectionFactory
from tests.publisher.desk.conftest import LIST, Standing

LONG_AGO = timedelta(days=2)


def found(staff: Client, **by: str) -> set[int]:
    return {row.pk for row in staff.get(LIST, by).context["cl"].result_list}


@pytest.mark.parametrize(
    ("by", "stages"),
    [
        (
            {"state__exact": "failed"},
            (
                "failed",
                "failed twice",
            ),
        ),
        ({"permanently_failed": "yes"}, ("refused",)),
        (
            {"permanently_failed": "no"},
            (
                "failed",
                "failed twice",
                "on hold: quota",
                "unconfirmed, a person is asked",
                "published",
            ),
        ),
        ({"asked": "yes"}, ("unconfirmed, a person is asked",)),
        ({"code": "title_invalid"}, ("refused",)),
        ({"code": " title_invalid "}, ("refused",)),
        ({"hold_reason__exact": "quota"}, ("on hold: quota",)),
        ({"retries": "1"}, ("failed twice",)),
        (
            {"failing": "hour"},
            (
                "failed",
                "failed twice",
            ),
        ),
        ({"failing": "days"}, ("refused",)),
        (
            {"platform": "nowhere"},
            (
                "failed",
                "failed twice",
                "refused",
                "on hold: quota",
                "unconfirmed, a person is asked",
                "published",
            ),
        ),
        ({"owner": "ALICE", "permanently_failed": "yes"}, ("refused",)),
        ({"owner": "bob"}, ()),
        ({"connection": "atelier nord", "permanently_failed": "yes"}, ("refused",)),
        ({"connection": "elsewhere"}, ()),
        ({"failure_reason__exact": "refused"}, ("refused",)),
    ],
    ids=str,
)
def test_each_filter_finds_its_own(staff: Client, standing: Standing, bob: User, by: dict[str, str], stages: tuple[str, ...]) -> None:
    made = {
        stage: standing(stage, **({"failed_at": clock.now() - LONG_AGO} if stage == "refused" else {}))
        for stage in ("failed", "failed twice", "refused", "on hold: quota", "unconfirmed, a person is asked", "published")
    }
    assert found(staff, **by) == {made[stage].pk for stage in stages}


def test_a_connection_is_found_by_its_numbers(staff: Client, standing: Standing, bob: User) -> None:
    other = ConnectionFactory(user=bob, name="Harbour")
    row = standing("failed", connection=other)
    standing("failed")
    assert found(staff, connection=str(other.pk)) == found(staff, connection=other.uid) == {row.pk}


def test_the_platform_is_a_filter(staff: Client, standing: Standing) -> None:
    row = standing("failed")
    assert found(staff, platform=row.connection.provider) == {row.pk}


def test_suggestions_are_few_however_many_there_are(staff: Client, alice: User, standing: Standing) -> None:
    AttemptFactory(publication=standing("failed"), error_code="server_error")
    ConnectionFactory.create_batch(120, user=alice)
    shown = staff.get(LIST).content.decode()
    assert shown.count("<option value=") <= 100 + 1 + 20
    assert '<option value="server_error">' in shown


def test_a_typed_filter_keeps_the_others(staff: Client, standing: Standing) -> None:
    standing("failed")
    shown = staff.get(LIST, {"state__exact": "failed", "owner": "alice"}).content.decode()
    assert '<input type="hidden" name="state__exact" value="failed">' in shown
    assert '<input type="hidden" name="owner" value="alice">' in shown


def test_the_days_lead_to_what_was_made_then(staff: Client, standing: Standing) -> None:
    old = standing("failed", created_at=clock.now() - timedelta(days=400))
    standing("failed")
    year = str(old.created_at.year)
    assert year in staff.get(LIST).content.decode()
    assert found(staff, created_at__year=year) == {old.pk}
    assert Publication.objects.count() == 2
