"""Actions of staff: a page between says what will happen and asks why; it is done once, batch by batch, and kept."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from publisher.admin import orders
from publisher.models import Deed, Door, Intervention, Publication
from tests.architecture.test_urls import everything
from tests.publisher.desk.conftest import LIST, Standing

Answer = Any
"""What the test client gives, with what the page was made of."""

WHY = "The disk was full."


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """One request does all that it may, however slow this machine is."""
    monkeypatch.setattr(orders, "BUDGET_SECONDS", 600.0)


def chosen(action: str, *rows: Publication, **more: Any) -> dict[str, Any]:
    return {"action": action, "_selected_action": [row.pk for row in rows], **more}


def asked(staff: Client, action: str, *rows: Publication, path: str = LIST, **more: Any) -> Answer:
    """The page between."""
    return staff.post(path, chosen(action, *rows, **more))


def order(staff: Client, action: str, *rows: Publication, path: str = LIST, reason: str = WHY, **more: Any) -> Answer:
    """What comes of its button."""
    page = asked(staff, action, *rows, path=path, **more)
    hidden = {"began": page.context["form"]["began"].value(), "after": "0"}
    return staff.post(path, chosen(action, *rows, carry_out="yes", reason=reason, **hidden, **more), follow=True)


def state_of(row: Publication) -> str:
    return Publication.objects.get(pk=row.pk).state


@pytest.mark.parametrize(
    ("action", "stage", "state", "deed"),
    [
        ("retry", "failed", "waiting", Deed.RETRY),
        ("reset", "exhausted", "failed", Deed.RESET),
        ("mark_permanently_failed", "failed", "permanently_failed", Deed.MARK),
        ("confirm_absent", "unconfirmed, a person is asked", "failed", Deed.CONFIRM),
        ("hold", "waiting", "on_hold", Deed.HOLD),
        ("resume", "on hold: by staff", "waiting", Deed.RESUME),
        ("resume", "on hold: crashed", "waiting", Deed.RESUME),
        ("cancel", "failed", "cancelled", Deed.CANCEL),
    ],
)
def test_a_deed_is_done_and_kept_with_who_why_and_what_was(
    staff: Client, sam: User, standing: Standing, action: str, stage: str, state: str, deed: Deed
) -> None:
    row = standing(stage)
    shown = order(staff, action, row).content.decode()
    assert state_of(row) == state
    kept = Intervention.objects.get()
    assert (kept.deed, kept.door, kept.by, kept.reason, kept.state_before) == (deed, Door.ADMIN, sam, WHY, row.state)
    assert LogEntry.objects.get().object_id == str(row.pk)
    assert ": 1. The reason is kept with each." in shown


def test_the_page_between_counts_by_kind_and_changes_nothing(staff: Client, standing: Standing) -> None:
    rows = [standing("failed"), standing("failed twice"), standing("published"), standing("uploading")]
    before = everything()
    shown = asked(staff, "retry", *rows).content.decode()
    assert everything() == before
    for words in ("Will be done: 2 of 4", "sent again now", "Refused: 1 of 4", "there is nothing to retry", "No need: 1 of 4"):
        assert words in shown
    assert 'value="Retry now: 2"' in shown


def test_nothing_is_done_without_a_reason(staff: Client, standing: Standing) -> None:
    row = standing("failed")
    page = asked(staff, "retry", row)
    answer = staff.post(LIST, chosen("retry", row, carry_out="yes", reason="  ", began=page.context["form"]["began"].value(), after=0))
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    assert state_of(row) == "failed"


@pytest.mark.parametrize("began", ["", "yesterday", "2026-01-01T00:00:00", "2026-99-99T00:00:00Z"])
def test_a_broken_page_does_nothing(staff: Client, standing: Standing, began: str) -> None:
    row = standing("failed")
    assert staff.post(LIST, chosen("retry", row, carry_out="yes", reason=WHY, began=began, after=0)).status_code == 422
    assert state_of(row) == "failed"


def test_where_nothing_would_be_done_there_is_no_button(staff: Client, standing: Standing) -> None:
    shown = asked(staff, "retry", standing("published")).content.decode()
    assert "There is nothing here that this would do." in shown
    assert 'name="reason"' not in shown


def test_what_is_refused_stays_and_the_rest_is_done(staff: Client, standing: Standing) -> None:
    maybe, failed = standing("unconfirmed"), standing("failed")
    order(staff, "mark_permanently_failed", maybe, failed)
    assert (state_of(maybe), state_of(failed)) == ("unconfirmed", "permanently_failed")
    assert [kept.publication_id for kept in Intervention.objects.all()] == [failed.pk]


class TestAWholeList:
    PATH = f"{LIST}?state__exact=failed"

    def test_it_takes_all_that_fit_the_filter_and_nothing_else(self, staff: Client, standing: Standing) -> None:
        rows, other = [standing("failed") for _ in range(60)], standing("exhausted")
        page = asked(staff, "retry", rows[0], path=self.PATH, select_across="1").content.decode()
        assert "You chose the whole list as it is filtered." in page
        assert "Will be done: 60 of 60" in page
        shown = order(staff, "retry", rows[0], path=self.PATH, select_across="1").content.decode()
        assert {state_of(row) for row in rows} == {"waiting"}
        assert state_of(other) == "permanently_failed"
        assert "Retried: 60." in shown

    def test_it_goes_batch_by_batch_and_says_how_many_are_left(
        self, staff: Client, standing: Standing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(orders, "MOST_AT_ONCE", 2)
        rows = [standing("failed") for _ in range(5)]
        page = order(staff, "retry", rows[0], path=self.PATH, select_across="1")
        assert "2 done, 3 left." in page.content.decode()
        for words in ("4 done, 1 left.", "Retried: 5."):
            page = staff.post(self.PATH, next_of(page, rows[0], "retry"), follow=True)
            assert words in page.content.decode()
        assert {state_of(row) for row in rows} == {"waiting"}
        assert Intervention.objects.count() == 5

    def test_it_comes_back_when_its_time_is_over(self, staff: Client, standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(orders, "BUDGET_SECONDS", -1.0)
        rows = [standing("failed") for _ in range(3)]
        page = order(staff, "retry", rows[0], path=self.PATH, select_across="1")
        assert "1 done, 2 left." in page.content.decode()

    def test_a_page_that_is_sent_twice_does_nothing_twice(self, staff: Client, standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(orders, "MOST_AT_ONCE", 2)
        rows = [standing("unconfirmed") for _ in range(3)]
        # A look leaves them in the list, and could be asked for again.
        path = f"{LIST}?state__exact=unconfirmed"
        page = order(staff, "retry", rows[0], path=path, select_across="1")
        again = next_of(page, rows[0], "retry") | {"after": "0"}
        shown = [staff.post(path, again, follow=True).content.decode() for _ in range(2)]
        assert ["Retried: 3." in each for each in shown] == [True, True]
        assert Intervention.objects.count() == 3

    def test_one_that_cannot_be_done_after_all_is_told_and_holds_up_nobody(
        self, staff: Client, standing: Standing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows = [standing("failed") for _ in range(3)]
        real = orders.done

        def somebody_is_faster(deed: Deed, row: Publication, **rest: Any) -> Any:
            if row.pk == rows[0].pk:
                Publication.objects.filter(pk=row.pk).update(state="waiting")
            return real(deed, row, **rest)

        monkeypatch.setattr(orders, "done", somebody_is_faster)
        shown = order(staff, "hold", rows[0], path=self.PATH, select_across="1").content.decode()
        assert "It changed just now. Look again." in shown
        assert "Held: 2." in shown


def next_of(page: Answer, row: Publication, action: str) -> dict[str, Any]:
    """What the page of a batch sends next."""
    return chosen(action, row, select_across="1", carry_out="yes", **{name: page.context[name] for name in ("reason", "began", "after")})


class TestItIsThere:
    def test_it_takes_the_link_of_one(self, staff: Client, standing: Standing) -> None:
        row = standing("unconfirmed, a person is asked")
        page = asked(staff, "confirm_there", row)
        assert 'name="link"' in page.content.decode()
        order(staff, "confirm_there", row, link="https://www.youtube.com/watch?v=dQw4w9WgXcQ")
        told = Publication.objects.get(pk=row.pk)
        assert (told.state, told.remote_id) == ("published", "dQw4w9WgXcQ")

    @pytest.mark.parametrize("link", ["", "https://example.org/"])
    def test_no_link_no_word(self, staff: Client, standing: Standing, link: str) -> None:
        row = standing("unconfirmed, a person is asked")
        assert order(staff, "confirm_there", row, link=link).status_code == 422
        assert state_of(row) == "unconfirmed"

    def test_two_have_two_links(self, staff: Client, standing: Standing) -> None:
        rows = [standing("unconfirmed"), standing("unconfirmed")]
        shown = staff.post(LIST, chosen("confirm_there", *rows), follow=True).content.decode()
        assert "Choose exactly one publication" in shown

    def test_staff_may_give_the_address_of_what_its_owner_posted(self, staff: Client, standing: Standing) -> None:
        row = standing("on hold: to be posted by hand")
        page = staff.get(f"{LIST}{row.pk}/change/").content.decode()
        assert all(f'name="action" value="{name}"' in page for name in ("confirm_there", "cancel"))
        assert not any(f'name="action" value="{name}"' in page for name in ("retry", "resume", "mark_permanently_failed", "confirm_absent"))
        order(staff, "confirm_there", row, link="https://www.youtube.com/watch?v=dQw4w9WgXcQ")
        assert state_of(row) == "published"
        assert (row.interventions.get().by_name, row.interventions.get().by_staff) == ("sam", True)

    def test_what_is_not_in_doubt_is_refused(self, staff: Client, standing: Standing) -> None:
        shown = order(staff, "confirm_there", standing("failed"), link="https://youtu.be/dQw4w9WgXcQ").content.decode()
        assert "There is nothing to confirm." in shown


def test_its_absence_is_nobodys_word_before_its_time(staff: Client, standing: Standing) -> None:
    lately, long_ago = standing("unconfirmed"), standing("unconfirmed, a person is asked")
    assert "sent so lately that it may still appear" in asked(staff, "confirm_absent", lately, long_ago).content.decode()
    order(staff, "confirm_absent", lately, long_ago)
    assert (state_of(lately), state_of(long_ago)) == ("unconfirmed", "failed")


def test_the_page_of_one_offers_what_can_be_done_to_it(staff: Client, standing: Standing) -> None:
    failed = staff.get(f"{LIST}{standing('failed').pk}/change/").content.decode()
    assert all(f'name="action" value="{name}"' in failed for name in ("retry", "hold", "cancel", "mark_permanently_failed"))
    assert 'name="action" value="confirm_there"' not in failed
    maybe = staff.get(f"{LIST}{standing('unconfirmed, a person is asked').pk}/change/").content.decode()
    assert all(f'name="action" value="{name}"' in maybe for name in ("confirm_there", "confirm_absent", "retry"))
    assert 'name="action"' not in staff.get(f"{LIST}{standing('published').pk}/change/").content.decode()


def test_whoever_may_only_look_sees_and_does_nothing(looker: Client, standing: Standing) -> None:
    row = standing("failed")
    assert looker.get(LIST).status_code == 200
    page = looker.get(f"{LIST}{row.pk}/change/").content.decode()
    assert row.marker in page
    assert 'name="action"' not in page
    assert 'name="action"' not in looker.get(LIST).content.decode()
    before = Publication.objects.values().get(pk=row.pk)
    for path in (LIST, f"{LIST}?state__exact=failed"):
        looker.post(path, chosen("retry", row, carry_out="yes", reason=WHY, began="2026-01-01T00:00:00Z", after=0, select_across=1))
    assert Publication.objects.values().get(pk=row.pk) == before
    assert not Intervention.objects.exists()
