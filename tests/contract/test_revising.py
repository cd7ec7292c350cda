"""A post that is there is changed where the platform has a call for it, and where it has none that is said in a sentence."""

from dataclasses import replace

import pytest

from platforms.contract import Change
from platforms.errors import Refused, Unsupported
from publisher.snapshot import upload_done
from tests.contract.stage import Stage

ANEW = "Tide pools at noon"


def test_a_title_is_changed_and_no_second_post_made(stage: Stage) -> None:
    stage.begin()
    row = stage.go_on()
    before, remote_id, adapter = upload_done(row), row.remote_id or "", stage.adapter
    change = Change(words=replace(before.words, title=ANEW), of_words=frozenset({"title"}))
    if not adapter.revisable.is_any:
        with pytest.raises(Unsupported) as said:
            adapter.revise(remote_id, before, change, stage.account)
        assert said.value.message == adapter.revisable.elsewhere
        return
    for _ in range(2):
        assert adapter.revise(remote_id, before, change, stage.account).warning == ""
    (post,) = stage.cast.posts()
    assert (post.title, post.sha256) == (ANEW, row.file_sha256)
    assert stage.cast.posts_of(marker=row.marker, sha256=row.file_sha256) == [post]
    assert stage.cast.broken_rules() == []
    adapter.remove(remote_id, stage.account)
    with pytest.raises(Refused) as gone:
        adapter.revise(remote_id, before, change, stage.account)
    assert gone.value.code == "deleted_there"


def test_what_can_be_changed_is_of_the_form_and_what_cannot_is_said(stage: Stage) -> None:
    stage.begin()
    revisable, form = stage.adapter.revisable, stage.adapter.options_form
    assert revisable.words <= {"title", "description", "tags"}
    assert revisable.options <= form.base_fields.keys()
    assert revisable.elsewhere.endswith(".")
