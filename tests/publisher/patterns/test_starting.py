"""Which defaults hold: what was typed, else the account's, else its owner's, else the platform's."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from platforms import registry
from platforms.contract import Words
from platforms.models import Connection
from platforms.options import Privacy
from publisher import defaults
from publisher.models import Beside, Pattern, Publication, WordDefaults
from publisher.patterns.starting import Start, beside, effective
from tests.factories import ConnectionFactory
from tests.publisher.api.conftest import Program, token_of
from tests.publisher.publish_form import OPTIONS, asked_for, press
from videos.models import Video

HERS = Pattern(name="hers")
ITS = Pattern(name="its")
PERSON = WordDefaults(tags=["sea"], footer="Hers.", pattern=HERS)


@pytest.mark.parametrize(
    ("person", "account", "start"),
    [
        (None, None, Start()),
        (PERSON, None, Start(tags=("sea",), footer="Hers.", pattern=HERS)),
        (PERSON, WordDefaults(), Start(tags=("sea",), footer="Hers.", pattern=HERS)),
        (PERSON, WordDefaults(tags=["Sea", "pool"], tags_are=Beside.ADDED), Start(tags=("sea", "pool"), footer="Hers.", pattern=HERS)),
        (PERSON, WordDefaults(tags=["pool"], tags_are=Beside.OWN), Start(tags=("pool",), footer="Hers.", pattern=HERS)),
        (PERSON, WordDefaults(tags_are=Beside.NONE, footer_is=Beside.NONE), Start(pattern=HERS)),
        (PERSON, WordDefaults(footer="Its.", footer_is=Beside.ADDED), Start(tags=("sea",), footer="Hers.\n\nIts.", pattern=HERS)),
        (PERSON, WordDefaults(footer="Its.", footer_is=Beside.OWN, pattern=ITS), Start(tags=("sea",), footer="Its.", pattern=ITS)),
        (None, WordDefaults(footer="Its.", footer_is=Beside.OWN), Start(footer="Its.")),
    ],
)
def test_the_account_goes_before_its_owner(person: WordDefaults | None, account: WordDefaults | None, start: Start) -> None:
    assert effective(person, account) == start


@pytest.mark.parametrize(
    ("words", "start", "given"),
    [
        (Words(title="T"), Start(), Words(title="T")),
        (Words(title="T"), Start(footer="F"), Words(title="T", description="F")),
        (Words(title="T", description="D"), Start(footer="F"), Words(title="T", description="D\n\nF")),
        (Words(title="T", description="D\n\nF"), Start(footer="F"), Words(title="T", description="D\n\nF")),
        (Words(title="T", tags=("Sea",)), Start(tags=("sea", "pool")), Words(title="T", tags=("Sea", "pool"))),
    ],
)
def test_defaults_are_added_to_the_words_once(words: Words, start: Start, given: Words) -> None:
    assert beside(words, start) == given


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("provider", "privacy", "kept", "starts"),
    [
        ("youtube", "", {}, None),
        ("youtube", "public", {}, "public"),
        ("youtube", "public", {"privacy": "unlisted"}, "unlisted"),
        ("peertube", "unlisted", {}, "2"),
        ("peertube", "private", {"privacy": "4"}, "4"),
        ("tiktok", "public", {}, None),
        ("rumble", "public", {}, None),
        ("instagram", "private", {}, None),
    ],
)
def test_who_may_see_it_is_each_platforms_own_like(
    alice: User, provider: str, privacy: str, kept: dict[str, str], starts: str | None
) -> None:
    connection = ConnectionFactory(user=alice, provider=provider, realm="https://x.example", defaults=kept)
    WordDefaults.objects.create(owner=alice, privacy=privacy)
    assert defaults.defaults_of(connection).get("privacy") == starts


def test_every_word_that_a_platform_knows_is_a_choice_of_its_form() -> None:
    for platform in registry.platforms():
        form = platform.options_form
        for privacy, options in form.neutral.items():
            assert isinstance(privacy, Privacy)
            assert not options.keys() & form.asked_anew
            assert all(form.base_fields[name].clean(value) == value for name, value in options.items())


@pytest.mark.django_db
def test_somebody_elses_defaults_are_not_hers(alice: User, bob: User) -> None:
    WordDefaults.objects.create(owner=bob, privacy="public", footer="Bob’s.")
    assert "privacy" not in defaults.defaults_of(ConnectionFactory(user=alice))


def test_what_is_typed_goes_before_all_defaults(browser: Client, bowl: Video, atelier: Connection, alice: User) -> None:
    WordDefaults.objects.create(owner=alice, privacy="public", footer="Hers.", tags=["sea"])
    press(browser, bowl, asked_for(atelier, given={**OPTIONS, "title": "Typed", "description": "Typed.", "tags": ""}))
    row = Publication.objects.get()
    assert (row.title, row.description, row.tags, row.options["privacy"]) == ("Typed", "Typed.", [], "unlisted")


def test_the_api_starts_its_options_with_them_and_takes_words_as_they_are(alice: User, bowl: Video, atelier: Connection) -> None:
    WordDefaults.objects.create(owner=alice, privacy="public", footer="Hers.")
    wish = {"video": bowl.pk, "connection": atelier.pk, "options": {"made_for_kids": False}}
    made = Program(token=token_of(alice)).post("/publications", wish).body
    assert (made["options"]["privacy"], made["description"]) == ("public", "By hand.")
