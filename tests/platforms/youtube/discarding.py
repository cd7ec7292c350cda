"""A program: a server of the resumable protocol that throws the bytes away, as fast as it can; prints its port."""

import re
import socket

from tests.platforms.http.conftest import read_head
from tests.platforms.loop import reply

MIB = 1024 * 1024


def talk(connection: socket.socket, held: list[int]) -> None:
    bin_ = bytearray(4 * MIB)
    while head := read_head(connection):
        length = int(re.search(rb"\ncontent-length: (\d+)", head, re.IGNORECASE)[1])  # type: ignore[index]
        left = length
        while left:
            left -= connection.recv_into(bin_, min(left, len(bin_)))
        if head.startswith(b"POST"):
            connection.sendall(reply(200, location=f"http://127.0.0.1:{connection.getsockname()[1]}/session"))
            continue
        held[0] += length
        total = int(re.search(rb"/(\d+)\r", head)[1])  # type: ignore[index]
        connection.sendall(reply(201, b'{"id": "abc"}') if held[0] == total else reply(308, range=f"bytes=0-{held[0] - 1}"))


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        kept = [0]
        while True:
            accepted, _ = listener.accept()
            with accepted:
                talk(accepted, kept)
