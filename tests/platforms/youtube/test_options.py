"""The options form, and how each option reaches YouTube."""

import json
from typing import Any

import pytest
from django.http import QueryDict

from platforms.youtube.options import YouTubeOptions
from tests.platforms.youtube.conftest import OPTIONS, Scene, some_bytes, upload_of

CHOSEN = {"privacy": "unlisted", "category": "27", "made_for_kids": "False", "licence": "youtube", "thumbnail": "on"}


def form(**changes: Any) -> YouTubeOptions:
    given = QueryDict(mutable=True)
    for name, value in {**CHOSEN, **changes}.items():
        given.setlist(name, value if isinstance(value, list) else [value])
    return YouTubeOptions(given)


def test_what_it_gives_is_json() -> None:
    filled = form(publish_at="2026-12-01T09:00", synthetic_media="on", playlists=["PL1", "PL2"])
    assert filled.is_valid(), filled.errors
    assert json.loads(json.dumps(filled.cleaned_data)) == {
        "privacy": "unlisted",
        "publish_at": "2026-12-01T09:00:00Z",
        "made_for_kids": False,
        "synthetic_media": True,
        "short": False,
        "playlists": ["PL1", "PL2"],
        "category": "27",
        "licence": "youtube",
        "embeddable": False,
        "public_stats": False,
        "paid_promotion": False,
        "thumbnail": True,
        "notify_subscribers": False,
    }


@pytest.mark.parametrize(("answer", "meant"), [("True", True), ("False", False), (True, True), (False, False)])
def test_made_for_kids_is_yes_or_no_from_a_page_and_from_json(answer: object, meant: bool) -> None:
    filled = YouTubeOptions({**CHOSEN, "made_for_kids": answer})
    assert filled.is_valid()
    assert filled.cleaned_data["made_for_kids"] is meant


def test_made_for_kids_has_no_answer_beforehand() -> None:
    assert "checked" not in str(YouTubeOptions()["made_for_kids"])
    assert "made_for_kids" in form(made_for_kids="").errors


def test_a_chosen_answer_is_shown_again() -> None:
    assert str(YouTubeOptions(initial={"made_for_kids": False})["made_for_kids"]).count("checked") == 1


@pytest.mark.parametrize(
    ("field", "value"), [("privacy", "friends"), ("category", "999"), ("made_for_kids", "perhaps"), ("licence", "mine"), ("licence", "")]
)
def test_what_youtube_does_not_know_is_refused(field: str, value: str) -> None:
    assert field in form(**{field: value}).errors


def test_it_is_private_unless_somebody_says_otherwise() -> None:
    assert YouTubeOptions()["privacy"].initial == "private"


def test_what_is_declared_about_one_video_is_kept_for_no_other() -> None:
    assert YouTubeOptions.asked_anew == {"publish_at", "made_for_kids", "synthetic_media", "paid_promotion", "short"}
    assert not any(YouTubeOptions.base_fields[name].initial for name in YouTubeOptions.asked_anew)


# -- at the stand-in -------------------------------------------------------------------------------------------------


def sent(scene: Scene, **changes: Any) -> dict[str, Any]:
    """Publish with these options; give what the stand-in then has."""
    scene.publish(upload_of(some_bytes(1000), options={**OPTIONS, **changes}))
    assert scene.stand_in.violations() == []
    (video,) = scene.stand_in.videos()
    return dict(video.metadata)


@pytest.mark.parametrize(
    ("option", "value", "part", "name", "expected"),
    [
        ("privacy", "unlisted", "status", "privacyStatus", "unlisted"),
        ("category", "27", "snippet", "categoryId", "27"),
        ("made_for_kids", True, "status", "selfDeclaredMadeForKids", True),
        ("made_for_kids", False, "status", "selfDeclaredMadeForKids", False),
        ("synthetic_media", True, "status", "containsSyntheticMedia", True),
        ("synthetic_media", False, "status", "containsSyntheticMedia", False),
        ("licence", "creativeCommon", "status", "license", "creativeCommon"),
        ("licence", "youtube", "status", "license", "youtube"),
        ("embeddable", False, "status", "embeddable", False),
        ("embeddable", True, "status", "embeddable", True),
        ("public_stats", False, "status", "publicStatsViewable", False),
        ("public_stats", True, "status", "publicStatsViewable", True),
        ("paid_promotion", True, "paidProductPlacementDetails", "hasPaidProductPlacement", True),
        ("notify_subscribers", True, "insert", "notifySubscribers", True),
        ("notify_subscribers", False, "insert", "notifySubscribers", False),
    ],
)
def test_each_option_reaches_youtube(scene: Scene, option: str, value: object, part: str, name: str, expected: object) -> None:
    assert sent(scene, **{option: value})[part][name] == expected


def test_what_an_earlier_release_did_not_ask_is_as_youtube_has_it(scene: Scene) -> None:
    status = sent(scene)["status"]
    assert status == {
        "privacyStatus": "private",
        "selfDeclaredMadeForKids": False,
        "containsSyntheticMedia": False,
        "license": "youtube",
        "embeddable": True,
        "publicStatsViewable": True,
    }


def test_nothing_is_said_of_paid_promotion_where_there_is_none(scene: Scene) -> None:
    assert "paidProductPlacementDetails" not in sent(scene, paid_promotion=False)
