"""What waits for something named says so, uses up no retry, and goes on by itself once that has come."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.product import Owner, Product

pytestmark = [pytest.mark.processes, pytest.mark.parametrize("shared", ["sqlite"], indirect=True)]


def test_a_revoked_leave_waits_for_a_reconnect_and_then_goes_on_by_itself(product: Product, owner: Owner) -> None:
    product.stand_in.revoke(owner.channel)
    title, publication = owner.publishes()
    told = publication.comes_to_be("Waiting for reconnect")
    assert "Nothing was published, and no retry is used up." in told.panel.words
    assert title in owner.visitor.open("/connections/").words, "the connection names what waits for it"

    page = owner.visitor.consent(
        owner.visitor.send(told.panel.form("Reconnect YouTube")), channel=product.stand_in.channel_id(owner.channel)
    )
    assert f"{owner.channel} is reconnected. 1 publication goes on within seconds" in page.words
    publication.comes_to_be("Published")
    assert len(product.stand_in.posts(title)) == 1


@pytest.mark.usefixtures("_no_hold_left")
def test_a_used_up_day_waits_until_midnight_in_los_angeles_and_staff_can_lift_it(product: Product, owner: Owner) -> None:
    product.stand_in.use_up_uploads()
    title, publication = owner.publishes()
    told = publication.comes_to_be("On hold")
    assert "YouTube allowance used up · resumes" in told.next
    assert "no retry is used up" in told.panel.words
    resumes = re.search(r'resumes .*?<time datetime="([^"]+)"', told.panel.html, re.DOTALL)
    assert resumes
    # Not all at the same second.
    assert timedelta(0) <= datetime.fromisoformat(resumes[1]) - quota_resets() <= timedelta(minutes=11)

    product.stand_in.heal()
    assert lift_holds(product) == 1
    told = publication.comes_to_be("Published")
    assert "Retries used: 0" in told.panel.words  # so says the report for support
    assert len(product.stand_in.posts(title)) == 1


@pytest.fixture
def _no_hold_left(product: Product) -> Iterator[None]:
    """A hold binds everybody: the tests that follow too."""
    yield
    lift_holds(product)


def lift_holds(product: Product) -> int:
    """Lift every hold in the admin, as staff do; give how many there were."""
    staff = product.newcomer()
    staff.log_in("staff", product.run.password("staff"))
    page = staff.open("/admin/platforms/hold/?lifted_at__isempty=1")
    holds = re.findall(r'name="_selected_action" value="(\d+)"', page.html)
    for pk in holds:
        staff.send(page.form("Go"), action="lift", _selected_action=pk)
    return len(holds)


def quota_resets() -> datetime:
    """Midnight in Los Angeles; in the hours after one, when YouTube may lag behind, it is tried each hour."""
    here = datetime.now(ZoneInfo("America/Los_Angeles"))
    if here.hour < 4:
        return here + timedelta(hours=1) - timedelta(minutes=1)
    return (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
