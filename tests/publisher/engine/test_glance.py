"""Between rounds, what comes due is woken; once is enough."""

from datetime import timedelta

import pytest
from django_q.models import OrmQ

from publisher import rounds
from publisher.models import Publication


@pytest.fixture(autouse=True)
def _nothing_is_woken(publication: Publication) -> None:
    OrmQ.objects.all().delete()
    Publication.objects.update(woken_at=None)


def test_what_came_due_is_woken_once() -> None:
    rounds.glance()
    rounds.glance()
    assert OrmQ.objects.count() == 1


def test_what_is_not_due_is_left_alone(publication: Publication) -> None:
    Publication.objects.update(due_at=publication.due_at + timedelta(seconds=4))
    rounds.glance()
    assert not OrmQ.objects.exists()
