"""How much of a file goes into one request: as much as the line takes in a few seconds."""

import pytest

from platforms.resumable.transfer import CHUNK_BYTES, LEAST_CHUNK_BYTES, fitting_chunk
from tests.platforms.youtube.conftest import KIB, QUANTUM, Scene, some_bytes, upload_of

MIB = KIB * KIB


@pytest.mark.parametrize(
    ("length", "seconds", "fitting"),
    [
        (8 * MIB, 4.0, 8 * MIB),
        (8 * MIB, 0.0, 16 * MIB),
        (8 * MIB, 1.0, 16 * MIB),
        (8 * MIB, 3.2, 10 * MIB),
        (8 * MIB, 5.0, 25 * QUANTUM),
        (8 * MIB, 60.0, 4 * MIB),
        (LEAST_CHUNK_BYTES, 60.0, LEAST_CHUNK_BYTES),
        (CHUNK_BYTES, 0.1, CHUNK_BYTES),
    ],
)
def test_the_next_chunk_takes_about_four_seconds(length: int, seconds: float, fitting: int) -> None:
    assert fitting_chunk(length, seconds=seconds) == fitting


def test_a_small_file_too_shows_how_far_it_has_come(scene: Scene) -> None:
    scene.publish(upload_of(some_bytes(6 * MIB)))
    assert [checkpoint.sent for checkpoint in scene.checkpoints] == [0, 0, 2 * MIB, 6 * MIB - QUANTUM]
