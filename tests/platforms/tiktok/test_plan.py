"""The plan of pieces is valid whichever way a megabyte is read, and every byte is in exactly one piece."""

from hypothesis import given
from hypothesis import strategies as st

from platforms.sandbox.tiktok.pieces import problem_of
from platforms.tiktok.plan import MOST_BYTES, MOST_IN_ONE, PIECE_BYTES, Plan

EDGES = (1, 4_999_999, 5_242_880, MOST_IN_ONE, MOST_IN_ONE + 1, 64 * 2**20, 64 * 2**20 + 1, 5 * PIECE_BYTES - 1, MOST_BYTES)


@given(st.one_of(st.sampled_from(EDGES), st.integers(1, MOST_BYTES)))
def test_a_plan_is_taken_whichever_way_a_megabyte_is_read(size: int) -> None:
    plan = Plan.of(size)
    assert [problem_of(size, plan.piece, plan.count, megabyte=megabyte) for megabyte in (10**6, 2**20)] == ["", ""]


@given(st.one_of(st.sampled_from(EDGES), st.integers(1, MOST_BYTES)))
def test_the_pieces_follow_each_other_up_to_the_last_byte(size: int) -> None:
    plan, offset, pieces = Plan.of(size), 0, 0
    while offset < size:
        assert plan.start_of_piece(offset) == offset
        assert plan.is_last(offset) == (plan.end_of_piece(offset) == size)
        offset, pieces = plan.end_of_piece(offset), pieces + 1
    assert (offset, pieces) == (size, plan.count)


def test_progress_within_a_piece_belongs_to_it() -> None:
    plan = Plan.of(100_000_000)
    assert plan.count == 5
    assert plan.start_of_piece(PIECE_BYTES + 7) == PIECE_BYTES
    assert plan.end_of_piece(PIECE_BYTES + 7) == 2 * PIECE_BYTES
    assert plan.start_of_piece(99_999_999) == 4 * PIECE_BYTES


def test_progress_may_be_a_number_of_bytes_or_the_number_of_the_last_one() -> None:
    plan = Plan.of(1000)
    assert [plan.has_all(said) for said in (998, 999, 1000)] == [False, True, True]
