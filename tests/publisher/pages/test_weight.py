"""A page weighs less than 100 KB without its pictures, all its styles, scripts and icons fetched for the first time."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.publisher.pages.conftest import Standing
from tests.publisher.stages import STAGES

MOST_BYTES = 100_000
_LOADED = re.compile(r'(?:src|href)="/static/([^"#]+)')


def weight(html: str) -> dict[str, int]:
    """What goes over the line for a page, by file, packed as the static files are kept; the page itself as it is, unpacked."""
    files = {name: Path(str(finders.find(name))) for name in set(_LOADED.findall(html))}
    return {"the page": len(html.encode()), **{name: len(gzip.compress(path.read_bytes())) for name, path in files.items()}}


@pytest.mark.parametrize("address", ["/library/", "/videos/{row.video_id}/"])
def test_a_page_with_live_parts_is_light(browser: Client, standing: Standing, address: str) -> None:
    for stage in STAGES:
        row = standing(stage)
    found = weight(browser.get(address.format(row=row)).content.decode())
    assert {"django_htmx/htmx-2.min.js", "js/live.js", "css/live.css", "icons.svg"} <= found.keys()
    assert sum(found.values()) < MOST_BYTES, found
