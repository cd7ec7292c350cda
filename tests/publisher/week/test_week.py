"""A simulated week: 500 publications meet every kind of failure, and each ends where the design's table says, at its minute."""

import os

from publisher.models import Publication
from tests.publisher.week.answers import TRICKS, refusals
from tests.publisher.week.conftest import Tell
from tests.publisher.week.judging import judge_each, judge_notices, judge_posts, judge_sweeps
from tests.publisher.week.life import CALM
from tests.publisher.week.stories import stories

IS_LONG = os.environ.get("CRASH") == "long"
SEED = 20261122


def test_a_week_in_which_500_publications_meet_every_kind_of_failure(tell: Tell) -> None:
    life = tell(stories(SEED))
    met = {answer.name for story in life.stories.values() for answer in story.answers}
    assert met >= {answer.name for answer in (*refusals(), *TRICKS)}, "every documented refusal, and every trick"
    assert len(life.stories) == 500
    life.go_by(calm=15 if IS_LONG else CALM)
    rows = Publication.objects.in_bulk(list(life.stories))
    judge_each(life, rows)
    judge_posts(life, rows)
    judge_sweeps()
    judge_notices(rows)
