"""How a file is cut into the pieces that TikTok is told of beforehand, and where a piece begins.

Source: developers.tiktok.com/doc/content-posting-api-media-transfer-guide, read 2026-09-11. A megabyte is not defined there, so the
plan is valid whether it has 1,000,000 bytes or 1,048,576.
"""

from dataclasses import dataclass
from typing import Self

MOST_BYTES = 4_000_000_000
MOST_IN_ONE = 64_000_000
"""Up to this a file goes in one piece, which is as large as the file itself."""
PIECE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`count` pieces of `piece` bytes, of which the last takes what remains as well, so that it has up to twice as many."""

    size: int
    piece: int
    count: int

    @classmethod
    def of(cls, size: int) -> Self:
        """Plan a file of `size` bytes."""
        if size <= MOST_IN_ONE:
            return cls(size=size, piece=size, count=1)
        return cls(size=size, piece=PIECE_BYTES, count=size // PIECE_BYTES)

    @classmethod
    def announced(cls, size: int, piece: int) -> Self:
        """The plan that TikTok was told of when an upload was opened, with pieces of so many bytes: maybe by an earlier release."""
        return cls(size=size, piece=piece, count=max(size // piece, 1))

    def start_of_piece(self, offset: int) -> int:
        """Where the piece begins that holds the byte at `offset`."""
        return min(offset // self.piece, self.count - 1) * self.piece

    def end_of_piece(self, offset: int) -> int:
        """Where the piece ends that holds the byte at `offset`: the first byte of the next one, or the size."""
        number = offset // self.piece
        return self.size if number >= self.count - 1 else (number + 1) * self.piece

    def is_last(self, offset: int) -> bool:
        """Whether the byte at `offset` lies in the last piece: whoever sends it to its end makes the post."""
        return self.end_of_piece(offset) == self.size

    def has_all(self, uploaded: int) -> bool:
        """Whether that progress may mean every byte: it is given as a number of bytes, or as the number of the last one."""
        return uploaded >= self.size - 1
