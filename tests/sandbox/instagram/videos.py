"""The smallest MP4 files that can be told apart."""


def box(name: bytes, content: bytes, *, large: bool = False) -> bytes:
    if large:
        return (1).to_bytes(4) + name + (len(content) + 16).to_bytes(8) + content
    return (len(content) + 8).to_bytes(4) + name + content


def mp4(*, codec: bytes = b"avc1", moov_first: bool = True, seconds: int = 10, large_boxes: bool = False) -> bytes:
    header = bytes(12) + (1000).to_bytes(4) + (seconds * 1000).to_bytes(4) + bytes(80)
    moov = box(b"moov", box(b"mvhd", header) + box(b"stsd", codec), large=large_boxes)
    mdat = box(b"mdat", b"frames", large=large_boxes)
    return box(b"ftyp", b"isom") + (moov + mdat if moov_first else mdat + moov)
