"""The staff's desk: publications and what belongs to them are found and read; nothing is typed into, nothing secret is shown."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from platforms import clock
from publisher.interventions import By, carry_out
from publisher.models import ApiToken, Deed, Door, Intervention, Notice, Publication
from publisher.models.api_token import digest_of, new_token
from retries.models import SweepSwitch
from tests.factories import AttemptFactory, FollowUpFactory, UserFactory
from tests.publisher.desk.conftest import LIST, Standing
from tests.publisher.stages import STAGES

FIELDS = [field.name for field in Publication._meta.concrete_fields if not field.primary_key]


def test_the_list_shows_every_stage_in_few_queries(
    staff: Client, standing: Standing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for stage in STAGES:
        standing(stage)
    with django_assert_max_num_queries(16):
        shown = staff.get(LIST).content.decode()
    assert shown.count('class="state ') == len(STAGES)


def test_its_queries_do_not_grow_with_its_rows(staff: Client, standing: Standing) -> None:
    staff.get(LIST)  # what is read once for each process is read now
    counts = []
    for _ in range(2):
        for stage in ("failed", "cancelled", "on hold: quota"):
            standing(stage)
        with CaptureQueriesContext(connection) as queries:
            staff.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_page_of_one_does_not_grow_with_its_history(staff: Client, sam: User, standing: Standing) -> None:
    row = standing("failed")
    staff.get(f"{LIST}{row.pk}/change/")  # what is read once for each process is read now
    counts = []
    for number in range(1, 3):
        for each in range(3):
            AttemptFactory(publication=row, number=10 * number + each)
            carry_out(Deed.RESET, Publication.objects.get(pk=row.pk), by=By(user=sam, door=Door.ADMIN, reason="again"))
        with CaptureQueriesContext(connection) as queries:
            staff.get(f"{LIST}{row.pk}/change/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_says_that_automatic_retries_are_stopped(staff: Client, sam: User, standing: Standing) -> None:
    row = standing("failed")
    SweepSwitch.objects.stop(by=sam, why="We move house.", now=clock.now())
    for page in (LIST, f"{LIST}{row.pk}/change/"):
        shown = staff.get(page).content.decode()
        assert "automatic retries were paused" in shown.lower()
        assert "We move house." in shown


@pytest.mark.parametrize("stage", STAGES)
def test_a_row_is_read_and_not_written(staff: Client, standing: Standing, stage: str) -> None:
    row = standing(stage, progress_sealed="sealed-progress")
    AttemptFactory(publication=row)
    FollowUpFactory(publication=row)
    shown = staff.get(f"{LIST}{row.pk}/change/").content.decode()
    assert row.marker in shown
    assert 'name="_save"' not in shown
    assert [name for name in FIELDS if f'name="{name}"' in shown] == []
    assert "sealed-progress" not in shown
    assert "lease-token" not in shown
    assert staff.get(f"{LIST}add/").status_code == 403
    assert staff.get(f"{LIST}{row.pk}/delete/").status_code == 403


def test_a_state_is_not_edited_around_the_moves(staff: Client, standing: Standing) -> None:
    row = standing("failed")
    before = Publication.objects.values().get(pk=row.pk)
    wished = {"state": "published", "remote_id": "mine", "retry_count": "0", "due_at_0": "2026-01-01", "_save": "Save"}
    assert staff.post(f"{LIST}{row.pk}/change/", wished).status_code == 403
    assert staff.post(LIST, {"form-0-state": "published", "form-0-id": row.pk, "form-TOTAL_FORMS": 1, "_save": "Save"}).status_code == 200
    assert Publication.objects.values().get(pk=row.pk) == before


@pytest.mark.parametrize("search", ["pk", "marker", "remote_id", "title"])
def test_it_is_found_by_what_staff_have_in_hand(staff: Client, standing: Standing, search: str) -> None:
    wanted, other = standing("published", title="Low tide"), standing("cancelled", title="A bowl")
    shown = staff.get(LIST, {"q": getattr(wanted, search)}).content.decode()
    assert f"{LIST}{wanted.pk}/change/" in shown
    assert f"{LIST}{other.pk}/change/" not in shown


def test_a_page_of_one_shows_who_did_what_and_why(staff: Client, sam: User, standing: Standing) -> None:
    row = standing("exhausted")
    carry_out(Deed.RESET, row, by=By(user=sam, door=Door.ADMIN, reason="The disk was full."))
    shown = staff.get(f"{LIST}{row.pk}/change/").content.decode()
    for words in ("The disk was full.", "Reset of the retry count", "sam", "Permanently failed"):
        assert words in shown


def test_histories_are_facts(staff: Client, alice: User, sam: User, standing: Standing) -> None:
    row = standing("published")
    carry_out(Deed.RESET, standing("failed"), by=By(user=sam, door=Door.ADMIN, reason="again"))
    notice = Notice.objects.create(user=alice, kind="published", publication=row, happened_at=clock.now())
    kept = {
        "attempt": AttemptFactory(publication=row),
        "followup": FollowUpFactory(publication=row),
        "intervention": Intervention.objects.get(),
        "notice": notice,
    }
    for model, each in kept.items():
        place = f"/admin/publisher/{model}/"
        assert f"{place}{each.pk}/change/" in staff.get(place).content.decode()
        assert staff.post(f"{place}{each.pk}/change/", {"reason": "x"}).status_code == 403
        assert staff.get(f"{place}add/").status_code == 403
        assert staff.get(f"{place}{each.pk}/delete/").status_code == 403


def test_a_token_is_known_by_its_start_and_its_hash_is_not_shown(staff: Client, alice: User) -> None:
    text = new_token()
    token = ApiToken.objects.create(user=alice, name="cron", start=text[:12], digest=digest_of(text), created_at=clock.now())
    over = ApiToken.objects.create(
        user=alice, name="old", start="rtk_0", digest="0" * 64, created_at=clock.now(), expires_at=clock.now() - timedelta(1)
    )
    for page in ("/admin/publisher/apitoken/", f"/admin/publisher/apitoken/{token.pk}/change/"):
        shown = staff.get(page).content.decode()
        assert text[:12] in shown
        assert token.digest not in shown
    shown = staff.get(f"/admin/publisher/apitoken/?q={over.name}").content.decode()
    assert "Over" in shown
    assert staff.post(f"/admin/publisher/apitoken/{token.pk}/change/", {"digest": "x"}).status_code == 403


def test_the_queue_is_for_superusers_and_nobody_adds_to_it(staff: Client) -> None:
    assert staff.get("/admin/django_q/ormq/").status_code == 200
    assert staff.get("/admin/django_q/schedule/add/").status_code == 403
    plain = Client()
    plain.force_login(UserFactory(is_staff=True))
    assert plain.get("/admin/django_q/ormq/").status_code == 403
    assert "django_q" not in plain.get("/admin/").content.decode()
