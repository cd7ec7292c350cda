"""Videos for tests that need longer to send than the sample."""

from pathlib import Path

_HEADER_BYTES = 8


def larger(sample: Path, path: Path, *, size: int) -> Path:
    """Write the sample to `path`, followed by a free box (which players skip) that brings it to `size` bytes."""
    content = sample.read_bytes()
    free = size - len(content)
    assert _HEADER_BYTES <= free < 2**32
    path.write_bytes(content + free.to_bytes(4, "big") + b"free" + bytes(free - _HEADER_BYTES))
    return path
