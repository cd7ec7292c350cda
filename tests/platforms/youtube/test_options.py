"""The options form."""

import json

import pytest

from platforms.youtube.options import YouTubeOptions

CHOSEN = {"privacy": "unlisted", "category": "27", "made_for_kids": "False", "thumbnail": "on"}


def test_what_it_gives_is_json() -> None:
    form = YouTubeOptions(CHOSEN)
    assert form.is_valid()
    assert json.loads(json.dumps(form.cleaned_data)) == {
        "privacy": "unlisted",
        "category": "27",
        "made_for_kids": False,
        "thumbnail": True,
        "notify_subscribers": False,
    }


@pytest.mark.parametrize(("answer", "meant"), [("True", True), ("False", False), (True, True), (False, False)])
def test_made_for_kids_is_yes_or_no_from_a_page_and_from_json(answer: object, meant: bool) -> None:
    form = YouTubeOptions({**CHOSEN, "made_for_kids": answer})
    assert form.is_valid()
    assert form.cleaned_data["made_for_kids"] is meant


def test_made_for_kids_has_no_answer_beforehand() -> None:
    assert "checked" not in str(YouTubeOptions()["made_for_kids"])
    assert "made_for_kids" in YouTubeOptions({**CHOSEN, "made_for_kids": ""}).errors


def test_a_chosen_answer_is_shown_again() -> None:
    assert str(YouTubeOptions(initial={"made_for_kids": False})["made_for_kids"]).count("checked") == 1


@pytest.mark.parametrize(("field", "value"), [("privacy", "friends"), ("category", "999"), ("made_for_kids", "perhaps")])
def test_what_youtube_does_not_know_is_refused(field: str, value: str) -> None:
    assert field in YouTubeOptions({**CHOSEN, field: value}).errors


def test_it_is_private_unless_somebody_says_otherwise() -> None:
    assert YouTubeOptions()["privacy"].initial == "private"
