"""What a container takes, and what it does not."""

import json

import pytest

from tests.sandbox.instagram.conftest import BASE, Caller, error


def test_a_container_names_its_upload_address(caller: Caller) -> None:
    answer = caller.create().json()
    assert answer["uri"] == f"{BASE}/rupload.facebook.com/ig-api-upload/v26.0/{answer['id']}"


def test_instagram_login_pulls_alone(puller: Caller) -> None:
    answer = puller.create(upload_type="resumable", video_url="")
    assert (error(answer), answer.json()["error"]["message"]) == ("100", "(#100) The parameter video_url is required")
    assert puller.broken == ["I13"]


@pytest.mark.parametrize(
    ("fields", "said", "rules"),
    [
        ({"caption": "a" * 2200}, "", []),
        ({"caption": "a" * 2201}, "36004/2207010", ["I7"]),
        ({"caption": "#a " * 30}, "", []),
        ({"caption": "#a " * 31}, "100", ["I7"]),
        ({"caption": "@a " * 20}, "", []),
        ({"caption": "@a " * 21}, "100/2207040", ["I7"]),
        ({"caption": "me@a.example " * 21}, "", []),
        ({"media_type": "CLIP"}, "100/2207023", []),
        ({"media_type": "IMAGE"}, "100", []),
        ({"upload_type": ""}, "100", []),
        ({"upload_type": "", "video_url": "https://media.example/vidéo.mp4"}, "100", ["I7"]),
        ({"thumb_offset": "900000"}, "1/2207057", []),
        ({"thumb_offset": "soon"}, "100", []),
        ({"share_to_feed": "perhaps"}, "100", []),
        ({"collaborators": json.dumps(["a", "b", "c", "d"])}, "100", []),
        ({"collaborators": "a"}, "100", []),
        ({"trial_params": json.dumps({"graduation_strategy": "MANUAL"})}, "", []),
        ({"trial_params": json.dumps({"graduation_strategy": "SOON"})}, "100", []),
        ({"titel": "Tide"}, "", ["I7"]),
    ],
)
def test_words_and_choices_are_checked(caller: Caller, fields: dict[str, str], said: str, rules: list[str]) -> None:
    answer = caller.create(**fields)
    assert (error(answer) if answer.status == 400 else "") == said
    assert caller.broken == rules


def test_trial_reels_are_not_for_every_account(caller: Caller) -> None:
    caller.who = caller.stand_in.grant("field.notes")
    caller.token = caller.who.access_token
    assert error(caller.create(trial_params='{"graduation_strategy": "MANUAL"}')) == "100/2207081"


def test_a_json_body_is_as_good_as_a_form(caller: Caller) -> None:
    body = json.dumps({"media_type": "REELS", "upload_type": "resumable", "share_to_feed": True, "caption": "Tide"}).encode()
    path = f"{caller.root}/{caller.who.ig_id}/media"
    answer = caller.ask("POST", path, body, Content_Type="application/json", Authorization=f"Bearer {caller.token}")
    assert answer.status == 200
    assert caller.stand_in.containers()[0].params["share_to_feed"] == "true"


@pytest.mark.parametrize(("code", "said"), [("4", "4"), ("2207042", "9/2207042")])
def test_a_day_has_so_many_containers(caller: Caller, code: str, said: str) -> None:
    caller.stand_in.set(containers_a_day=2, too_many_containers=code)
    answers = [caller.create(caption=str(number)) for number in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 400]
    assert error(answers[-1]) == said
    caller.hours.pass_(hours=25)
    assert caller.create().status == 200


def test_half_of_a_body_makes_nothing(caller: Caller) -> None:
    body = b"media_type=REELS&upload_type=resumable&caption=Ti"
    path = f"{caller.root}/{caller.who.ig_id}/media"
    caller.send("POST", path, body, Content_Length=str(len(body) + 2), Authorization=f"Bearer {caller.token}")
    assert caller.stand_in.containers() == []


@pytest.mark.parametrize(
    ("content", "said"), [(b"\xff\xd8\xff\xe0", ""), (b"GIF89a", "36001/2207005"), (b"\xff\xd8\xff" + bytes(8 * 2**20), "36000/2207004")]
)
def test_a_cover_is_fetched_and_looked_at(caller: Caller, content: bytes, said: str) -> None:
    caller.host.content = content
    answer = caller.create(cover_url="https://media.example/cover.jpg")
    assert (error(answer) if answer.status == 400 else "") == said
