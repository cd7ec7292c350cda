"""The admin of publications: staff find, read and act; nothing is typed into, nothing secret is shown."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from publisher.models import Publication
from tests.factories import AttemptFactory, FollowUpFactory, UserFactory
from tests.publisher.pages.conftest import Standing
from tests.publisher.stages import STAGES

LIST = "/admin/publisher/publication/"


@pytest.fixture
def staff(sam: User) -> Client:
    staff = Client()
    staff.force_login(sam)
    return staff


def act(staff: Client, action: str, *rows: Publication) -> str:
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    shown = staff.post(LIST, chosen, follow=True).content.decode()
    for row in rows:
        row.refresh_from_db()
    return shown


def test_the_list_shows_every_stage_in_few_queries(
    staff: Client, standing: Standing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for stage in STAGES:
        standing(stage)
    with django_assert_max_num_queries(10):
        shown = staff.get(LIST).content.decode()
    assert shown.count('class="state ') == len(STAGES)


@pytest.mark.parametrize("stage", STAGES)
def test_a_row_is_read_and_not_written(staff: Client, standing: Standing, stage: str) -> None:
    row = standing(stage, progress_sealed="sealed-progress")
    AttemptFactory(publication=row)
    FollowUpFactory(publication=row)
    shown = staff.get(f"{LIST}{row.pk}/change/").content.decode()
    assert row.marker in shown
    assert 'name="_save"' not in shown
    assert "sealed-progress" not in shown
    assert "lease-token" not in shown
    assert staff.post(f"{LIST}{row.pk}/change/", {"state": "published"}).status_code == 403
    assert staff.get(f"{LIST}add/").status_code == 403
    assert staff.get(f"{LIST}{row.pk}/delete/").status_code == 403


@pytest.mark.parametrize("search", ["marker", "remote_id", "title"])
def test_it_is_found_by_what_staff_have_in_hand(staff: Client, standing: Standing, search: str) -> None:
    wanted, other = standing("published"), standing("cancelled")
    shown = staff.get(LIST, {"q": getattr(wanted, search)}).content.decode()
    assert f"{LIST}{wanted.pk}/change/" in shown
    assert f"{LIST}{other.pk}/change/" not in shown


@pytest.mark.parametrize(
    ("action", "stage", "state"),
    [
        ("retry", "failed", "waiting"),
        ("retry", "on hold: crashed", "waiting"),
        ("cancel", "failed", "cancelled"),
        ("reset", "exhausted", "failed"),
        ("mark_permanently_failed", "failed", "permanently_failed"),
    ],
)
def test_a_verb_does_what_it_says_and_is_noted(staff: Client, standing: Standing, action: str, stage: str, state: str) -> None:
    row = standing(stage)
    act(staff, action, row)
    assert row.state == state
    assert LogEntry.objects.get().object_id == str(row.pk)


def test_what_is_not_possible_is_said_of_each(staff: Client, standing: Standing) -> None:
    maybe, failed = standing("unconfirmed"), standing("failed")
    shown = act(staff, "mark_permanently_failed", maybe, failed)
    assert "confirm first whether it is there" in shown
    assert "No more automatic tries." in shown
    assert (maybe.state, failed.state) == ("unconfirmed", "permanently_failed")


def test_the_queue_is_for_superusers_and_nobody_adds_to_it(staff: Client) -> None:
    assert staff.get("/admin/django_q/ormq/").status_code == 200
    assert staff.get("/admin/django_q/schedule/add/").status_code == 403
    plain = Client()
    plain.force_login(UserFactory(is_staff=True))
    assert plain.get("/admin/django_q/ormq/").status_code == 403
    assert "django_q" not in plain.get("/admin/").content.decode()
