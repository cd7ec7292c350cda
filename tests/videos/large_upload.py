"""Uploads a large file through the views, by parts or as a form, and prints by how many MiB the memory of the process rose."""

import base64
import io
import json
import os
import resource
import sys
from typing import Any

import django
from django.core.management import call_command

SIZE = int(os.environ.get("LARGE_MIB", "300")) * 1024 * 1024
HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
END = b"\r\n--b--\r\n"


class Body(io.RawIOBase):
    """Begins and ends as it is told, with zeros between, up to `size` bytes before the end; never whole in memory."""

    def __init__(self, start: bytes, *, size: int, end: bytes) -> None:
        self._pieces = [start, end]
        self._zeros = size - len(start)

    def read(self, most: int = -1) -> bytes:
        assert 0 <= most <= 4 * 1024 * 1024, most
        if self._zeros and len(self._pieces) == 1:
            piece = bytes(min(most, self._zeros))
            self._zeros -= len(piece)
            return piece
        piece, rest = self._pieces[0][:most], self._pieces[0][most:]
        self._pieces = [rest, *self._pieces[1:]] if rest else self._pieces[1:]
        return piece


def peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(way: str) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User  # noqa: PLC0415 - models only once Django is set up
    from django.test import Client  # noqa: PLC0415

    from tests.videos.files import small_video  # noqa: PLC0415
    from videos.models import Asset  # noqa: PLC0415

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.create_user("alice"))
    browser.get("/videos/upload/")
    before = peak_mib()
    (as_a_form if way == "form" else by_parts)(browser, small_video())
    assert Asset.objects.get().size == SIZE
    print(peak_mib() - before)


def as_a_form(browser: Any, video: bytes) -> None:
    said = {"CONTENT_TYPE": "multipart/form-data; boundary=b", "CONTENT_LENGTH": str(len(HEAD) + SIZE + len(END))}
    answer = browser.generic("POST", "/videos/upload/", **said, **{"wsgi.input": Body(HEAD + video, size=len(HEAD) + SIZE, end=END)})
    assert answer.status_code == 302, answer.content


def by_parts(browser: Any, video: bytes) -> None:
    head = base64.b64encode(video[:4096].ljust(4096, b"\0")).decode()
    said = {"name": "a.mp4", "size": SIZE, "modified": 1, "head": head, "tail": ""}
    upload = browser.post("/videos/uploads/", json.dumps(said), content_type="application/json").json()
    for number in range(1, upload["count"] + 1):
        asked = browser.post(upload["addresses"], json.dumps({"parts": [number]}), content_type="application/json").json()
        size = min(upload["part_size"], SIZE - (number - 1) * upload["part_size"])
        start = video[:size] if number == 1 else b"\0"
        body = {"CONTENT_LENGTH": str(size), "wsgi.input": Body(start, size=size, end=b"")}
        assert browser.generic("PUT", asked["addresses"][str(number)], **body).status_code == 204
    answer = browser.post(upload["complete"], "{}", content_type="application/json")
    assert answer.status_code == 200, answer.content


if __name__ == "__main__":
    main(sys.argv[1])
