"""Every removal, interrupted at every write, call and file, and gone on with: the end is the one of a worker that lived."""

from collections.abc import Callable

import pytest

from publisher import services
from publisher.models import Extent, Publication, Removal, RemovalStep
from tests.publisher.deletion.conftest import Owner, is_in_store
from tests.publisher.removing.conftest import Killed, There, Timepiece, killed_at, until_calm, work
from videos.models import Asset, Video

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store")]


def _post(row: Publication) -> None:
    services.remove(row, by="alice")


def _library(row: Publication) -> None:
    services.remove_video(row.video, extent=Extent.LIBRARY, by="alice")


def _platforms(row: Publication) -> None:
    services.remove_video(row.video, extent=Extent.LIBRARY, by="alice", posts=[row])


def _file(row: Publication) -> None:
    services.remove_video(row.video, extent=Extent.FILE, by="alice")


ORDERS: dict[str, Callable[[Publication], None]] = {"post": _post, "library": _library, "platforms": _platforms, "file": _file}


def _end(there: There, asset: Asset) -> dict[str, object]:
    """All that can be seen in the end, but for moments and row numbers."""
    return {
        "publications": list(Publication.objects.order_by("pk").values_list("state", "remote_id")),
        "videos": Video.objects.count(),
        "files": list(Asset.objects.order_by("pk").values_list("state", "key", "refused_code").filter(pk=asset.pk)),
        "stored": is_in_store(asset.key),
        "removals": list(Removal.objects.values_list("extent", "due_at", "waits_for", "freed_bytes")),
        "open": Removal.objects.open().count(),
        "steps": list(RemovalStep.objects.values_list("state", "remote_id", "tries", "error_code", "by_word")),
        "there": sorted(there.posts),
    }


@pytest.mark.parametrize("order", list(ORDERS))
def test_a_death_anywhere_costs_only_time(
    order: str, owner: Owner, neighbour: Owner, there: There, time: Timepiece, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, ends = 0, []
    while True:
        row, other = owner.publication("published"), neighbour.publication("published with a warning")
        there.posts, there.deleted = {"video-there-2", "video-there-3"}, []
        ORDERS[order](row)
        with killed_at(place, there, monkeypatch) as passed:
            try:
                work()
            except Killed:
                assert Removal.objects.open().exists()
        until_calm(time)
        end = _end(there, row.asset)
        end["files"] = [(state, "", code) for state, _, code in end["files"] if state == "refused"]  # a key is of its own row
        ends.append(end)
        assert set(there.deleted) == ({"video-there-2"} if order in ("post", "platforms") else set())
        assert "video-there-3" in there.posts
        assert end["open"] == 0
        assert is_in_store(other.asset.key)
        assert end == ends[0], f"interrupted at place {place}"
        if place > passed[0]:
            break
        place += 1
        _begin_anew()
    assert place > {"post": 6, "library": 12, "platforms": 15, "file": 6}[order]


def _begin_anew() -> None:
    Removal.objects.all().delete()
    Publication.objects.all().delete()
    Video.objects.all().delete()
