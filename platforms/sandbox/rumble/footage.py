"""How long a video plays, by the header of its MP4 or QuickTime file, found at the file's beginning or end as it passes by."""

KEPT_BYTES = 256 * 1024


class Footage:
    """Sees the bytes of a file go by, and keeps its two ends."""

    def __init__(self) -> None:
        self._begins = b""
        self._ends = b""

    def see(self, piece: bytes) -> None:
        if len(self._begins) < KEPT_BYTES:
            self._begins += piece[: KEPT_BYTES - len(self._begins)]
        self._ends = (self._ends + piece[-KEPT_BYTES:])[-KEPT_BYTES:]

    def seconds(self) -> float | None:
        """None where there is no movie header in sight (ISO/IEC 14496-12, 8.2.2)."""
        for kept in (self._begins, self._ends):
            place = kept.find(b"mvhd")
            box = kept[place + 4 :] if place >= 0 else b""
            is_long = box[:1] == b"\x01"
            scale_at, width = (20, 8) if is_long else (12, 4)
            scale = int.from_bytes(box[scale_at : scale_at + 4])
            length = box[scale_at + 4 : scale_at + 4 + width]
            if scale and len(length) == width:
                return int.from_bytes(length) / scale
        return None
