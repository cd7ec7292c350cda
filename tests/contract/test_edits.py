"""What is edited while it is published changes nothing that is being sent."""

from platforms.contract import Words
from platforms.models import Connection
from publisher.models import Publication
from publisher.snapshot import frozen, upload_done
from tests.contract.stage import Stage
from videos.models import Caption, Video

FIRST = "WEBVTT\n\n00:01.000 --> 00:02.000\nLow tide\n"


def test_edits_between_any_two_steps_change_nothing_that_is_sent(stage: Stage) -> None:
    stage.begin()
    video = stage.row.video
    Caption.objects.create(video=video, language="en", vtt=FIRST)
    Publication.objects.filter(pk=stage.row.pk).update(captions=frozen(video, stage.row.asset)["captions"])
    before = stage.row
    stage.world.start(0, before.pk)
    steps = 0
    while stage.world.workers:
        steps += 1
        _edit_all(video, stage.row.connection_id, steps)
        stage.world.step(0)
    assert steps > 1
    stage.go_on()
    stage.must_be_published()
    (post,) = stage.cast.posts()
    assert post.title == stage.cast.headline(Words(title=before.title, description=before.description, tags=tuple(before.tags)))
    assert stage.row.options == before.options
    assert [(each.language, each.vtt.decode()) for each in upload_done(stage.row).captions()] == [("en", FIRST)]


def _edit_all(video: Video, connection: int, step: int) -> None:
    """Other words, other captions in this and another language, and other defaults of the account."""
    Video.objects.filter(pk=video.pk).update(title=f"Edited {step}", description=f"Other words {step}", tags=[f"edit{step}"])
    for language in ("en", "de"):
        text = FIRST.replace("Low tide", f"Edited {step}")
        Caption.objects.update_or_create(video=video, language=language, defaults={"vtt": text})
    Connection.objects.filter(pk=connection).update(defaults={"privacy": f"edited{step}"})
