"""How a file is cut into parts: plain arithmetic, the same for every store and for the browser."""

from dataclasses import dataclass

LEAST_PART_BYTES = 8 * 1024 * 1024
"""S3 takes no part under 5 MiB but the last: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html"""
MOST_PARTS = 9_000
"""S3 takes 10,000; the rest is room for rounding."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """Where one part lies in the file: offset and length in bytes."""

    start: int
    length: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A file of `size` bytes cut into parts of `part_size`, numbered from 1; only the last may be shorter."""

    size: int
    part_size: int

    @property
    def count(self) -> int:
        return -(-self.size // self.part_size)

    def spans(self, number: int) -> bool:
        """Whether there is a part of this number."""
        return 1 <= number <= self.count

    def span(self, number: int) -> Span:
        """Give the place of a part. Raises `ValueError` for a number outside the plan."""
        if not self.spans(number):
            raise ValueError(f"There is no part {number} of {self.count}.")
        start = (number - 1) * self.part_size
        return Span(start=start, length=min(self.part_size, self.size - start))


def part_size_for(size: int) -> int:
    """Give the size of the parts of a file of `size` bytes: as few as the store takes, whole MiB."""
    mib = 1024 * 1024
    needed = -(-size // MOST_PARTS)
    return max(LEAST_PART_BYTES, -(-needed // mib) * mib)
