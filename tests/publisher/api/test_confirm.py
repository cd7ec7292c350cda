"""POST /api/publications/{id}/confirm: a person's word on whether the post is there."""

from datetime import timedelta
from typing import Any

import pytest

from platforms import clock
from publisher.models import Publication
from tests.publisher.api.conftest import Program, Standing

pytestmark = pytest.mark.django_db

LINK = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def test_with_its_link_it_is_published(hers: Program, standing: Standing) -> None:
    row = standing("unconfirmed, a person is asked")
    told = hers.post(f"/publications/{row.pk}/confirm", {"is_there": True, "link": LINK}).body["publication"]
    assert (told["state"], told["remote_id"], told["remote_url"]) == ("published", "dQw4w9WgXcQ", LINK)


def test_without_it_it_may_be_tried_again(hers: Program, standing: Standing) -> None:
    row = standing("unconfirmed, a person is asked")
    told = hers.post(f"/publications/{row.pk}/confirm", {"is_there": False}).body["publication"]
    assert (told["state"], told["may_exist"]) == ("failed", False)


@pytest.mark.parametrize(
    "link", ["", "glaze", "javascript:alert(1)", "https://example.org/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/"]
)
def test_no_other_link_counts(hers: Program, standing: Standing, link: str) -> None:
    row = standing("unconfirmed, a person is asked")
    told = hers.post(f"/publications/{row.pk}/confirm", {"is_there": True, "link": link})
    assert (told.status, told.body["errors"][0]["field"]) == (422, "link")
    assert Publication.objects.get(pk=row.pk).state == "unconfirmed"


def test_a_no_is_not_taken_before_the_settle_time(hers: Program, standing: Standing) -> None:
    row = standing("unconfirmed, a person is asked", deciding_since=clock.now() - timedelta(seconds=5))
    assert hers.post(f"/publications/{row.pk}/confirm", {"is_there": False}).code == "too_early"


def test_the_post_of_another_publication_does_not_count(hers: Program, standing: Standing) -> None:
    standing("published", remote_id="dQw4w9WgXcQ")
    row = standing("unconfirmed, a person is asked")
    assert hers.post(f"/publications/{row.pk}/confirm", {"is_there": True, "link": LINK}).code == "belongs_to_another"


@pytest.mark.parametrize("body", [{}, {"is_there": "yes"}, {"is_there": 1}, {"is_there": None}, {"is_there": True, "url": LINK}])
def test_the_answer_is_yes_or_no(hers: Program, standing: Standing, body: dict[str, Any]) -> None:
    row = standing("unconfirmed, a person is asked")
    assert hers.post(f"/publications/{row.pk}/confirm", body).status == 422
