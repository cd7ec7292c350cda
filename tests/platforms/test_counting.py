"""How words are counted; that the browser counts the same is held by tests/publisher/pages/test_counters.py."""

import pytest

from platforms.counting import Counter, Unit, hashtags, tags_length


@pytest.mark.parametrize(
    ("text", "characters", "size"),
    [
        ("", 0, 0),
        ("kiln", 4, 4),
        ("é", 1, 2),
        ("e\u0301", 2, 3),  # the same letter, in two code points
        ("釉薬", 2, 6),
        ("😀", 2, 4),
        ("👩‍👩‍👧", 8, 18),  # a family: three people, joined
        ("a\nb", 3, 3),
        ("\ud800", 1, 3),
    ],
)
def test_text_counts_in_utf_16_units_and_in_bytes_of_utf_8(text: str, characters: int, size: int) -> None:
    assert Counter(most=100, unit=Unit.CHARACTERS).count(text) == characters
    assert Counter(most=100, unit=Unit.BYTES).count(text) == size


@pytest.mark.parametrize(
    ("tags", "length"),
    [([], 0), (["Foo-Baz"], 7), (["Foo Baz"], 9), (["a", "b"], 3), (["a b", "c"], 7), (["a b", "c d"], 11), (["😀"], 2), (['"q"'], 3)],
)
def test_tags_count_with_their_commas_and_quotes(tags: list[str], length: int) -> None:
    assert tags_length(tags) == length


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("#sea", 1),
        ("#sea #low_tide", 2),
        ("a#b", 0),
        ("#a#b", 1),
        ("##a", 0),
        ("/#part", 0),
        ("&#39;", 0),
        ("# a", 0),
        ("(#海)", 1),
        ("#", 0),
    ],
)
def test_hashtags_are_words_behind_a_hash(text: str, count: int) -> None:
    assert hashtags(text) == count


def test_the_tag_that_is_added_takes_room_too() -> None:
    counter = Counter(most=500, unit=Unit.TAGS, added="rt01")
    assert counter.count([]) == 4
    assert counter.count(["sea"]) == 3 + 1 + 4
