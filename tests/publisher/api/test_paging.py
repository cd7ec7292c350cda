"""Pages of a list: every row once, whatever is made meanwhile; a cursor is good for its own list alone."""

import pytest
from django.contrib.auth.models import User
from django.core import signing

from tests.factories import VideoFactory
from tests.publisher.api.conftest import Program, Standing

pytestmark = pytest.mark.django_db


def test_pages_give_every_row_once(hers: Program, alice: User) -> None:
    rows = [row.pk for row in VideoFactory.create_batch(7, owner=alice)]
    seen, cursor, pages = [], "", 0
    while cursor is not None:
        told = hers.get("/videos", limit=3, **({"cursor": cursor} if cursor else {})).body
        seen += [each["id"] for each in told["items"]]
        cursor, pages = told["next_cursor"], pages + 1
    assert (seen, pages) == (rows[::-1], 3)


def test_what_is_made_or_goes_meanwhile_shifts_nothing(hers: Program, alice: User) -> None:
    first, second, third = VideoFactory.create_batch(3, owner=alice)
    told = hers.get("/videos", limit=2).body
    assert [each["id"] for each in told["items"]] == [third.pk, second.pk]
    VideoFactory(owner=alice)
    second.delete()
    rest = hers.get("/videos", limit=2, cursor=told["next_cursor"]).body
    assert ([each["id"] for each in rest["items"]], rest["next_cursor"]) == ([first.pk], None)


def test_an_exact_last_page_leads_nowhere(hers: Program, alice: User) -> None:
    VideoFactory.create_batch(2, owner=alice)
    assert hers.get("/videos", limit=2).body["next_cursor"] is None


def test_a_cursor_of_another_list_or_other_filters_is_refused(hers: Program, standing: Standing) -> None:
    for _ in range(3):
        standing("failed")
    cursor = hers.get("/publications", limit=1, state="failed").body["next_cursor"]
    assert hers.get("/publications", limit=2, state="failed", cursor=cursor).status == 200
    for path, query in (("/publications", {}), ("/publications", {"state": "waiting"}), ("/videos", {}), ("/post-retry/failed", {})):
        told = hers.get(path, cursor=cursor, **query)
        assert (told.status, told.code) == (422, "bad_cursor")


def test_a_cursor_that_was_made_up_or_changed_is_refused(hers: Program, alice: User) -> None:
    VideoFactory.create_batch(2, owner=alice)
    cursor = hers.get("/videos", limit=1).body["next_cursor"]
    forged = signing.dumps([1, "x"], salt="another")
    for made_up in (cursor[:-1], f"A{cursor[1:]}", forged, "abc", "1:2:3", "::"):
        assert hers.get("/videos", cursor=made_up).code == "bad_cursor"


def test_somebody_elses_cursor_shows_nothing_of_theirs(hers: Program, bobs: Program, alice: User, bob: User) -> None:
    VideoFactory.create_batch(2, owner=alice)
    his = VideoFactory(owner=bob)
    VideoFactory.create_batch(2, owner=alice)
    cursor = hers.get("/videos", limit=1).body["next_cursor"]
    assert [each["id"] for each in bobs.get("/videos", cursor=cursor).body["items"]] == [his.pk]
