"""The arithmetic of pieces: what may be announced, and which ranges follow from it.

Source: developers.tiktok.com/doc/content-posting-api-media-transfer-guide, read 2026-09-11.
"""

MOST_PIECES = 1000


def problem_of(size: int, piece: int, count: int, *, megabyte: int) -> str:
    """What is wrong with a plan, in TikTok's words; "" where nothing is. `megabyte` is how many bytes one has here."""
    problems = {
        "The video size is invalid": not 0 < size <= 4000 * megabyte,
        "The total chunk count is invalid": not 1 <= count <= MOST_PIECES or piece <= 0 or count != size // piece,
        "The chunk size is invalid": piece > 64 * megabyte or (piece < 5 * megabyte and piece != size),
        "A file of over 64 MB takes several chunks": size > 64 * megabyte and count < 2,
        "A single chunk is as large as the video": count == 1 and piece != size,
    }
    return next((words for words, is_so in problems.items() if is_so), "")


def last_byte(first: int, *, size: int, piece: int, count: int) -> int:
    """The last byte of the piece that begins at `first`, or of which `first` is within."""
    number = min(first // piece, count - 1)
    return size - 1 if number == count - 1 else (number + 1) * piece - 1
