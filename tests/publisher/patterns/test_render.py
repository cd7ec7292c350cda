"""The renderer: places and braces, and nothing else; whatever is written, plain text comes out, or its own error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.patterns.render import MOST_FILLED, MOST_WRITTEN, PLACES, PatternError, places_in, render
from videos.words import many_lines

VALUES = {"title": "Low {tide}", "description": "One\nTwo", "account": "Atelier {{Nord}}", "tags": "a, b"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("", ""),
        ("plain", "plain"),
        ("{title}", "Low {tide}"),
        ("{account}: {title}!", "Atelier {{Nord}}: Low {tide}!"),
        ("{{title}}", "{title}"),
        ("{{{title}}}", "{Low {tide}}"),
        ("{{{{", "{{"),
        ("{footer}", ""),
        ("a {description} z", "a One\nTwo z"),
        ("a\r\nb", "a\nb"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("right \u202eto left", "right to left"),
        ("مرحبا {tags}", "مرحبا a, b"),
        ("half \ud800 a character", "half  a character"),
        ("%s $title ${{title}} {{0}}", "%s $title ${title} {0}"),
    ],
)
def test_places_are_filled_in_and_all_else_is_text(text: str, filled: str) -> None:
    assert render(text, VALUES) == filled


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{titel}", "unknown"),
        ("{Title}", "unknown"),
        ("{ title }", "unknown"),
        ("{}", "unknown"),
        ("{0}", "unknown"),
        ("{title.__class__}", "unknown"),
        ("{title[0]}", "unknown"),
        ("{title!r}", "unknown"),
        ("{title:>10000000000}", "unknown"),
        ("{title\n}", "unknown"),
        ("{" + "x" * 5000 + "}", "unknown"),
        ("{title", "lone_brace"),
        ("title}", "lone_brace"),
        ("{a{title}}", "lone_brace"),
        ("{title{tags}}", "lone_brace"),
        ("{" * 9999, "lone_brace"),
        ("x" * (MOST_WRITTEN + 1), "too_long"),
        ("{description}" * 700, "too_much"),
    ],
)
def test_what_cannot_be_filled_in_is_refused(text: str, code: str) -> None:
    with pytest.raises(PatternError) as refused:
        render(text, {**VALUES, "description": "d" * 1000})
    assert refused.value.code == code
    assert len(str(refused.value)) < 400


def test_an_unknown_place_is_named_with_those_that_there_are() -> None:
    with pytest.raises(PatternError, match=r"There is no \{titel\}") as refused:
        places_in("{titel}")
    assert all(f"{{{name}}}" in str(refused.value) for name in PLACES)


def test_the_places_of_a_text_are_known_before_it_is_filled_in() -> None:
    assert places_in("{{date}} {title} {number} {title}") == {"title", "number"}


pieces = st.one_of(st.text(), st.sampled_from(["{", "}", "{{", "}}", "{title}", "{tags}", "{title.x}", "\x00", "\u202e", "\ud800"]))


@given(text=st.lists(pieces, max_size=30).map("".join), title=st.text(max_size=200))
def test_it_raises_nothing_but_its_own_error_and_gives_plain_text(text: str, title: str) -> None:
    try:
        filled = render(text, {"title": title})
    except PatternError:
        return
    assert filled == many_lines(filled)
    assert len(filled) <= MOST_FILLED


@given(text=st.text().map(many_lines))
def test_text_whose_braces_are_doubled_comes_out_as_it_was(text: str) -> None:
    assert render(text.replace("{", "{{").replace("}", "}}"), {}) == text or len(text) > MOST_WRITTEN


@given(value=st.text(alphabet="{}title ", max_size=50))
def test_what_is_filled_in_is_never_filled_in_again(value: str) -> None:
    assert render("<{title}>", {"title": value}) == f"<{value}>"
