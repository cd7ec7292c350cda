"""Uploads 300 MiB through the view as a body or as a form, and prints by how many MiB the memory of the process rose."""

import io
import resource
import sys

import django
from django.core.management import call_command

SIZE = 300 * 1024 * 1024
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
    head, end = (HEAD, END) if way == "form" else (b"", b"")
    kind = "multipart/form-data; boundary=b" if way == "form" else "application/octet-stream"
    said = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(head) + SIZE + len(end))}
    content = head + small_video()
    browser.get("/videos/upload/")
    before = peak_mib()
    answer = browser.generic("POST", "/videos/upload/", **said, **{"wsgi.input": Body(content, size=len(head) + SIZE, end=end)})
    assert answer.status_code in (201, 302), answer.content
    assert Asset.objects.get().size == SIZE
    print(peak_mib() - before)


if __name__ == "__main__":
    main(sys.argv[1])
